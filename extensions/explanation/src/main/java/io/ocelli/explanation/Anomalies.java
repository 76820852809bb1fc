package io.ocelli.explanation;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.DataSet;
import io.ocelli.decisions.Outliers;
import io.ocelli.engine.Device;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finding what is unlike normal pictures, without examples of it: a frozen backbone's stages are remembered of normal pictures, and
 * others are compared with them place by place.
 *
 * <pre>{@code
 * AnomalyDetector surfaces = Anomalies.patchCore(classifier.network()).fit(normal, moreOfThem);
 * surfaces.save(folder);
 * try (Classifier inspector = Classifier.load(folder)) {
 *     Prediction found = inspector.classify(picture); // normal or anomalous
 *     HeatMap where = Explain.by(Method.anomaly(), inspector).of(picture);
 * }
 * }</pre>
 *
 * <p>A value; only {@link #fit} computes. Safe for any number of threads.
 *
 * @param backbone the frozen network
 * @param stages the names of its stages that are looked at, from the largest maps to the smallest
 * @param memory what is remembered
 * @param falseAlarms the wanted share of normal pictures that are called anomalous, 0 to below 1
 * @param engine the name of the engine that fits, or null for the fastest
 */
public record Anomalies(
        Network backbone,
        List<String> stages,
        AnomalyMethod memory,
        double falseAlarms,
        @Nullable String engine) {
    /** Its share of false alarms, where none is asked for. */
    private static final double FALSE_ALARMS = 0.05;

    /**
     * @throws IllegalArgumentException if there is no stage, one is not the network's, or the share is not that
     */
    public Anomalies {
        stages = ImmutableList.copyOf(stages);
        Architecture architecture = backbone.architecture();
        if (stages.isEmpty() || !architecture.stages().keySet().containsAll(stages)) {
            throw new IllegalArgumentException("Anomalies are looked for in at least one of the stages "
                    + architecture.stages().keySet() + ", received " + stages);
        }
        if (!(falseAlarms >= 0 && falseAlarms < 1)) {
            throw new IllegalArgumentException(
                    "A wanted share of false alarms is 0 or more and below 1, received " + falseAlarms);
        }
    }

    /** By a method, at the last stages of an eighth and a sixteenth of the picture's side, or what is nearest to that. */
    public static Anomalies of(Network backbone, AnomalyMethod memory) {
        return new Anomalies(backbone, middle(backbone.architecture()), memory, FALSE_ALARMS, null);
    }

    /** {@link AnomalyMethod#patchCore()}. */
    public static Anomalies patchCore(Network backbone) {
        return of(backbone, AnomalyMethod.patchCore());
    }

    /** {@link AnomalyMethod#padim()}. */
    public static Anomalies padim(Network backbone) {
        return of(backbone, AnomalyMethod.padim());
    }

    /** {@link AnomalyMethod#nearestPictures()}. */
    public static Anomalies nearestPictures(Network backbone) {
        return of(backbone, AnomalyMethod.nearestPictures());
    }

    private static List<String> middle(Architecture architecture) {
        List<String> chosen = new ArrayList<>();
        int side = architecture.input().height();
        for (int part = 8; part <= 16; part *= 2) {
            String nearest = null;
            double least = Double.POSITIVE_INFINITY;
            for (String stage : architecture.stages().keySet()) {
                int height = Place.of(architecture, AnomalyGraph.end(architecture, stage))
                        .height();
                double off = Math.abs(Math.log((double) side / part / height));
                if (off <= least) { // the last of a size knows most
                    nearest = stage;
                    least = off;
                }
            }
            if (nearest != null && !chosen.contains(nearest)) {
                chosen.add(nearest);
            }
        }
        return chosen;
    }

    /**
     * Looking at other stages.
     *
     * @throws IllegalArgumentException if there is none, or one is not the network's
     */
    public Anomalies stages(String... names) {
        return new Anomalies(backbone, ImmutableList.copyOf(names), memory, falseAlarms, engine);
    }

    /**
     * With another share of false alarms.
     *
     * @throws IllegalArgumentException if it is not 0 or more and below 1
     */
    public Anomalies falseAlarms(double share) {
        return new Anomalies(backbone, stages, memory, share, engine);
    }

    /** On an engine by name: {@code pytorch}, {@code onnxruntime}. */
    public Anomalies engine(String name) {
        return new Anomalies(backbone, stages, memory, falseAlarms, name);
    }

    /**
     * Remembers normal pictures, and chooses the threshold by others.
     *
     * @param normal at least two
     * @param others normal ones, too, that are not among them, at least one; the more, the surer is the share of false alarms
     * @throws IllegalArgumentException if there are fewer
     * @throws io.ocelli.error.ImageException if one cannot be read
     * @throws io.ocelli.error.EngineException if no engine runs the network
     */
    public AnomalyDetector fit(DataSet normal, DataSet others) {
        if (normal.size() < 2 || others.size() < 1) {
            throw new IllegalArgumentException(
                    "Anomalies are told from at least 2 normal pictures, and the threshold from"
                            + " at least 1 more, received " + normal.size() + " and " + others.size());
        }
        AnomalyGraph graph = new AnomalyGraph(backbone.architecture(), stages);
        AnomalyMemory kept = graph.remembered(this, normal);
        Network unscaled = graph.network(backbone, kept, 0, 1);
        double[] scores = AnomalyDetector.scores(unscaled, others, engine);
        double[] alike = new double[scores.length];
        double mean = 0;
        for (int i = 0; i < scores.length; i++) {
            alike[i] = -scores[i];
            mean += scores[i] / scores.length;
        }
        double threshold = -Outliers.threshold(alike, 1 - falseAlarms);
        double variance = 0;
        for (double score : scores) {
            variance += (score - mean) * (score - mean) / scores.length;
        }
        // A logit for each deviation of normal pictures; a hundredth of the threshold where they do not deviate.
        double unit = Math.max(Math.sqrt(variance), Math.max(Math.abs(threshold) / 100, 1e-6));
        return new AnomalyDetector(graph.network(backbone, kept, threshold, unit), threshold);
    }

    /** The device of the fit. */
    Device device() {
        return Device.CPU;
    }
}
