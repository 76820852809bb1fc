package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.data.Sample;
import io.ocelli.data.Split;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent.Began;
import io.ocelli.training.TrainingEvent.EpochEnded;
import io.ocelli.training.TrainingEvent.FeaturesComputed;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A head that learns from the features of many pictures: in a heap that has no room for them, so that they lie on the disk, and in
 * one that has. How long it takes to compute them, and an epoch from them, and the most memory that the process had; that both
 * learn the same is required. Arguments: a folder of training pictures, which are taken again until there are enough; how many
 * (100000), the model (efficientnet_lite0), the side of its pictures (96).
 */
final class CachedFeatures {
    private static final int EPOCHS = 4;

    private CachedFeatures() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        Path train = Path.of(args[0]);
        int count = args.length > 1 ? Integer.parseInt(args[1]) : 100_000;
        String model = args.length > 2 ? args[2] : "efficientnet_lite0";
        int side = args.length > 3 ? Integer.parseInt(args[3]) : 96;
        if (args.length > 4) {
            learn(train, count, model, side);
            return;
        }
        List<String> losses = new ArrayList<>();
        for (String heap : List.of("512m", "4g")) {
            List<String> said = FreshJvm.run(
                    List.of("-Xmx" + heap),
                    CachedFeatures.class,
                    args[0],
                    Integer.toString(count),
                    model,
                    Integer.toString(side),
                    "child");
            System.out.println("heap " + heap + ": " + said.get(said.size() - 1));
            losses.add(said.get(said.size() - 2));
        }
        if (!losses.get(0).equals(losses.get(1))) {
            throw new IllegalStateException("Features on the disk are those in memory, and the losses were " + losses);
        }
    }

    private static void learn(Path folder, int count, String model, int side) throws IOException {
        Split split = ImageFolder.of(folder).split(0.98, 0);
        DataSet pictures = split.training();
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(pictures.sample(i % pictures.size()));
        }
        long start = System.nanoTime();
        long[] last = {start};
        List<Double> epochs = new ArrayList<>();
        double[] computing = {0};
        StringBuilder losses = new StringBuilder("losses");
        Training recipe = Training.defaults()
                .epochs(EPOCHS)
                .batchSize(256)
                .seed(0)
                .listener((event, session) -> {
                    if (event instanceof Began began && !began.cached()) {
                        throw new IllegalStateException("The features of a frozen backbone are computed once");
                    }
                    if (event instanceof FeaturesComputed) {
                        last[0] = System.nanoTime();
                        computing[0] = (last[0] - start) / 1e9;
                    }
                    if (event instanceof EpochEnded ended) {
                        epochs.add((System.nanoTime() - last[0]) / 1e9);
                        last[0] = System.nanoTime();
                        losses.append(' ').append(ended.epoch().trainingLoss());
                    }
                });
        try (Classifier learnt = Classifier.model(model)
                .pretrained()
                .inputSize(side, side)
                .freezeBackbone()
                .head(pictures.classes())
                .fit(DataSet.of(pictures.classes(), samples), split.validation(), recipe)) {
            System.out.println(losses);
            System.out.printf(
                    Locale.ROOT,
                    "%d pictures of %d x %d, %s, %d classes: features %.1f s, an epoch %.2f s, at most %.0f MiB resident%n",
                    count,
                    side,
                    side,
                    model,
                    learnt.labels().size(),
                    computing[0],
                    epochs.stream().skip(1).mapToDouble(each -> each).average().orElse(Double.NaN),
                    Resident.most());
        }
    }
}
