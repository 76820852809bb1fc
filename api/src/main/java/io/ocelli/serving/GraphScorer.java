package io.ocelli.serving;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import io.ocelli.engine.Placed;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.model.Scoring;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** A network on an engine. */
final class GraphScorer implements PixelScorer {
    private static final int LOGITS = 0;
    private static final int PROBABILITIES = 1;

    private final Architecture architecture;
    private final Weights weights;
    private final ServingTarget target;
    private final Placed placed;
    private final Program program;
    private final Supplier<Program> featuresProgram;
    private final Supplier<Program> stagesProgram;
    private final Runners<Runner> classification;
    private @Nullable Runner features;
    private @Nullable Runner stages;
    private boolean closed;

    GraphScorer(
            Architecture architecture,
            Weights weights,
            Preprocessing preprocessing,
            Scoring scoring,
            ServingTarget target) {
        this.architecture = architecture;
        this.weights = weights;
        this.target = target;
        this.program = NetworkPrograms.classification(architecture, preprocessing, scoring, 1);
        this.placed = target.place(program, weights);
        this.featuresProgram = Suppliers.memoize(() -> NetworkPrograms.features(architecture, preprocessing));
        this.stagesProgram = Suppliers.memoize(() -> NetworkPrograms.stages(architecture, preprocessing));
        this.classification =
                new Runners<>(target.preset(), placed.engine().presets(), preset -> open(program, preset));
    }

    /**
     * Lets the engine start while the caller reads weights: about half of the time to the first prediction. What fails here
     * is told by the constructor.
     */
    static void prepare(ServingTarget target) {
        if (target.isMeasured()) {
            return; // which one it will be, only the weights tell
        }
        Thread thread = new Thread(
                () -> {
                    try {
                        target.first().prepare();
                    } catch (RuntimeException | LinkageError e) {
                        LoggerFactory.getLogger(GraphScorer.class).debug("The engine did not start ahead", e);
                    }
                },
                "ocelli-prepare");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public String engine() {
        return placed.engine().name();
    }

    @Override
    public String placement() {
        return placed.toString();
    }

    private Runner open(Program asked, Preset preset) {
        return placed.engine().open(asked, weights, target.device(), preset, placed.precision());
    }

    @Override
    public Map<String, Shape> company() {
        return architecture.company();
    }

    @Override
    public Outputs run(Map<String, Tensor> inputs) {
        return scores(classification.run(ordered(program, inputs)));
    }

    @Override
    public Outputs runAmongMany(Map<String, Tensor> inputs) {
        return scores(classification.runAmongMany(ordered(program, inputs)));
    }

    /** What a program takes of these, in its order. */
    private static List<Tensor> ordered(Program program, Map<String, Tensor> inputs) {
        ImmutableList.Builder<Tensor> ordered = ImmutableList.builder();
        for (String name : program.names()) {
            Tensor tensor = inputs.get(name);
            if (tensor == null) {
                throw ServedCompany.missing(name, "none");
            }
            ordered.add(tensor);
        }
        return ordered.build();
    }

    private static Outputs scores(List<Tensor> outputs) {
        return new Outputs(
                outputs.get(LOGITS).toFloats(), outputs.get(PROBABILITIES).toFloats());
    }

    @Override
    public Tensor features(Map<String, Tensor> inputs) {
        return runner(true).run(ordered(made(featuresProgram), inputs)).get(0);
    }

    @Override
    public Map<String, Tensor> stages(Map<String, Tensor> inputs) {
        List<Tensor> results = runner(false).run(ordered(made(stagesProgram), inputs));
        Map<String, Tensor> stages = new LinkedHashMap<>();
        for (String name : architecture.stages().keySet()) {
            stages.put(name, results.get(stages.size()));
        }
        return Collections.unmodifiableMap(stages);
    }

    private static Program made(Supplier<Program> program) {
        return Objects.requireNonNull(program.get());
    }

    /** Opened when first asked for. */
    private synchronized Runner runner(boolean ofFeatures) {
        if (closed) {
            throw new IllegalStateException(Serving.CLOSED);
        }
        Runner runner = ofFeatures ? features : stages;
        if (runner == null) {
            Program asked = made(ofFeatures ? featuresProgram : stagesProgram);
            runner = open(asked, target.preset());
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
        try {
            classification.close();
        } finally {
            synchronized (this) {
                closed = true;
                Runners.closeAll(features, stages);
            }
        }
    }
}
