package io.ocelli.proofs;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.Backbone;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.engine.Optimizer;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.testing.JavaProcess;
import io.ocelli.training.Checkpoints;
import io.ocelli.training.Training;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A training in a process of its own that is killed at random moments, and started again until it ends. Momentum, averages,
 * augmentation, dropout, the schedule and the order of pictures all go on with it.
 */
final class KilledTraining {
    private static final String NOTHING = "none";

    private KilledTraining() {}

    /** Trains, with the engine of this name, and writes the weights to a file; from and to checkpoints in a folder. */
    public static void main(String[] args) {
        String engine = args[0];
        boolean head = engine.equals("onnxruntime");
        Training recipe = Training.defaults()
                .epochs(head ? 60 : 8)
                .batchSize(8)
                .accumulate(head ? 2 : 1)
                .optimizer(head ? Optimizer.adamW(1e-2) : Optimizer.sgd(0.02).momentum(0.9))
                .average(0.9)
                .bestWeights()
                .seed(11);
        if (!args[1].equals(NOTHING)) {
            recipe = recipe.checkpoints(Checkpoints.in(Path.of(args[1])).every(Duration.ofMillis(1)));
        }
        // Each step takes a while, so that moments fall everywhere.
        Training slow = recipe.listener((event, session) -> LockSupport.parkNanos(head ? 4_000_000 : 20_000_000));
        Backbone backbone =
                Classifier.model(head ? "resnet20_cifar" : "simple_cnn").engine(engine);
        try (Classifier trained =
                (head ? backbone.freezeBackbone() : backbone).head(2).fit(stripes(40), stripes(8), slow)) {
            Safetensors.write(Path.of(args[2]), trained.weights(), Map.of());
        }
    }

    private static DataSet stripes(int count) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Image image = Image.black(40, 40, 3);
            Randomness randomness = Randomness.of(count).split(i);
            for (int j = 0; j < image.samples().length; j++) {
                int place = i % 2 == 0 ? j / 3 % 40 : j / 120;
                image.samples()[j] = (byte) ((place / 4 % 2 == 0 ? 60 : 160) + randomness.nextDouble(0, 60));
            }
            samples.add(new Sample("stripes " + i, ImageSource.of(image), i % 2));
        }
        return DataSet.of(List.of("columns", "rows"), samples);
    }

    /** Kills it so often, and asks each time that it ends for what it would have given without. */
    static void endsBitForBit(Path folder, String engine, int kills, Random random)
            throws IOException, InterruptedException {
        Path whole = folder.resolve("whole.safetensors");
        long began = System.nanoTime();
        JavaProcess.run(JavaProcess.of(List.of(), KilledTraining.class, engine, NOTHING, whole.toString()));
        int milliseconds = (int) ((System.nanoTime() - began) / 1_000_000);
        Weights expected = Safetensors.read(whole);
        int killed = 0;
        int ended = 0;
        while (killed < kills || ended == 0) {
            Path checkpoints = folder.resolve("checkpoints" + ended);
            Path out = folder.resolve("out" + ended + ".safetensors");
            while (!Files.exists(out)) {
                Process process = JavaProcess.of(
                                List.of(), KilledTraining.class, engine, checkpoints.toString(), out.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
                boolean lives = killed < kills
                        && !process.waitFor(milliseconds / 3 + random.nextInt(milliseconds), TimeUnit.MILLISECONDS);
                if (lives) {
                    process.destroyForcibly().waitFor();
                    killed++;
                } else {
                    assertThat(process.waitFor())
                            .as(() -> read(folder.resolve("log")))
                            .isZero();
                }
            }
            ended++;
            Weights found = Safetensors.read(out);
            assertThat(found.names()).isEqualTo(expected.names());
            for (String name : expected.names()) {
                assertThat(found.get(name).bytes())
                        .as("%s after %d kills", name, killed)
                        .isEqualTo(expected.get(name).bytes());
            }
        }
    }

    private static String read(Path log) {
        try {
            return Files.readString(log, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return e.toString();
        }
    }
}
