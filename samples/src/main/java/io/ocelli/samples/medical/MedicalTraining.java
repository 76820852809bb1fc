package io.ocelli.samples.medical;

import io.ocelli.Classifier;
import io.ocelli.HeadSpec;
import io.ocelli.Prediction;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Sample;
import io.ocelli.data.Split;
import io.ocelli.decisions.Conformal;
import io.ocelli.dense.MaskEvaluation;
import io.ocelli.dense.MaskFigure;
import io.ocelli.dense.MaskLoss;
import io.ocelli.dense.Segmenter;
import io.ocelli.dense.Unet;
import io.ocelli.engine.Optimizer;
import io.ocelli.image.Image;
import io.ocelli.image.Intensities;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Randomness;
import io.ocelli.medical.DicomFile;
import io.ocelli.medical.MaskCapture;
import io.ocelli.medical.Medical;
import io.ocelli.medical.OperatingPoint;
import io.ocelli.medical.PseudonymKey;
import io.ocelli.medical.SecondReading;
import io.ocelli.medical.custody.Audited;
import io.ocelli.metrics.Bootstrap;
import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.RocArea;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import io.ocelli.transforms.RandomHorizontalFlip;
import io.ocelli.transforms.RandomVerticalFlip;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * From a hospital's folder, as {@link MedicalPhantoms} writes one, to a classifier that is trained, calibrated and audited:
 * {@code MedicalTraining FOLDER OUT [EPOCHS [SEED [TEST_SHARE]]]}. OUT gets the de-identified files, the saved classifier, its
 * audit log, the masks as DICOM, the second reading and a page to look at.
 */
public final class MedicalTraining {
    static final double SPECIFICITY = 0.9;
    static final double COVERAGE = 0.9;

    private static final int RESAMPLES = 2000;

    private static final Unet UNET = Unet.of(1).widths(32, 16, 16);
    private static final List<Float> HALF = List.of(0.5f);

    /** What the eye would never see: tissue from black to white. */
    private static final Intensities TISSUE = Intensities.window(985, 1005);

    private final Split split;
    private final DataSet test;
    private final Setting setting;
    private final int side;

    private MedicalTraining(DataSet pictures, Setting setting) {
        Split rest = pictures.split(1 - setting.testShare(), setting.seed());
        this.test = rest.validation();
        this.split = rest.training().split(0.65, setting.seed() + 1);
        this.setting = setting;
        this.side = pictures.sample(0).source().readWhole().height();
    }

    /**
     * How it is learnt.
     *
     * @param seed of the splits and of the training
     * @param testShare the share of the pictures, by patient, that nothing is learnt from or fitted on
     */
    record Setting(int epochs, int seed, double testShare) {
        static final Setting DEFAULT = new Setting(10, 1, 0.3);

        Setting withEpochs(int epochs) {
            return new Setting(epochs, seed, testShare);
        }
    }

    /**
     * What came of it, on patients that nothing was learnt from or fitted on.
     *
     * @param controls what it is measured against; null where that was left out
     * @param unet area under ROC of the U-Net with a head that learnt from labels and masks
     * @param dice of its masks
     * @param sensitivity at the operating point, of which the specificity was wanted
     * @param specificity at it
     * @param calibrationError of the probabilities, after calibration
     * @param referred the share whose conformal set is not one class: they go to a person
     * @param covered the share whose conformal set holds what is the case
     * @param disagreements of the second reading
     * @param misread of the first reader's errors on these patients those among the disagreements, and how many there are
     */
    record Outcome(
            @Nullable Controls controls,
            RocArea unet,
            double dice,
            double sensitivity,
            double specificity,
            double calibrationError,
            double referred,
            double covered,
            SecondReading disagreements,
            int misread,
            int misreadings) {
        @Override
        public String toString() {
            return String.format(
                    Locale.ROOT,
                    "%sU-Net with head: %s%nDice %.4f%n"
                            + "wanted specificity %.2f: sensitivity %.4f, specificity %.4f%ncalibration error %.4f%n"
                            + "to a person: %.4f, sets that hold what is the case: %.4f%n"
                            + "second reading: %d disagreements, %d of the first reader's %d errors among them",
                    controls == null ? "" : controls,
                    unet,
                    dice,
                    SPECIFICITY,
                    sensitivity,
                    specificity,
                    calibrationError,
                    referred,
                    covered,
                    disagreements.disagreements().size(),
                    misread,
                    misreadings);
        }
    }

    /**
     * Trainings of the same recipe on the same pictures that lack what matters.
     *
     * @param headAlone area under ROC of the backbone with a head that learnt from labels alone
     * @param eightBits the same of the U-Net where the pictures have 8 bits
     * @param gain what the U-Net with a head has more than the head alone, over resamples of patients
     */
    record Controls(RocArea headAlone, RocArea eightBits, Bootstrap gain) {
        @Override
        public String toString() {
            return String.format(
                    "head alone: %s%nU-Net with head, of 8 bits: %s%nmore than the head alone, by patient: %s%n",
                    headAlone, eightBits, gain);
        }
    }

    /** How likely each picture to test is a lesion, by what the U-Net with a head is measured against. */
    private record Rivals(double[] alone, double[] eight) {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 2) {
            System.err.println("Usage: MedicalTraining FOLDER OUT [EPOCHS [SEED [TEST_SHARE]]]");
            System.exit(2);
        }
        Setting setting = new Setting(
                arguments.length > 2 ? Integer.parseInt(arguments[2]) : Setting.DEFAULT.epochs(),
                arguments.length > 3 ? Integer.parseInt(arguments[3]) : Setting.DEFAULT.seed(),
                arguments.length > 4 ? Double.parseDouble(arguments[4]) : Setting.DEFAULT.testShare());
        System.out.println(run(Path.of(arguments[0]), Path.of(arguments[1]), setting, true));
    }

    static Outcome run(Path folder, Path out, Setting setting, boolean controls) throws IOException {
        Readings readings = Readings.deidentify(folder, out.resolve("deidentified"), PseudonymKey.random());
        return new MedicalTraining(readings.pictures(), setting).run(readings, out, controls);
    }

    private Rivals rivals() {
        Objective labels = Objective.labels(Loss.crossEntropy());
        try (Classifier alone = backbone(TISSUE).fit(split.training(), split.validation(), recipe(labels));
                Classifier eight =
                        backbone(null).then(UNET).fit(split.training(), split.validation(), recipe(withMasks()))) {
            return new Rivals(scores(alone), scores(eight));
        }
    }

    private static Objective withMasks() {
        return Objective.labels(Loss.crossEntropy())
                .plus(UNET.objective("mask", MaskLoss.dice().plus(MaskLoss.crossEntropy())));
    }

    private Outcome run(Readings readings, Path out, boolean compared) throws IOException {
        @Nullable Rivals rivals = compared ? rivals() : null;
        Path log = out.resolve("audit.log");
        try (Classifier unet =
                        backbone(TISSUE).then(UNET).fit(split.training(), split.validation(), recipe(withMasks()));
                Classifier calibrated = Medical.strict().calibrated(unet.calibrated(split.validation()));
                Classifier sets = calibrated.withConformalSets(split.validation(), Conformal.lac(COVERAGE));
                Classifier deciding = sets.with(
                        split.validation(), OperatingPoint.atSpecificity(SPECIFICITY, "lesion", Readings.CLASSES));
                Classifier audited = deciding.with(Audited.by("reading room 2", unet, log));
                Segmenter segmenter = Segmenter.open(unet.network())) {
            audited.save(out.resolve("model"));
            double dice = masks(segmenter, out.resolve("masks"));
            SecondReading second = SecondReading.of(audited, readings.firstReader(test));
            second.writeCsv(out.resolve("second-reading.csv"));
            second.writeHtml(out.resolve("second-reading.html"));
            MedicalPage.write(out.resolve("page.html"), audited, segmenter, test, second);
            double[] scores = scores(unet);
            @Nullable
            Controls controls = rivals == null
                    ? null
                    : new Controls(area(rivals.alone), area(rivals.eight), gain(scores, rivals.alone));
            return outcome(controls, area(scores), dice, audited, readings, second);
        }
    }

    /** A small network from scratch, for one channel. */
    private HeadSpec backbone(@Nullable Intensities intensities) {
        Preprocessing eight = new Preprocessing(0, side, side, Interpolation.BILINEAR, HALF, HALF);
        return Classifier.model("resnet20_cifar")
                .inputChannels(1)
                .preprocessing(intensities == null ? eight : eight.withIntensities(intensities))
                .head(Readings.CLASSES);
    }

    private Training recipe(Objective objective) {
        return Training.defaults()
                .epochs(setting.epochs())
                .batchSize(8)
                .optimizer(Optimizer.adamW(3e-3))
                .schedule(Schedule.cosine().warmup(0.05))
                .augmentation(Pipeline.of(new RandomHorizontalFlip(0.5), new RandomVerticalFlip(0.5)))
                .objective(objective)
                .seed(setting.seed() + 2);
    }

    private double[] scores(Classifier classifier) {
        double[] scores = new double[test.size()];
        for (int i = 0; i < scores.length; i++) {
            scores[i] = classifier.classify(test.sample(i).source()).probabilities()[1];
        }
        return scores;
    }

    private RocArea area(double[] scores) {
        return area(scores, IntStream.range(0, scores.length).toArray());
    }

    private RocArea area(double[] scores, int[] pictures) {
        boolean[] ill = new boolean[pictures.length];
        double[] those = new double[pictures.length];
        for (int i = 0; i < pictures.length; i++) {
            ill[i] = test.sample(pictures[i]).label() == 1;
            those[i] = scores[pictures[i]];
        }
        return RocArea.of(ill, those);
    }

    /** The slices of a patient come or stay away together, as they are not independent of each other. */
    private Bootstrap gain(double[] unet, double[] alone) {
        Map<String, List<Integer>> slices = new LinkedHashMap<>();
        for (int i = 0; i < test.size(); i++) {
            slices.computeIfAbsent(Objects.requireNonNull(test.sample(i).group()), patient -> new ArrayList<>())
                    .add(i);
        }
        List<List<Integer>> patients = List.copyOf(slices.values());
        int[][] resamples = new int[RESAMPLES][];
        for (int b = 0; b < RESAMPLES; b++) {
            Randomness random = Randomness.of(setting.seed()).split("patients").split(b);
            resamples[b] = IntStream.range(0, patients.size())
                    .mapToObj(i -> patients.get(random.nextInt(patients.size())))
                    .flatMap(List::stream)
                    .mapToInt(Integer::intValue)
                    .toArray();
        }
        return Bootstrap.of(
                area(unet).value() - area(alone).value(),
                resamples,
                pictures -> area(unet, pictures).value() - area(alone, pictures).value());
    }

    /** Writes what the network sees of each picture as DICOM, and counts it. */
    private double masks(Segmenter segmenter, Path folder) throws IOException {
        Files.createDirectories(folder);
        MaskEvaluation.Accumulator counted = MaskEvaluation.accumulator(Readings.CLASSES);
        for (int i = 0; i < test.size(); i++) {
            Sample sample = test.sample(i);
            Path file = Objects.requireNonNull(sample.source().file());
            Image mask = segmenter.segment(sample.source().readWhole()).mask();
            MaskCapture.of(DicomFile.read(file), mask, Readings.CLASSES).write(folder.resolve(file.getFileName()));
            counted.add(
                    mask,
                    ((Datum.Mask) Objects.requireNonNull(sample.values().get("mask")))
                            .source()
                            .read(),
                    sample.group());
        }
        return counted.evaluation().value(MaskFigure.DICE, 1);
    }

    private Outcome outcome(
            @Nullable Controls controls,
            RocArea unet,
            double dice,
            Classifier audited,
            Readings readings,
            SecondReading second) {
        int[][] called = new int[2][2];
        int referred = 0;
        int covered = 0;
        Evaluation.Accumulator counted = Evaluation.accumulator(Readings.CLASSES);
        for (int i = 0; i < test.size(); i++) {
            int label = test.sample(i).label();
            Prediction prediction = audited.classify(test.sample(i).source());
            List<String> set = prediction.decisions().get(0).labels();
            referred += set.size() == 1 ? 0 : 1;
            covered += set.contains(Readings.CLASSES.get(label)) ? 1 : 0;
            String decided =
                    Objects.requireNonNull(prediction.decision()).labels().get(0);
            called[label][Readings.CLASSES.indexOf(decided)]++;
            counted.add(prediction.probabilities(), label);
        }
        DataSet first = readings.firstReader(test);
        int misreadings = 0;
        int misread = 0;
        for (int i = 0; i < test.size(); i++) {
            int here = i;
            if (first.sample(i).label() != test.sample(i).label()) {
                misreadings++;
                misread += second.disagreements().stream().anyMatch(each -> each.index() == here) ? 1 : 0;
            }
        }
        return new Outcome(
                controls,
                unet,
                dice,
                (double) called[1][1] / (called[1][0] + called[1][1]),
                (double) called[0][0] / (called[0][0] + called[0][1]),
                counted.evaluation().expectedCalibrationError(),
                (double) referred / test.size(),
                (double) covered / test.size(),
                second,
                misread,
                misreadings);
    }
}
