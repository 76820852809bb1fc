package io.ocelli.samples;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.explanation.Anomalies;
import io.ocelli.explanation.AnomalyDetector;
import io.ocelli.explanation.Explainer;
import io.ocelli.explanation.HeatMap;
import io.ocelli.explanation.PerRegionOverlap;
import io.ocelli.image.Image;
import io.ocelli.metrics.RocArea;
import io.ocelli.model.Network;
import io.ocelli.samples.surfaces.Specimen;
import io.ocelli.samples.surfaces.Surfaces;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Finds defects of surfaces without an example of one: PatchCore sees clean surfaces alone, on a frozen EfficientNet-Lite0 whose
 * weights are inside a jar, and says then of others how unusual they are, and where:
 * {@code Inspection [SHEET.png [CLEAN [OF_EACH [SEEDS]]]]}. How well it does so is counted by what the renderer knows.
 */
public final class Inspection {
    private static final double FALSE_ALARMS = 0.05;
    /** AUPRO's usual limit of false positives. */
    private static final double LIMIT = 0.3;

    private static final int SHOWN_OF_EACH = 3;
    private static final int SIDE = 224;

    private Inspection() {}

    /**
     * What came of one seed.
     *
     * @param auroc how well a picture's score tells defective surfaces from clean ones
     * @param aupro how well the maps show where defects are
     * @param falseAlarms the share of clean pictures, not seen before, that are called anomalous
     * @param found the share of the defective pictures that are called so
     * @param fitSeconds the time of the fit, the backbone's features included
     * @param milliseconds the time of one picture, from its pixels to its score
     */
    record Outcome(
            double auroc, double aupro, double falseAlarms, double found, double fitSeconds, double milliseconds) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "AUROC %.4f, AUPRO %.4f; %.1f %% of clean called anomalous, %.1f %% of defects found;"
                            + " fitted in %.1f s, %.1f ms a picture",
                    auroc,
                    aupro,
                    100 * falseAlarms,
                    100 * found,
                    fitSeconds,
                    milliseconds);
        }
    }

    public static void main(String[] arguments) throws IOException {
        Path sheet = Path.of(arguments.length > 0 ? arguments[0] : "inspection.png");
        int clean = number(arguments, 1, 300);
        int ofEach = number(arguments, 2, 20);
        int seeds = number(arguments, 3, 3);
        Network backbone;
        try (Classifier lite0 = Classifier.efficientnetLite0().pretrained().open()) {
            backbone = lite0.network();
        }
        ContactSheet shown = new ContactSheet(6, SIDE);
        for (int seed = 1; seed <= seeds; seed++) {
            System.out.printf("Seed %d: %s%n", seed, inspect(backbone, clean, ofEach, seed, seed == 1 ? shown : null));
        }
        shown.write(sheet);
        System.out.println("A contact sheet is in " + sheet);
    }

    private static int number(String[] arguments, int index, int otherwise) {
        return arguments.length > index ? Integer.parseInt(arguments[index]) : otherwise;
    }

    /**
     * Renders, fits and counts.
     *
     * @param clean pictures that are learnt from; a quarter as many more set the threshold
     * @param ofEach pictures of each class that are inspected
     * @param sheet where the maps of some are added, or null
     */
    static Outcome inspect(Network backbone, int clean, int ofEach, long seed, @Nullable ContactSheet sheet) {
        DataSet normal = Surfaces.clean(clean, 3 * seed);
        DataSet others = Surfaces.clean(Math.max(1, clean / 4), 3 * seed + 1);
        List<Specimen> specimens = Surfaces.specimens(ofEach, 3 * seed + 2);

        long started = System.nanoTime();
        AnomalyDetector detector =
                Anomalies.patchCore(backbone).falseAlarms(FALSE_ALARMS).fit(normal, others);
        double fitSeconds = (System.nanoTime() - started) / 1e9;

        DataSet inspected = DataSet.of(
                specimens.stream().map(Specimen::picture).toList(),
                specimens.stream().map(Specimen::label).toArray(String[]::new));
        started = System.nanoTime();
        double[] scores = detector.scores(inspected);
        double milliseconds = (System.nanoTime() - started) / 1e6 / scores.length;

        List<float[]> maps = maps(detector, specimens, scores, sheet);
        boolean[] defective = new boolean[scores.length];
        int alarms = 0;
        int found = 0;
        for (int i = 0; i < scores.length; i++) {
            defective[i] = !specimens.get(i).clean();
            boolean called = scores[i] > detector.threshold();
            alarms += called && !defective[i] ? 1 : 0;
            found += called && defective[i] ? 1 : 0;
        }
        return new Outcome(
                RocArea.of(defective, scores).value(),
                PerRegionOverlap.of(
                                maps,
                                specimens.stream().map(Specimen::defective).toList(),
                                SIDE)
                        .area(LIMIT),
                (double) alarms / ofEach,
                (double) found / (scores.length - ofEach),
                fitSeconds,
                milliseconds);
    }

    private static List<float[]> maps(
            AnomalyDetector detector, List<Specimen> specimens, double[] scores, @Nullable ContactSheet sheet) {
        List<HeatMap> maps = new ArrayList<>();
        try (Explainer explainer = detector.explanation().open()) {
            specimens.forEach(specimen -> maps.add(explainer.of(specimen.picture())));
        }
        if (sheet != null) {
            double full = maps.stream().mapToDouble(HeatMap::largest).max().orElse(1);
            int shown = Math.min(specimens.size(), 6 * SHOWN_OF_EACH);
            for (int from = 0; from < shown; from += 6) {
                for (int i = from; i < from + 6; i++) {
                    sheet.add(specimens.get(i).picture(), specimens.get(i).label());
                }
                for (int i = from; i < from + 6; i++) {
                    Image overlay = maps.get(i).overlay(specimens.get(i).picture(), full);
                    String said = scores[i] > detector.threshold() ? "anomalous" : "normal";
                    sheet.add(
                            overlay,
                            String.format(
                                    Locale.ROOT, "%s, %.2f of the threshold", said, scores[i] / detector.threshold()));
                }
            }
        }
        return maps.stream().map(HeatMap::overPicture).toList();
    }
}
