package io.ocelli.benchmarks;

import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.Ranked;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A million predictions of a thousand classes: every figure that counts, and the area under ROC of one class of as many pictures;
 * against scikit-learn where {@code PYTHON} has it. The rows are a thousand, over and over, so that making them costs neither
 * anything; the scores of the one class are all different. Of more than {@value #THEIR_MOST} predictions scikit-learn counts so
 * many, since it takes some 20 bytes a score, and the time is scaled. Ranking is the median of {@value #TIMES} alternating runs.
 * Arguments: the folder of the script, the number of predictions.
 */
final class MetricsTime {
    private static final int CLASSES = 1000;
    private static final int BLOCK = 1000;
    private static final int THEIR_MOST = 200_000;
    private static final int TIMES = 7;

    private MetricsTime() {}

    public static void main(String[] args) throws IOException {
        int predictions = args.length > 1 ? Integer.parseInt(args[1]) : 1_000_000;
        float[][] block = block();
        long start = System.nanoTime();
        List<String> classes = new ArrayList<>();
        for (int c = 0; c < CLASSES; c++) {
            classes.add("class " + c);
        }
        Evaluation.Accumulator counted = Evaluation.accumulator(classes);
        for (int i = 0; i < predictions; i++) {
            counted.add(block[i % BLOCK], label(i));
        }
        Evaluation evaluation = counted.evaluation();
        String figures = String.format(
                Locale.ROOT,
                "accuracy %.6f, top 5 %.6f, balanced %.6f, macro F1 %.6f, kappa %.6f, Matthews %.6f, log loss %.6f",
                evaluation.accuracy(),
                evaluation.top5(),
                evaluation.balancedAccuracy(),
                evaluation.macro().f1(),
                evaluation.cohenKappa(),
                evaluation.matthews(),
                evaluation.logLoss());
        double counting = (System.nanoTime() - start) / 1e9;

        Runtime runtime = Runtime.getRuntime();
        System.out.println(figures);
        System.out.printf(Locale.ROOT, "counting %.1f s, heap at most %d MiB%n", counting, runtime.totalMemory() >> 20);
        float[] scores = new float[predictions];
        boolean[] positive = new boolean[predictions];
        Random random = new Random(2);
        for (int i = 0; i < predictions; i++) {
            scores[i] = random.nextFloat();
            positive[i] = label(i) == 7;
        }
        try (Peer python = Peer.python(Path.of(args[0]).resolve("metrics.py"))) {
            double[] own = new double[TIMES];
            double[] theirs = new double[TIMES];
            for (int time = 0; time < TIMES; time++) {
                start = System.nanoTime();
                double area = Ranked.of(scores, positive).rocAuc().value();
                own[time] = (System.nanoTime() - start) / 1e9;
                if (time == 0) {
                    System.out.printf(Locale.ROOT, "area of one class %.6f, the first time in %.3f s%n", area, own[0]);
                }
                theirs[time] = python == null ? Double.NaN : python.milliseconds("rank " + predictions) / 1e3;
            }
            double ranking = median(own);
            System.out.printf(Locale.ROOT, "ranking one class %.3f s%n", ranking);
            if (python != null) {
                int some = Math.min(predictions, THEIR_MOST);
                double theirCounting = python.milliseconds("count " + some) / 1e3 * predictions / some;
                System.out.printf(
                        Locale.ROOT,
                        "%s: counting %.1f s%s, ratio %.3f; ranking %.3f s, ratio %.3f%n",
                        python.name(),
                        theirCounting,
                        some < predictions ? " (of " + some + ", scaled)" : "",
                        counting / theirCounting,
                        median(theirs),
                        ranking / median(theirs));
            }
        }
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }

    /** Probabilities; those of the script are others of the same kind. */
    private static float[][] block() {
        float[][] block = new float[BLOCK][CLASSES];
        Random random = new Random(1);
        for (float[] row : block) {
            double sum = 0;
            for (int c = 0; c < CLASSES; c++) {
                row[c] = (float) Math.exp(2 * random.nextGaussian());
                sum += row[c];
            }
            for (int c = 0; c < CLASSES; c++) {
                row[c] /= (float) sum;
            }
        }
        return block;
    }

    private static int label(int i) {
        return (int) (i * 2654435761L % CLASSES);
    }
}
