package io.ocelli.engine;

import com.google.common.collect.ImmutableList;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Parameter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/**
 * Which engine does what: the one place where that is decided, from the program, the device and the precision.
 *
 * <ul>
 *   <li>A name decides, but for {@link #MEASURED}, and what keeps that engine from it is an error.
 *   <li>A program to be run goes to the engine of the highest {@link Engine#servingRank(Precision)} that takes it on the device.
 *   <li>A training step of at most {@link #LIGHT} learning numbers goes to the engine that serves, where that one takes it: it
 *       has started, so a second native library need not, and it is no slower at such a step ({@code benchmarks/run head}).
 *   <li>Other steps go to the engine of the highest {@link Engine#trainingRank} that takes them on the device.
 * </ul>
 *
 * Thread-safe.
 */
public final class Placement {
    /**
     * Up to so many learning numbers a training step stays on the engine that serves. Measured by {@code benchmarks/run head} on
     * two cores, thrice, in ONNX Runtime's share of PyTorch's time for one step: 0.25 to 0.34 for 1280 features and 5 classes,
     * 0.35 to 0.41 for 100, 0.83 to 0.89 for the 409,800 numbers of 2048 and 200, 1.5 to 2.8 for those of 2048 and 365. PyTorch's
     * native library takes two seconds more to start.
     */
    public static final long LIGHT = 420_000;

    /**
     * In the place of an engine's name: a classifier is served by the engine, and in the arithmetic, that {@link MeasuredPlacement}
     * finds to be the fastest for it on this machine. To all else it leaves the choice open.
     */
    public static final String MEASURED = "measured";

    private static final Purpose INFERENCE =
            new Purpose("Inference", Engine::servingRank, ", or io.ocelli:ocelli-onnxruntime.");
    private static final Purpose TRAINING = new Purpose("Training", Engine::trainingRank, ".");

    private Placement() {}

    /**
     * The engine that runs programs on a device, where none is known yet.
     *
     * @param name the engine's, or null for the fastest
     * @throws EngineException if there is none that can, saying what keeps each from it and the way out
     */
    public static Engine forInference(@Nullable String name, Device device) {
        return choose(INFERENCE, name, device, engine -> engine.refuses(device));
    }

    /** As {@link #forInference(String, Device)}, in this arithmetic. */
    public static Engine forInference(@Nullable String name, Device device, Precision precision) {
        Purpose purpose =
                new Purpose(INFERENCE.name(), engine -> engine.servingRank(precision), INFERENCE.alternative());
        return choose(purpose, name, device, engine -> {
            String refused = engine.refuses(device);
            return refused == null ? engine.refuses(precision) : refused;
        });
    }

    /** As {@link #forInference(String, Device)}, for a program. */
    public static Engine forInference(@Nullable String name, Program program, Device device) {
        return choose(INFERENCE, name, device, engine -> engine.refuses(program, device));
    }

    /**
     * The engine that trains a step on a device.
     *
     * @param name the engine's, or null for the best
     * @throws EngineException as for {@link #forInference(String, Device)}
     */
    public static Engine forTraining(@Nullable String name, TrainingProgram program, Device device) {
        if (isOpen(name) && numbers(program) <= LIGHT) {
            for (Engine engine : sorted(INFERENCE.rank())) {
                if (engine.refuses(device) == null) {
                    if (engine.refuses(program, device) == null) {
                        return engine;
                    }
                    break;
                }
            }
        }
        return choose(TRAINING, name, device, engine -> engine.refuses(program, device));
    }

    private static long numbers(TrainingProgram program) {
        long numbers = 0;
        for (Parameter parameter : program.learning()) {
            numbers += parameter.shape().count();
        }
        return numbers;
    }

    /** What an engine is looked for: its name in messages, the order, and what else the dependency to add may be. */
    private record Purpose(String name, ToIntFunction<Engine> rank, String alternative) {}

    static List<Engine> sorted(ToIntFunction<Engine> rank) {
        List<Engine> found = new ArrayList<>(Engines.found());
        found.sort((a, b) -> rank.applyAsInt(b) - rank.applyAsInt(a));
        return ImmutableList.copyOf(found);
    }

    private static boolean isOpen(@Nullable String name) {
        return name == null || name.equals(MEASURED);
    }

    private static Engine choose(
            Purpose purpose, @Nullable String name, Device device, Function<Engine, @Nullable String> refusal) {
        StringBuilder reasons = new StringBuilder();
        List<Engine> asked =
                name == null || isOpen(name) ? sorted(purpose.rank()) : ImmutableList.of(Engines.named(name));
        for (Engine engine : asked) {
            String reason = refusal.apply(engine);
            if (reason == null) {
                return engine;
            }
            reasons.append("\n").append(engine.name()).append(": ").append(reason);
        }
        throw new EngineException(purpose.name() + (device.isCpu() ? "" : " on " + device)
                + " needs an engine on the class path"
                + (reasons.length() == 0 ? ", and there is none" : ", and none of these will do:" + reasons)
                + (isOpen(name)
                        ? "\nAdd the dependency io.ocelli:ocelli-pytorch and LibTorch for the platform"
                                + purpose.alternative()
                        : "\nName another engine, or leave the choice open."));
    }
}
