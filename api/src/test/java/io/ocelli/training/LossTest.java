package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.graph.Value;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Losses are values; what they compute is the engines' contract. */
class LossTest {
    static Stream<Loss> losses() {
        return Stream.of(
                Loss.crossEntropy(),
                Loss.crossEntropy().labelSmoothing(0.1).weights(0.1f, 2),
                Loss.focal(2),
                Loss.focal(1.5).alpha(1, 0.5f),
                Loss.binary(),
                Loss.binary().positiveWeights(3, 4),
                Loss.sigmoidFocal(0.25, 2),
                Loss.asymmetric(4, 1, 0.05),
                Loss.dice(1));
    }

    @ParameterizedTest
    @MethodSource("losses")
    void everyLossComesBackFromJson(Loss loss) {
        Training recipe = Training.defaults().loss(loss);

        assertThat(Training.fromJson(recipe.toJson())).isEqualTo(recipe);
    }

    @ParameterizedTest
    @MethodSource("losses")
    void anObjectiveOfALossComesBackFromJson(Loss loss) {
        Training recipe =
                Training.defaults().objective(Objective.labels(loss).times(0.5).times(Schedule.linear()));

        Training read = Training.fromJson(recipe.toJson());
        assertThat(read).isEqualTo(recipe);
        assertThat(read.toJson()).isEqualTo(recipe.toJson());
    }

    @Test
    void printsAsTheCallsThatMakeIt() {
        assertThat(losses().map(Loss::toString))
                .containsExactly(
                        "Loss.crossEntropy()",
                        "Loss.crossEntropy().labelSmoothing(0.1).weights(0.1f, 2.0f)",
                        "Loss.focal(2.0)",
                        "Loss.focal(1.5).alpha(1.0f, 0.5f)",
                        "Loss.binary()",
                        "Loss.binary().positiveWeights(3.0f, 4.0f)",
                        "Loss.sigmoidFocal(0.25, 2.0)",
                        "Loss.asymmetric(4.0, 1.0, 0.05)",
                        "Loss.dice(1.0)");
    }

    @Test
    void comparesByWhatItSays() {
        assertThat(Loss.crossEntropy().weights(1, 2))
                .isEqualTo(Loss.crossEntropy().weights(1, 2))
                .isNotEqualTo(Loss.crossEntropy().weights(2, 1));
        assertThat(Loss.binary()).isNotEqualTo(Loss.crossEntropy());
    }

    @ParameterizedTest
    @ValueSource(strings = {"binary", "focal", "odd"})
    void anApplicationsOwnIsNotSavedAsTheLibrarys(String name) {
        Loss own = new Loss() {
            @Override
            public Value of(Value logits, Value targets) {
                return logits.mean();
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public String toString() {
                return "own";
            }
        };
        assertThatThrownBy(() -> Training.defaults().loss(own).toJson())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "A recipe that is written as JSON has a loss of the library's own, and this one's is own, of "
                                + own.getClass().getName() + ". Keep the recipe as code instead.");
    }

    @Test
    void anObjectiveOfOnesOwnIsNamed() {
        Objective own = Objective.of("own", step -> step.network().logits().mean());
        assertThatThrownBy(() -> Training.defaults().objective(own).toJson())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("A recipe that is written as JSON has an objective of the library's own");
    }

    @Test
    void aSavedLossIsOneOfTheLibrarys() {
        assertThatThrownBy(() -> Training.fromJson("{\"loss\":{\"name\":\"odd\"}}"))
                .hasMessageContaining(
                        "A saved recipe's loss is one of [crossEntropy, focal, binary, sigmoidFocal, asymmetric,"
                                + " dice], received {\"name\":\"odd\"}");
        assertThatThrownBy(() -> Training.fromJson("{\"loss\":{\"name\":\"focal\"}}"))
                .hasMessageContaining("A saved loss has its parameter 'gamma', received {\"name\":\"focal\"}");
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> Loss.crossEntropy().labelSmoothing(2))
                .hasMessage("labelSmoothing is from 0 to 1, received 2.0");
        assertThatThrownBy(() -> Loss.crossEntropy().weights(1, -1))
                .hasMessage("weights are numbers of at least 0, received [1.0, -1.0]");
        assertThatThrownBy(() -> Loss.focal(-1)).hasMessage("gamma is at least 0, received -1.0");
        assertThatThrownBy(() -> Loss.focal(1).alpha(Float.NaN))
                .hasMessage("alpha are numbers of at least 0, received [NaN]");
        assertThatThrownBy(() -> Loss.binary().positiveWeights(-2))
                .hasMessage("positiveWeights are numbers of at least 0, received [-2.0]");
        assertThatThrownBy(() -> Loss.sigmoidFocal(2, 1)).hasMessage("alpha is from 0 to 1, received 2.0");
        assertThatThrownBy(() -> Loss.asymmetric(-1, 0, 0)).hasMessage("gammaNegative is at least 0, received -1.0");
        assertThatThrownBy(() -> Loss.asymmetric(1, Double.NaN, 0))
                .hasMessage("gammaPositive is at least 0, received NaN");
        assertThatThrownBy(() -> Loss.asymmetric(1, 0, 1)).hasMessage("clip is from 0 to below 1, received 1.0");
        assertThatThrownBy(() -> Loss.dice(0)).hasMessage("smooth is above 0, received 0.0");
    }

    @Test
    void numbersOfClassesAreAsManyAsClasses() {
        Loss.crossEntropy().weights(1, 2).check(2);
        Loss.crossEntropy().check(7);
        assertThatThrownBy(() -> Loss.crossEntropy().weights(1).check(3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A loss has one of weights for each class, and there are 3, received [1.0]");
        assertThatThrownBy(() -> Loss.focal(2).alpha(1, 1).check(3))
                .hasMessageContaining("one of alpha for each class");
        assertThatThrownBy(() -> Loss.binary().positiveWeights(1, 1).check(3))
                .hasMessageContaining("one of positiveWeights for each class");
    }
}
