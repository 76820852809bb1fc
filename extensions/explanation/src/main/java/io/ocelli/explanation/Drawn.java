package io.ocelli.explanation;

import io.ocelli.image.Randomness;
import java.util.Arrays;

/** Numbers that are drawn by chance. */
final class Drawn {
    private Drawn() {}

    /**
     * So many of the numbers from 0 to below {@code all}, each once, rising; all where there are no more.
     *
     * @param randomness what is drawn from
     */
    static int[] of(int all, int count, Randomness randomness) {
        int[] numbers = new int[all];
        Arrays.setAll(numbers, i -> i);
        if (count >= all) {
            return numbers;
        }
        for (int i = all - 1; i > 0; i--) {
            int j = randomness.nextInt(i + 1);
            int swapped = numbers[i];
            numbers[i] = numbers[j];
            numbers[j] = swapped;
        }
        int[] drawn = Arrays.copyOf(numbers, count);
        Arrays.sort(drawn);
        return drawn;
    }
}
