package io.ocelli.engine;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.hash.Hashing;
import io.ocelli.weights.Weights;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Places a program where it is fastest, by trying: on each engine that takes it, in float32 and, where engine and processor have
 * it, in bfloat16. The first is what {@link Placement} would choose in float32, ONNX Runtime where it is there; what it says of a
 * few made pictures is what the others have to say, but for {@value #TOLERANCE} of the distance between the largest and the
 * smallest number of the first output, the logits, or of 1 where these are closer. One of the others takes its place if it agrees
 * and takes at most {@value #FASTER} of its time (the median of {@value #PAIRS} interleaved pairs), and the next is measured
 * against that one.
 *
 * <p>What came of it is kept in a folder, for this program with these weights, processor, number of processors, Java's
 * architecture, and versions of the engines; another of these is measured anew. Thread-safe.
 */
public final class MeasuredPlacement {
    static final double TOLERANCE = 0.05;
    static final double FASTER = 0.95;
    static final int PAIRS = 15;

    private static final List<Precision> TRIED = ImmutableList.of(Precision.FP32, Precision.MIXED);
    private static final Logger LOG = LoggerFactory.getLogger(MeasuredPlacement.class);

    private final ChoiceMemory memory;
    private final Stopwatch stopwatch;

    MeasuredPlacement(Path folder, Stopwatch stopwatch) {
        this.memory = new ChoiceMemory(folder);
        this.stopwatch = stopwatch;
    }

    /** What was measured is kept in this folder, which is made where it is missing. */
    public static MeasuredPlacement keptIn(Path folder) {
        return new MeasuredPlacement(folder, Stopwatch.MACHINE);
    }

    /**
     * The fastest for one call at a time.
     *
     * @param only the arithmetic, or null for any that there is
     * @throws io.ocelli.error.EngineException as {@link Placement#forInference(String, Program, Device)}, or if the first engine
     *     fails, or none that has the arithmetic agrees with it
     */
    public Placed place(Program program, Weights weights, Device device, Preset preset, @Nullable Precision only) {
        Engine first = Placement.forInference(null, program, device);
        String key = key(program, weights, device, preset, only);
        ChoiceMemory.Choice known = memory.find(key);
        if (known != null) {
            return new Placed(
                    Engines.named(known.engine()), known.precision(), known.reason() + "\nKept in " + memory.file(key));
        }
        Placed placed = measured(first, program, weights, device, preset, only);
        memory.keep(key, new ChoiceMemory.Choice(placed.engine().name(), placed.precision(), placed.reason()));
        LOG.info("{}", placed);
        return placed;
    }

    private static String key(
            Program program, Weights weights, Device device, Preset preset, @Nullable Precision only) {
        List<String> parts = new ArrayList<>();
        parts.add(Processor.here().name() + ", " + Runtime.getRuntime().availableProcessors() + " processors, "
                + System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        parts.add("Ocelli " + MeasuredPlacement.class.getPackage().getImplementationVersion());
        for (Engine engine : Engines.all()) {
            parts.add(engine.name() + " " + engine.version());
        }
        parts.add(device + " " + preset + " " + (only == null ? "any arithmetic" : only));
        parts.add("program "
                + Hashing.sha256().hashString(program.graph().toJson() + program.inputs(), StandardCharsets.UTF_8));
        parts.add("weights " + weights.digest());
        return Joiner.on('\n').join(parts);
    }

    private Placed measured(
            Engine first, Program program, Weights weights, Device device, Preset preset, @Nullable Precision only) {
        try (Contest contest = new Contest(program, weights, device, preset, stopwatch)) {
            contest.expect(first);
            for (Engine engine : Engines.all()) {
                for (Precision precision : only == null ? TRIED : ImmutableList.of(only)) {
                    contest.enter(engine, precision);
                }
            }
            return contest.best();
        }
    }
}
