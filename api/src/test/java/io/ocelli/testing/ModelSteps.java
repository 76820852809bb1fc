package io.ocelli.testing;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ocelli.model.Models;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** A training step of every small model reaches every parameter. The parity table, among the proofs, has all models. */
public interface ModelSteps extends EngineUnderTest {
    /** Models of at most so many parameters. */
    long SMALL = 6_000_000;

    @TestFactory
    default Stream<DynamicTest> smallModelsLearnEverywhere() {
        return Models.all().stream()
                .filter(model -> ModelStep.learnt(model) <= SMALL)
                .map(model -> dynamicTest(model.name(), () -> ModelStep.check(engine(), model)));
    }
}
