package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ocelli.engine.Device;
import io.ocelli.engine.Runner;
import io.ocelli.engine.Trainer;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Operations;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every operation against PyTorch in float64: values, gradients of inputs and parameters, running statistics. */
public interface OperationContract extends EngineUnderTest {
    /** The largest difference, over the largest value. */
    double TOLERANCE = 1e-5;

    @Test
    default void everyOperationHasAGoldenCase() {
        Set<String> all =
                Operations.types().stream().map(Operations::name).collect(Collectors.toCollection(TreeSet::new));
        Set<String> cases = OperationCase.all().map(OperationCase::type).collect(Collectors.toCollection(TreeSet::new));

        assertThat(cases)
                .as("no operation lands without a case in operations.py")
                .isEqualTo(all);
    }

    @Test
    default void everyFunctionHasAGoldenCase() {
        Set<Activation.Function> cases = OperationCase.all()
                .map(OperationCase::operation)
                .filter(Activation.class::isInstance)
                .map(operation -> ((Activation) operation).function())
                .collect(Collectors.toSet());

        assertThat(cases)
                .as("no function lands without a case in operations.py")
                .containsExactlyInAnyOrder(Activation.Function.values());
    }

    @TestFactory
    default Stream<DynamicTest> computesAsTheReference() {
        return OperationCase.all()
                .filter(each -> !each.training())
                .map(each -> dynamicTest(each.name(), () -> {
                    try (Runner runner = engine().open(each.program(), each.parameters(), Device.CPU)) {
                        Tensor output = runner.run(each.inputs()).get(0);

                        assertThat(output.shape()).isEqualTo(each.outputShape());
                        Close.assertClose(output.toDoubles(), each.output(), TOLERANCE, each.name());
                    }
                }));
    }

    @TestFactory
    default Stream<DynamicTest> differentiatesAsTheReference() {
        return OperationCase.all()
                .filter(each -> !each.gradients().isEmpty())
                .map(each -> dynamicTest(each.name(), () -> {
                    try (Trainer trainer = train(each)) {
                        Weights gradients = trainer.gradients(each.leafInputs());

                        each.gradients()
                                .forEach((name, expected) -> Close.assertClose(
                                        each.gradient(gradients, name), expected, TOLERANCE, "gradient of " + name));
                    }
                }));
    }

    /** Through what the engine passes no gradient: kinds of operations, and cases where it passes some of their kind. */
    default Set<String> undifferentiated() {
        return Set.of();
    }

    @Test
    default void refusesTheGradientsThatItLacksAndNoOthers() {
        Assumptions.assumeTrue(trains(), "skipped: it does not train");
        Set<String> refused = new TreeSet<>();
        OperationCase.all()
                .filter(each -> !each.gradients().isEmpty())
                .collect(Collectors.groupingBy(OperationCase::kind))
                .forEach((kind, cases) -> {
                    List<String> some = cases.stream()
                            .filter(each -> engine().refuses(each.trainingProgram(), Device.CPU) != null)
                            .map(OperationCase::name)
                            .toList();
                    refused.addAll(some.size() == cases.size() ? List.of(kind) : some);
                });

        assertThat(refused)
                .as("what passes no gradient is listed by name")
                .isEqualTo(new TreeSet<>(undifferentiated()));
    }

    @TestFactory
    default Stream<DynamicTest> computesInTrainingAsTheReference() {
        return OperationCase.all()
                .filter(each -> !each.gradients().isEmpty())
                .map(each -> dynamicTest(each.name(), () -> {
                    try (Trainer trainer = train(each)) {
                        Tensor output = trainer.accumulate(each.leafInputs()).get(1);

                        Close.assertClose(output.toDoubles(), each.output(), TOLERANCE, each.name());
                    }
                }));
    }

    @TestFactory
    default Stream<DynamicTest> keepsStatisticsAsTheReference() {
        return OperationCase.all()
                .filter(each -> !each.buffers().isEmpty())
                .map(each -> dynamicTest(each.name(), () -> {
                    try (Trainer trainer = train(each)) {
                        trainer.accumulate(each.leafInputs());
                        Weights after = trainer.weights();

                        each.buffers()
                                .forEach((name, expected) -> Close.assertClose(
                                        after.get(OperationCase.NODE + "." + name)
                                                .toDoubles(),
                                        expected,
                                        TOLERANCE,
                                        name));
                        assertThat(after.get(OperationCase.NODE + ".num_batches_tracked")
                                        .toLongs())
                                .containsExactly(1);
                    }
                }));
    }

    @TestFactory
    default Stream<DynamicTest> frozenStatisticsStayBitForBit() {
        return OperationCase.all()
                .filter(each -> each.type().startsWith("BatchNorm") && !each.training())
                .map(each -> dynamicTest(each.name(), () -> {
                    try (Trainer trainer = train(each)) {
                        trainer.step(each.leafInputs(), 0.1);
                        Weights after = trainer.weights();

                        for (String buffer : new String[] {"running_mean", "running_var"}) {
                            String name = OperationCase.NODE + "." + buffer;
                            assertThat(after.get(name).bytes())
                                    .as(buffer)
                                    .isEqualTo(each.parameters().get(name).bytes());
                        }
                        assertThat(after.get(OperationCase.NODE + ".num_batches_tracked")
                                        .toLongs())
                                .containsExactly(0);
                    }
                }));
    }

    private Trainer train(OperationCase each) {
        return train(each.trainingProgram(), each.leafWeights(), Weights.empty());
    }
}
