package io.ocelli.explanation;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

/** Explanations of large networks are the references': apart from the small ones, so that another JVM has them meanwhile. */
class LargeExplanationsTest {
    private static final String CONVOLUTIONS = "convnext_tiny";

    /** Of 86 million numbers in twelve layers; each kind of layer is in the small transformer, too. */
    private static final String TRANSFORMER = "vit_b_16";

    static final List<String> NETWORKS = List.of(CONVOLUTIONS, TRANSFORMER);

    @TestFactory
    Stream<DynamicContainer> ofConvolutionsAreTheReferences() {
        return ExplanationCases.networks(CONVOLUTIONS::equals);
    }

    @Tag("proof")
    @TestFactory
    Stream<DynamicContainer> ofATransformerAreTheReferences() {
        return ExplanationCases.networks(TRANSFORMER::equals);
    }
}
