package io.ocelli.explanation;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.TestFactory;

/** Explanations of small networks are the references'. */
class GoldenExplanationsTest {
    @TestFactory
    Stream<DynamicContainer> explanationsAreTheReferences() {
        return ExplanationCases.networks(name -> !LargeExplanationsTest.NETWORKS.contains(name));
    }
}
