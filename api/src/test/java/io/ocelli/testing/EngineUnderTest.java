package io.ocelli.testing;

import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.weights.Weights;
import org.junit.jupiter.api.Assumptions;

/** What every part of the contract asks for. */
interface EngineUnderTest {
    /** The engine, made anew at each call or not. */
    Engine engine();

    /** Whether it trains anything. */
    default boolean trains() {
        return true;
    }

    /** A program on the engine; skips the calling test, visibly, where the engine refuses it. */
    default Runner open(Program program, Weights weights) {
        String refusal = engine().refuses(program, Device.CPU);
        Assumptions.assumeTrue(refusal == null, "skipped: " + refusal);
        return engine().open(program, weights, Device.CPU);
    }

    /** A training step on the engine; skips the calling test, visibly, where the engine refuses it. */
    default Trainer train(TrainingProgram program, Weights weights, Weights state) {
        String refusal = engine().refuses(program, Device.CPU);
        Assumptions.assumeTrue(refusal == null, "skipped: " + refusal);
        return engine().train(program, weights, state, Device.CPU);
    }
}
