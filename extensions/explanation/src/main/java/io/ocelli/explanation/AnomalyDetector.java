package io.ocelli.explanation;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.saving.SavedModel;
import io.ocelli.saving.TrainedModel;
import io.ocelli.serving.Answering;
import io.ocelli.weights.LoadReport;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was fitted by {@link Anomalies}: a network of the two classes {@link #LABELS}, saved, loaded, served and exported as any
 * other. Its node {@code anomaly.map} is how unusual each place is. A value.
 *
 * @param network from pictures to the logits of the two
 * @param threshold the score above which a picture is anomalous
 */
public record AnomalyDetector(Network network, double threshold) {
    /** The names of the classes, by index. */
    public static final List<String> LABELS = ImmutableList.of("normal", "anomalous");

    /** The maps of pictures. */
    public Explanation explanation() {
        return Explain.by(Method.anomaly(), network, LABELS);
    }

    /**
     * How unusual each picture is: anomalous above the {@link #threshold}, and in units of its method.
     *
     * @throws io.ocelli.error.ImageException if one cannot be read
     */
    public double[] scores(DataSet pictures) {
        return scores(network, pictures, null);
    }

    static double[] scores(Network network, DataSet pictures, @Nullable String engine) {
        Architecture architecture = network.architecture();
        Graph graph = architecture.graph().only(AnomalyGraph.SCORE);
        Program program = new Program(
                graph, ImmutableMap.of(Architecture.INPUT, architecture.input().shape()));
        Seeing seeing = new Seeing(network.preprocessing());
        double[] scores = new double[pictures.size()];
        try (Runner runner =
                Placement.forInference(engine, program, Device.CPU).open(program, network.weights(), Device.CPU)) {
            for (int i = 0; i < scores.length; i++) {
                scores[i] = Logits.result(
                                runner.run(ImmutableMap.of(
                                        Architecture.INPUT,
                                        seeing.input(pictures.sample(i).source()))),
                                AnomalyGraph.SCORE)
                        .toFloats()[0];
            }
        }
        return scores;
    }

    /**
     * Saves it as a classifier, which {@code Classifier.load(folder)} opens.
     *
     * @param folder is made where it is missing
     * @throws io.ocelli.error.WeightsException if it cannot be written
     */
    public void save(Path folder) {
        SavedModel.save(
                new TrainedModel(
                        network.architecture(),
                        network.weights(),
                        network.preprocessing(),
                        LABELS,
                        Answering.PLAIN,
                        LoadReport.none()),
                folder);
    }

    @Override
    public String toString() {
        return network.architecture().name() + ", threshold " + threshold;
    }
}
