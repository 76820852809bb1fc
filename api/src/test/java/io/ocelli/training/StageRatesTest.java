package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.engine.TrainingProgram;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.DType;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StageRatesTest {
    private final Architecture network = network();

    @Test
    void eachStageLearnsAtAPartOfTheNextOnesRate() {
        StageRates rates = StageRates.of(network, 0.5);

        assertThat(rates.factor("fc")).isEqualTo(1);
        assertThat(rates.factor("norm")).isEqualTo(0.5);
        assertThat(rates.factor("two")).isEqualTo(0.5);
        assertThat(rates.factor("one")).isEqualTo(0.25);
        assertThat(rates.factor("stem")).isEqualTo(0.25);
    }

    @Test
    void theStepHasAGroupForEachRate() {
        StepProgram step = step(StageRates.of(network, 0.5), Set.of());

        assertThat(group(step.program(), "stem.weight")).isEqualTo(group(step.program(), "one.bias"));
        assertThat(step.program().rates()).isEqualTo(3);
        assertThat(step.rates(0.1)[group(step.program(), "stem.weight")]).isCloseTo(0.025, within(1e-12));
        assertThat(step.rates(0.1)[group(step.program(), "norm.weight")]).isCloseTo(0.05, within(1e-12));
        assertThat(step.rates(0.1)[group(step.program(), "fc.weight")]).isEqualTo(0.1);
    }

    @Test
    void withoutDecayThereIsOneRate() {
        assertThat(step(StageRates.of(network, 1), Set.of()).rates(0.1)).containsExactly(0.1);
    }

    @Test
    void frozenStagesHaveNoGroup() {
        assertThat(step(StageRates.of(network, 0.5), network.graph().ancestors("one"))
                        .rates(1))
                .containsExactly(0.5, 1);
    }

    @Test
    void refusesADecayThatGrows() {
        assertThatThrownBy(() -> Training.defaults().stageDecay(1.5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("stageDecay is above 0 and at most 1, received 1.5");
    }

    private StepProgram step(StageRates rates, Set<String> frozen) {
        Choices recipe = Training.defaults().choices();
        Graph plain = network.graph();
        Graph pixels = NetworkPrograms.withPixels(plain, Preprocessing.imagenet())
                .output(Architecture.LOGITS, plain.output(Architecture.LOGITS))
                .build();
        Given given = Given.training(recipe, Fake.pictures(2), network.input(), network.classes(), DType.UINT8);
        Step step = new Step(pixels, network.features(), Map.of(), Map.of(), given, false, frozen);
        return new StepProgram(Written.of(recipe.objective(), step, false), rates, recipe, false, () -> 8);
    }

    private static int group(TrainingProgram program, String parameter) {
        return program.groups().get(parameter);
    }

    private static Architecture network() {
        Graph.Builder graph = Graph.builder();
        String x = graph.add(Architecture.INPUT, new Input(DType.FLOAT32, 4));
        x = graph.add("flatten", new Flatten(), x);
        for (String name : List.of("stem", "one", "two", "norm")) {
            x = graph.add(name, Linear.of(12, 12), x);
        }
        graph.output(Architecture.LOGITS, graph.add("fc", Linear.of(12, 3), x));
        Map<String, String> stages = new LinkedHashMap<>();
        stages.put("first", "one");
        stages.put("second", "two");
        return new Architecture("net", graph.build(), stages, "norm", List.of("fc"), new InputSize(3, 2, 2));
    }
}
