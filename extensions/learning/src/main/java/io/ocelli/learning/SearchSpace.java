package io.ocelli.learning;

import com.google.common.collect.ImmutableList;
import io.ocelli.image.Randomness;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The networks that a {@link Search} looks among, as a value: for each choice what it may be. Every stage chooses for itself; a
 * width doubles with each stage.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param stages how many there are, 1 or more
 * @param resolutions sides of pictures
 * @param stems channels of the first convolution
 * @param depths blocks of a stage
 * @param widths channels of the first stage, which double with each after it
 * @param kernels sides of convolutions, odd
 * @param expansions as {@link Blocks#expansion}
 * @param squeezes whether channels are weighed
 */
public record SearchSpace(
        int stages,
        List<Integer> resolutions,
        List<Integer> stems,
        List<Integer> depths,
        List<Integer> widths,
        List<Integer> kernels,
        List<Integer> expansions,
        List<Boolean> squeezes) {
    /** Choices of a stage: depth, width, kernel, expansion, squeeze. */
    private static final int OF_STAGE = 5;

    /**
     * @throws IllegalArgumentException if there is no stage, or nothing to choose from
     */
    public SearchSpace {
        resolutions = ImmutableList.copyOf(resolutions);
        stems = ImmutableList.copyOf(stems);
        depths = ImmutableList.copyOf(depths);
        widths = ImmutableList.copyOf(widths);
        kernels = ImmutableList.copyOf(kernels);
        expansions = ImmutableList.copyOf(expansions);
        squeezes = ImmutableList.copyOf(squeezes);
        boolean empty = resolutions.isEmpty() || stems.isEmpty() || depths.isEmpty() || widths.isEmpty();
        if (stages < 1 || empty || kernels.isEmpty() || expansions.isEmpty() || squeezes.isEmpty()) {
            throw new IllegalArgumentException(
                    "A space has a stage or more and something to choose for each choice, received " + stages
                            + " stages of " + depths + ", " + widths + ", " + kernels + ", " + expansions + ", "
                            + squeezes + " behind " + resolutions + " and " + stems);
        }
    }

    /** Three stages on pictures of 32 pixels, around ResNet-20, which is in it: some 70 million networks. */
    public static SearchSpace cifar() {
        return new SearchSpace(
                3,
                ImmutableList.of(32),
                ImmutableList.of(16),
                ImmutableList.of(1, 2, 3, 4),
                ImmutableList.of(8, 12, 16, 20, 24),
                ImmutableList.of(3, 5),
                ImmutableList.of(1, 2, 4),
                ImmutableList.of(false, true));
    }

    /** Four stages on pictures of 96 to 160 pixels. */
    public static SearchSpace photos() {
        return new SearchSpace(
                4,
                ImmutableList.of(96, 128, 160),
                ImmutableList.of(16, 24),
                ImmutableList.of(1, 2, 3),
                ImmutableList.of(16, 24, 32),
                ImmutableList.of(3, 5),
                ImmutableList.of(1, 2, 4),
                ImmutableList.of(false, true));
    }

    /** At other resolutions. */
    public SearchSpace resolutions(int... sides) {
        ImmutableList.Builder<Integer> all = ImmutableList.builder();
        for (int side : sides) {
            all.add(side);
        }
        return new SearchSpace(stages, all.build(), stems, depths, widths, kernels, expansions, squeezes);
    }

    /** How many networks there are. */
    public BigInteger size() {
        long stage = (long) depths.size() * widths.size() * kernels.size() * expansions.size() * squeezes.size();
        return BigInteger.valueOf(stage)
                .pow(stages)
                .multiply(BigInteger.valueOf((long) resolutions.size() * stems.size()));
    }

    /** One of them, each as likely as another. */
    public Candidate draw(Randomness random) {
        List<Blocks> drawn = new ArrayList<>();
        for (int i = 0; i < stages; i++) {
            drawn.add(new Blocks(
                    one(depths, random),
                    one(widths, random) << i,
                    one(kernels, random),
                    one(expansions, random),
                    one(squeezes, random)));
        }
        return new Candidate(one(resolutions, random), one(stems, random), drawn);
    }

    /**
     * A network that differs in one choice, each choice that has an alternative as likely as another.
     *
     * @throws IllegalArgumentException if the space has only one network
     */
    public Candidate mutate(Candidate parent, Randomness random) {
        if (size().equals(BigInteger.ONE)) {
            throw new IllegalArgumentException("A space of one network has nothing to search: give more choices");
        }
        Candidate child = parent;
        while (child.equals(parent)) {
            int choice = random.nextInt(2 + OF_STAGE * stages);
            if (choice == 0) {
                child = new Candidate(one(resolutions, random), parent.stem(), parent.stages());
            } else if (choice == 1) {
                child = new Candidate(parent.resolution(), one(stems, random), parent.stages());
            } else {
                int stage = (choice - 2) / OF_STAGE;
                List<Blocks> changed = new ArrayList<>(parent.stages());
                changed.set(stage, changed(changed.get(stage), stage, (choice - 2) % OF_STAGE, random));
                child = new Candidate(parent.resolution(), parent.stem(), changed);
            }
        }
        return child;
    }

    private Blocks changed(Blocks b, int stage, int choice, Randomness random) {
        switch (choice) {
            case 0:
                return new Blocks(one(depths, random), b.width(), b.kernel(), b.expansion(), b.squeeze());
            case 1:
                return new Blocks(b.depth(), one(widths, random) << stage, b.kernel(), b.expansion(), b.squeeze());
            case 2:
                return new Blocks(b.depth(), b.width(), one(kernels, random), b.expansion(), b.squeeze());
            case 3:
                return new Blocks(b.depth(), b.width(), b.kernel(), one(expansions, random), b.squeeze());
            default:
                return new Blocks(b.depth(), b.width(), b.kernel(), b.expansion(), one(squeezes, random));
        }
    }

    private static <T> T one(List<T> choices, Randomness random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
