package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.data.ImageSource;
import io.ocelli.decisions.Calibration;
import io.ocelli.decisions.Conformal;
import io.ocelli.decisions.ConformalSets;
import io.ocelli.decisions.FeatureScore;
import io.ocelli.decisions.LabelledScores;
import io.ocelli.decisions.Mahalanobis;
import io.ocelli.decisions.NearestNeighbours;
import io.ocelli.decisions.OutlierScore;
import io.ocelli.decisions.Outliers;
import io.ocelli.image.Interpolation;
import io.ocelli.metrics.Evaluation;
import io.ocelli.serving.Temperature;
import io.ocelli.serving.Tta;
import io.ocelli.transforms.Resize;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What decisions make of a CIFAR ResNet-20: calibration error before and after a temperature, coverage and size of conformal sets
 * (means over ten halves of the test pictures), what test-time augmentation gives, and how well each score tells photos of another
 * kind. Arguments: the weights, a folder of CIFAR-10's test pictures, one of other photos.
 */
final class DecisionTable {
    private static final int SPLITS = 10;
    private static final double COVERAGE = 0.9;
    private static final int SIDE = 32;

    private DecisionTable() {}

    public static void main(String[] args) {
        DataSet test = ImageFolder.of(Path.of(args[1]));
        DataSet others = ImageFolder.of(Path.of(args[2]));
        try (Classifier classifier = Classifier.model("resnet20_cifar")
                .weights(Path.of(args[0]))
                .labels(test.classes())
                .open()) {
            LabelledScores scores = classifier.scores(test);
            System.out.println("| what | figure |\n|---|---|");
            row("accuracy", "%.2f %%", 100 * scores.evaluation(test.classes()).accuracy());
            calibration(test, scores);
            for (Map.Entry<String, Conformal> sets : Map.of(
                            "LAC", Conformal.lac(COVERAGE),
                            "APS", Conformal.aps(COVERAGE),
                            "RAPS", Conformal.raps(COVERAGE, 0.05, 2),
                            "LAC of each class", Conformal.mondrian(COVERAGE))
                    .entrySet()) {
                conformal(sets.getKey(), sets.getValue(), test, scores);
            }
            augmentation(classifier, test);
            outliers(classifier, test, scores, others);
        }
    }

    private static void row(String what, String format, Object... figures) {
        System.out.println("| " + what + " | " + String.format(Locale.ROOT, format, figures) + " |");
    }

    private static void calibration(DataSet test, LabelledScores scores) {
        double before = 0;
        double after = 0;
        double temperature = 0;
        for (int split = 0; split < SPLITS; split++) {
            int[][] halves = halves(test.size(), split);
            Temperature fitted = (Temperature) Calibration.temperature().of(part(scores, halves[0], 1));
            before += part(scores, halves[1], 1).evaluation(test.classes()).expectedCalibrationError();
            after += part(scores, halves[1], fitted.temperature())
                    .evaluation(test.classes())
                    .expectedCalibrationError();
            temperature += fitted.temperature();
        }
        row(
                "calibration error before and after a temperature",
                "%.2f %%, %.2f %% at %.3f",
                100 * before / SPLITS,
                100 * after / SPLITS,
                temperature / SPLITS);
    }

    private static void conformal(String name, Conformal sets, DataSet test, LabelledScores scores) {
        double held = 0;
        double size = 0;
        for (int split = 0; split < SPLITS; split++) {
            int[][] halves = halves(test.size(), split);
            ConformalSets fitted = sets.of(part(scores, halves[0], 1));
            LabelledScores rest = part(scores, halves[1], 1);
            for (int i = 0; i < rest.size(); i++) {
                int label = rest.label(i);
                int[] set = fitted.set(rest.probabilities(i));
                held += IntStream.of(set).anyMatch(c -> c == label) ? 1.0 / rest.size() : 0;
                size += (double) set.length / rest.size();
            }
        }
        row("sets by " + name + " for 90 %: coverage, mean size", "%.2f %%, %.3f", 100 * held / SPLITS, size / SPLITS);
    }

    private static void augmentation(Classifier classifier, DataSet test) {
        try (Classifier flipped = classifier.withTestTimeAugmentation(Tta.flip())) {
            row(
                    "accuracy with the mirror image",
                    "%.2f %%",
                    100 * flipped.evaluate(test).accuracy());
        }
    }

    private static void outliers(Classifier classifier, DataSet test, LabelledScores scores, DataSet others) {
        List<ImageSource> strangers = IntStream.range(0, others.size())
                .mapToObj(i -> ImageSource.of(Resize.to(SIDE, SIDE, Interpolation.BILINEAR)
                        .apply(others.sample(i).source().read())))
                .toList();
        double[][] logits = strangers.stream()
                .map(classifier::logits)
                .map(DecisionTable::doubles)
                .toArray(double[][]::new);
        LabelledScores strange = LabelledScores.of(logits, new int[logits.length]);
        int[][] halves = halves(test.size(), 0);
        LabelledScores known = part(scores, halves[1], 1);
        Map<String, OutlierScore> byOutput = new LinkedHashMap<>();
        byOutput.put("MSP", OutlierScore.msp());
        byOutput.put("max-logit", OutlierScore.maxLogit());
        byOutput.put("energy", OutlierScore.energy(1));
        byOutput.put("entropy", OutlierScore.entropy());
        byOutput.put("GEN", OutlierScore.gen());
        byOutput.forEach((name, score) -> strangers(name, each(known, score), each(strange, score)));

        float[][] fitted = classifier.features(test.subset(halves[0]));
        float[][] inside = classifier.features(test.subset(halves[1]));
        float[][] outside = strangers.stream().map(classifier::features).toArray(float[][]::new);
        int[] labels = test.subset(halves[0]).labels();
        Map<String, FeatureScore> byFeatures = new LinkedHashMap<>();
        byFeatures.put("Mahalanobis", Mahalanobis.fit(fitted, labels));
        byFeatures.put("50th neighbour", NearestNeighbours.fit(fitted, 50));
        byFeatures.forEach((name, score) -> strangers(name, each(inside, score::of), each(outside, score::of)));
    }

    private static void strangers(String name, double[] known, double[] strange) {
        Evaluation.Accumulator ranked = Evaluation.accumulator(List.of("strange", "known"));
        double scale = Math.max(Arrays.stream(known).map(Math::abs).max().orElse(1), 1);
        for (double score : known) {
            ranked.add(new float[] {0, (float) (score / scale)}, 1);
        }
        for (double score : strange) {
            ranked.add(new float[] {0, (float) (score / scale)}, 0);
        }
        double threshold = Outliers.threshold(known, 0.95);
        double accepted =
                Arrays.stream(strange).filter(score -> score >= threshold).count();
        row(
                "other photos by " + name + ": area under ROC, false positives at 95 %",
                "%.2f %%, %.1f %%",
                100 * ranked.evaluation().rocAuc(1),
                100 * accepted / strange.length);
    }

    private static double[] each(LabelledScores scores, OutlierScore score) {
        return IntStream.range(0, scores.size())
                .mapToDouble(i -> score.of(scores.logits(i), scores.probabilities(i)))
                .toArray();
    }

    private static double[] each(float[][] features, ToDoubleFunction<float[]> score) {
        return Arrays.stream(features).mapToDouble(score).toArray();
    }

    private static int[][] halves(int size, int seed) {
        int[] order = new int[size];
        Arrays.setAll(order, i -> i);
        java.util.Random random = new java.util.Random(seed);
        for (int i = size - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            int kept = order[i];
            order[i] = order[j];
            order[j] = kept;
        }
        return new int[][] {Arrays.copyOf(order, size / 2), Arrays.copyOfRange(order, size / 2, size)};
    }

    private static LabelledScores part(LabelledScores scores, int[] indexes, double temperature) {
        double[][] logits = new double[indexes.length][];
        int[] labels = new int[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            logits[i] = Arrays.stream(scores.logits(indexes[i]))
                    .map(z -> z / temperature)
                    .toArray();
            labels[i] = scores.label(indexes[i]);
        }
        return LabelledScores.of(logits, labels);
    }

    private static double[] doubles(float[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }
}
