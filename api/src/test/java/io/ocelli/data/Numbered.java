package io.ocelli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.image.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Pictures whose samples are their number, or what a test makes of it. */
final class Numbered {
    private Numbered() {}

    interface Renderer {
        Image render(int i);
    }

    static DataSet numbered(int count) {
        return rendered(count, Numbered::picture);
    }

    static DataSet rendered(int count, Renderer renderer) {
        List<String> classes = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int index = i;
            classes.add("class " + i);
            samples.add(new Sample("picture " + i + ".jpg", () -> renderer.render(index), i));
        }
        return DataSet.of(classes, samples);
    }

    /** Every sample is the number. */
    static Image picture(int number) {
        Image image = Image.black(2, 3, 3);
        Arrays.fill(image.samples(), (byte) number);
        return image;
    }

    static void sleep(int milliseconds) {
        try {
            TimeUnit.MILLISECONDS.sleep(milliseconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A loading that ended has ended its threads. */
    static void assertNoThreadIsLeft() {
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("ocelli-loader"));
    }
}
