package io.ocelli;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A trained model on an engine. */
final class GraphNetwork implements Network {
    private static final int LOGITS = 0;
    private static final int PROBABILITIES = 1;

    private final TrainedModel model;
    private final Where where;
    private final Engine engine;
    private final Runners<Runner> classification;
    private @Nullable Runner features;
    private @Nullable Runner stages;
    private boolean closed;

    GraphNetwork(TrainedModel model, Where where) {
        this.model = model;
        this.where = where;
        this.engine = Placement.forInference(where.engine(), where.device());
        this.classification = new Runners<>(
                where.preset(),
                engine.presets(),
                preset -> engine.open(
                        NetworkPrograms.classification(model.architecture(), model.preprocessing()),
                        model.weights(),
                        where.device(),
                        preset));
    }

    /**
     * Lets the engine start while the caller reads weights: about half of the time to the first prediction. What fails here
     * is told by the constructor.
     */
    static void prepare(Where where) {
        Thread thread = new Thread(
                () -> {
                    try {
                        Placement.forInference(where.engine(), where.device()).prepare();
                    } catch (RuntimeException | LinkageError e) {
                        LoggerFactory.getLogger(GraphNetwork.class).debug("The engine did not start ahead", e);
                    }
                },
                "ocelli-prepare");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public String engine() {
        return engine.name();
    }

    @Override
    public Scores run(Tensor pixels) {
        return scores(classification.run(ImmutableList.of(pixels)));
    }

    @Override
    public Scores runAmongMany(Tensor pixels) {
        return scores(classification.runAmongMany(ImmutableList.of(pixels)));
    }

    private static Scores scores(List<Tensor> outputs) {
        return new Scores(outputs.get(LOGITS), outputs.get(PROBABILITIES));
    }

    @Override
    public Tensor features(Tensor pixels) {
        return runner(true).run(ImmutableList.of(pixels)).get(0);
    }

    @Override
    public List<Tensor> stages(Tensor pixels) {
        return runner(false).run(ImmutableList.of(pixels));
    }

    /** Opened when first asked for. */
    private synchronized Runner runner(boolean ofFeatures) {
        if (closed) {
            throw new IllegalStateException(Serving.CLOSED);
        }
        Runner runner = ofFeatures ? features : stages;
        if (runner == null) {
            Program program = ofFeatures
                    ? NetworkPrograms.features(model.architecture(), model.preprocessing())
                    : NetworkPrograms.stages(model.architecture(), model.preprocessing());
            runner = engine.open(program, model.weights(), where.device(), where.preset());
            if (ofFeatures) {
                features = runner;
            } else {
                stages = runner;
            }
        }
        return runner;
    }

    @Override
    public void close() {
        classification.close();
        synchronized (this) {
            closed = true;
            if (features != null) {
                features.close();
            }
            if (stages != null) {
                stages.close();
            }
        }
    }
}
