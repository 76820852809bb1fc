package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import io.ocelli.engine.Projection;
import io.ocelli.graph.Value;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Close;
import io.ocelli.testing.Golden;
import io.ocelli.testing.GoldenStep;
import io.ocelli.training.Constraint;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Step;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Gradients that are changed in view of memory's, against {@code numbers/continual.json}. */
class EpisodicMemoryTest {
    private static final Loss LOSS = Loss.crossEntropy();
    private static final int ROWS = 6;
    private static final int COLUMNS = 2;

    /** A term whose gradient by the network's weight is a direction, whatever the weight. */
    private static Value along(Step step, Tensor direction) {
        Value linear = step.parameter(GoldenStep.WEIGHT)
                .times(step.constant(direction))
                .sum();
        return linear.plus(step.network().logits().sum().times(0));
    }

    private record Along(String name, Tensor direction, Projection projection) implements Constraint {
        @Override
        public Value of(Step step) {
            return along(step, direction);
        }
    }

    private static JsonObject golden() {
        return Golden.json("numbers/continual.json").getAsJsonObject("projection");
    }

    private static float[] gradient() {
        return Golden.fill("gradientA", Shape.of(12), -1, 1);
    }

    private static float[][] memory() {
        float[] gradient = gradient();
        float[] all = Golden.fill("memory_gradientsA", Shape.of(4, 12), -1, 1);
        float[][] memory = new float[4][];
        for (int i = 0; i < 4; i++) {
            memory[i] = Arrays.copyOfRange(all, 12 * i, 12 * (i + 1));
            for (int d = 0; d < 12; d++) {
                memory[i][d] -= 0.35f * gradient[d];
            }
        }
        return memory;
    }

    private static Tensor tensor(float... direction) {
        return Tensor.of(Shape.of(COLUMNS, ROWS), direction);
    }

    /** What the weight is moved by. */
    private static double[] projected(String engine, Projection projection, float[]... references) {
        Objective objective = Objective.of("new", step -> along(step, tensor(gradient())));
        for (int i = 0; i < references.length; i++) {
            objective = objective.plus(new Along("old " + i, tensor(references[i]), projection).objective());
        }
        GoldenStep step = GoldenStep.of(
                GoldenStep.saying(Tensor.of(Shape.of(ROWS, COLUMNS), new float[12])),
                objective,
                GoldenStep.pictures(ROWS, 0, COLUMNS, 0, 1),
                Map.of(),
                engine);
        return step.gradients().get(GoldenStep.WEIGHT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void whatGoesAgainstMemoryIsTakenOff(String engine) {
        Projection averaged = Agem.of("memory", LOSS).projection();
        float[] reference = memory()[0];
        float[] opposite = reference.clone();
        for (int i = 0; i < opposite.length; i++) {
            opposite[i] = -opposite[i];
        }

        Close.assertClose(projected(engine, averaged, reference), Close.numbers(golden().get("agem")), 1e-5, "A-GEM");
        Close.assertClose(projected(engine, averaged, opposite), doubles(gradient()), 1e-5, "as it was");
        Close.assertClose(projected(engine, averaged, new float[12]), doubles(gradient()), 1e-5, "of nothing");
    }

    private static double[] doubles(float... values) {
        double[] wide = new double[values.length];
        for (int i = 0; i < wide.length; i++) {
            wide[i] = values[i];
        }
        return wide;
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void theNearestGradientLeadsAgainstNoTask(String engine) {
        for (String name : List.of("gem", "gem_margin")) {
            JsonObject json = golden().getAsJsonObject(name);
            Gem gem = new Gem(
                    "memory",
                    LOSS,
                    json.get("margin").getAsDouble(),
                    json.get("eps").getAsDouble());
            Close.assertClose(
                    projected(engine, gem.projection(), memory()), Close.numbers(json.get("projected")), 1e-5, name);
        }
        float[] along = gradient();
        Close.assertClose(
                projected(engine, new Gem("memory", LOSS, 0.5, 0).projection(), along, along),
                doubles(gradient()),
                1e-5,
                "as it was");
    }

    @Test
    void theFilesProductsAreThoseOfItsInputs() {
        float[] gradient = gradient();
        double[] products = new double[4];
        for (int i = 0; i < 4; i++) {
            for (int d = 0; d < 12; d++) {
                products[i] += gradient[d] * memory()[i][d];
            }
        }
        Close.assertClose(products, Close.numbers(golden().get("products")), 1e-6, "products");
        assertThat(golden().get("agem_unchanged_where_positive").getAsBoolean()).isTrue();
    }

    /** The same picture is of one class now and was of the other: what is left of the gradient is nothing. */
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void whatContradictsMemoryIsNotLearnt(String engine) {
        Tensor table = Tensor.of(Shape.of(1, 2), 0.5f, -0.25f);
        for (Constraint constraint : List.of(Agem.of("memory", LOSS), new Gem("memory", LOSS, 0, 0))) {
            Objective objective = Objective.labels(LOSS).plus(constraint.objective());
            GoldenStep against = GoldenStep.of(
                    GoldenStep.saying(table),
                    objective,
                    GoldenStep.pictures(1, 0, 2, 0),
                    Map.of("memory", GoldenStep.pictures(1, 0, 2, 1)),
                    engine);
            GoldenStep along = GoldenStep.of(
                    GoldenStep.saying(table),
                    objective,
                    GoldenStep.pictures(1, 0, 2, 0),
                    Map.of("memory", GoldenStep.pictures(1, 0, 2, 0)),
                    engine);

            double chance = 1 / (1 + Math.exp(-0.75));
            assertThat(against.ofRows(table)).containsExactly(new double[] {0, 0}, within(1e-6));
            assertThat(along.ofRows(table)).containsExactly(new double[] {chance - 1, 1 - chance}, within(1e-6));
            assertThat(against.loss()).isCloseTo(-Math.log(chance), within(1e-5));
            assertThat(against.terms().get(constraint.name())).isCloseTo(-Math.log(1 - chance), within(1e-5));
        }
    }

    @Test
    void whatIsWrongIsToldWhereItIsSaid() {
        Objective memory = Agem.of("memory", LOSS).objective();
        assertThatThrownBy(() -> memory.times(2))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A constraint is not added and has no weight, and 'a_gem' got one. Say times(...) of what is made"
                                + " small alone, and plus(constraint) behind it.");
        assertThatThrownBy(() -> step(memory))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An objective has a term to make small beside its constraints, received a_gem");
        assertThatThrownBy(() -> step(Objective.labels(LOSS)
                        .plus(memory)
                        .plus(Gem.of("memory", LOSS).objective())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("The constraints of an objective have one projection, and 'gem.memory' has ");
        assertThatThrownBy(() -> Gem.of("memory", LOSS).margin(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A margin and an eps are 0 or more and finite, received -1.0 and 0.001");
    }

    private static GoldenStep step(Objective objective) {
        return GoldenStep.of(
                GoldenStep.saying(Tensor.of(Shape.of(1, 2), 0f, 0f)),
                objective,
                GoldenStep.pictures(1, 0, 2, 0),
                Map.of("memory", GoldenStep.pictures(1, 0, 2, 1)),
                "pytorch");
    }
}
