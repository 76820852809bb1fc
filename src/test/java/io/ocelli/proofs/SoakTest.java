package io.ocelli.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Engines;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Nothing is left behind: memory stays flat. */
@Tag("proof")
class SoakTest {
    private static final double MOST_GROWTH_MIB = 50;

    static List<String> engines() {
        List<String> names = new ArrayList<>();
        for (Engine engine : Engines.all()) {
            if (engine.refuses(Device.CPU) == null) {
                names.add(engine.name());
            }
        }
        return names;
    }

    @ParameterizedTest
    @MethodSource("engines")
    void tenThousandPredictions(String engine) throws Exception {
        Memory.inAProcess(Predictions.class, engine);
    }

    @ParameterizedTest
    @MethodSource("engines")
    void openAndCloseThreeHundredTimes(String engine) throws Exception {
        Memory.inAProcess(Openings.class, engine);
    }

    @Test
    void twoHundredStepsOfTraining() throws Exception {
        Memory.inAProcess(Steps.class);
    }

    private static Image noise(int seed) {
        Image image = Image.black(256, 256, 3);
        Randomness randomness = Randomness.of(seed);
        for (int i = 0; i < image.samples().length; i++) {
            image.samples()[i] = (byte) randomness.nextInt(256);
        }
        return image;
    }

    private static Classifier open(String engine) {
        return Classifier.efficientnetLite0().pretrained().engine(engine).open();
    }

    /** Classifies one picture again and again: the engine, and how often. */
    static final class Predictions {
        private Predictions() {}

        public static void main(String[] args) {
            Image image = noise(1);
            try (Classifier imagenet = open(args[0])) {
                int times = args.length > 1 ? Integer.parseInt(args[1]) : 10_000;
                assertThat(Memory.growth("predictions on " + args[0], times, () -> imagenet.classify(image)))
                        .isLessThan(MOST_GROWTH_MIB);
            }
        }
    }

    /** Opens and closes a classifier again and again. */
    static final class Openings {
        private Openings() {}

        public static void main(String[] args) {
            Image image = noise(1);
            assertThat(Memory.growth("open, classify, close on " + args[0], 300, () -> {
                        try (Classifier imagenet = open(args[0])) {
                            imagenet.classify(image);
                        }
                    }))
                    .isLessThan(MOST_GROWTH_MIB);
        }
    }

    /**
     * Trains, of whose two hundred steps the first tenth is for the warm-up. What counts is what is held: a step frees gradients
     * and activations of every size, and how much of that glibc gives back is its affair.
     */
    static final class Steps {
        private Steps() {}

        public static void main(String[] args) {
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < 80; i++) {
                samples.add(new Sample("noise " + i, ImageSource.of(noise(i)), i % 2));
            }
            DataSet pictures = DataSet.of(List.of("even", "odd"), samples);
            int[] steps = {0};
            double[] resident = {0, 0};
            Training recipe = Training.defaults().batchSize(8).epochs(20).listener((event, session) -> {
                if (event instanceof TrainingEvent.StepEnded && (++steps[0] == 20 || steps[0] == 200)) {
                    resident[steps[0] == 20 ? 0 : 1] = Memory.held();
                }
            });
            Classifier.efficientnetLite0()
                    .pretrained()
                    .inputSize(128, 128)
                    .head(2)
                    .fit(pictures, pictures.subset(0, 1, 2, 3), recipe)
                    .close();
            System.out.printf(
                    "training holds %.0f MiB after 20 steps, %.0f MiB after %d%n", resident[0], resident[1], steps[0]);
            assertThat(steps[0]).isEqualTo(200);
            assertThat(resident[1] - resident[0]).isLessThan(MOST_GROWTH_MIB);
        }
    }
}
