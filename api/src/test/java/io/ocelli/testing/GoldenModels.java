package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * Every small model that has a golden file: the logits of filled weights. The parity table, among the proofs, has all models.
 */
public interface GoldenModels extends EngineUnderTest {
    /** Models of at most so many parameters. */
    long SMALL = 12_000_000;

    @TestFactory
    default Stream<DynamicTest> logitsOfSmallModels() throws IOException {
        List<GoldenModel> small = GoldenModel.all().stream()
                .filter(golden -> golden.parameters() <= SMALL)
                .toList();
        assertThat(small).as("registered models with golden values").isNotEmpty();
        return small.stream()
                .map(golden -> dynamicTest(
                        golden.name(),
                        () -> assertThat(golden.difference(engine()))
                                .as("largest difference over the largest logit")
                                .isLessThanOrEqualTo(GoldenModel.LOGITS)));
    }
}
