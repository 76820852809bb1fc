package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.compression.CalibrationMethod;
import io.ocelli.compression.Quantization;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.data.ImageSource;
import io.ocelli.decisions.Cascade;
import io.ocelli.decisions.LabelledScores;
import io.ocelli.decisions.OutlierScore;
import io.ocelli.engine.Preset;
import io.ocelli.image.Image;
import io.ocelli.serving.CascadeTally;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * A ResNet-20, in float32 and in int8, with a ResNet-56 behind it on CIFAR-10: the threshold is chosen on one half of the test
 * pictures, accuracy and time are measured on the other, picture by picture on one thread, in interleaved pairs. Arguments: a
 * folder of CIFAR-10's test pictures, the weights of the small and of the large network, and how many pictures each pair
 * classifies.
 */
final class CascadeTime {
    /** What may be lost on the half by which the threshold is chosen. */
    private static final double LOSS = 0.002;

    private static final int PAIRS = 10;
    private static final int TIMED = 500;
    private static final int CALIBRATION = 200;

    private CascadeTime() {}

    public static void main(String[] args) {
        DataSet test = ImageFolder.of(Path.of(args[0]));
        int timed = args.length > 3 ? Integer.parseInt(args[3]) : TIMED;
        int[][] halves = halves(test.size());
        DataSet held = test.subset(halves[0]);
        DataSet rest = test.subset(halves[1]);
        DataSet seen = held.subset(
                IntStream.range(0, Math.min(CALIBRATION, held.size())).toArray());
        try (Classifier small = network("resnet20_cifar", args[1], test.classes());
                Classifier whole = small.apply(Quantization.of(seen).method(CalibrationMethod.percentile()));
                Classifier large = network("resnet56_cifar", args[2], test.classes())) {
            measure("float32", small, large, held, rest, timed);
            measure("int8", whole, large, held, rest, timed);
        }
    }

    private static void measure(
            String precision, Classifier small, Classifier large, DataSet held, DataSet rest, int timed) {
        LabelledScores smallHeld = small.scores(held);
        LabelledScores largeHeld = large.scores(held);
        LabelledScores smallRest = small.scores(rest);
        LabelledScores largeRest = large.scores(rest);
        System.out.printf(
                Locale.ROOT,
                "the small one in %s, on %d pictures: small %.2f %%, large %.2f %%%n",
                precision,
                rest.size(),
                100 * smallRest.evaluation(rest.classes()).accuracy(),
                100 * largeRest.evaluation(rest.classes()).accuracy());
        Map<String, OutlierScore> scores = new TreeMap<>(Map.of(
                "confidence", OutlierScore.msp(),
                "margin", OutlierScore.margin(),
                "entropy", OutlierScore.entropy()));
        scores.forEach((name, score) -> {
            Cascade rule = Cascade.by(score).losing(LOSS, smallHeld, largeHeld);
            System.out.printf(
                    Locale.ROOT,
                    "by %s from %.4f, chosen at %.2f %% where the large one has %.2f %%: %.2f %%, %.1f %% went on%n",
                    name,
                    rule.least(),
                    100 * rule.accuracy(smallHeld, largeHeld),
                    100 * largeHeld.evaluation(rest.classes()).accuracy(),
                    100 * rule.accuracy(smallRest, largeRest),
                    100 * rule.share(smallRest));
        });
        Cascade rule = Cascade.by(OutlierScore.margin()).losing(LOSS, smallHeld, largeHeld);
        List<Image> pictures = IntStream.range(0, Math.min(timed, rest.size()))
                .mapToObj(i -> rest.sample(i).source().read())
                .toList();
        CascadeTally tally = new CascadeTally();
        try (Classifier cascade = Classifier.cascade(rule, small, large, tally)) {
            Pairs pairs = Pairs.measure(PAIRS, () -> each(cascade, pictures), () -> each(large, pictures));
            System.out.println(pairs.row("the cascade, and the large network alone, " + pictures.size()));
            System.out.println(tally);
        }
    }

    private static void each(Classifier classifier, List<Image> pictures) {
        for (Image picture : pictures) {
            classifier.classify(ImageSource.of(picture));
        }
    }

    private static Classifier network(String name, String weights, List<String> labels) {
        return Classifier.model(name)
                .weights(Path.of(weights))
                .labels(labels)
                .serving(Preset.THROUGHPUT)
                .open();
    }

    private static int[][] halves(int size) {
        int[] order = IntStream.range(0, size).toArray();
        Random random = new Random(0);
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return new int[][] {Arrays.copyOf(order, size / 2), Arrays.copyOfRange(order, size / 2, size)};
    }
}
