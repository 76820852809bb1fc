package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AverageTest {
    @Test
    void anExponentialAverageKeepsOneShare() {
        assertThat(Average.exponential(0.99).kept(1, 5)).isEqualTo(0.99);
        assertThat(Average.exponential(0.99).kept(1000, 5)).isEqualTo(0.99);
    }

    @Test
    void warmingUpItForgetsTheBeginning() {
        Average average = Average.exponential(0.9).warmup();

        assertThat(average.kept(1, 5)).isEqualTo(2.0 / 11);
        assertThat(average.kept(20, 5)).isEqualTo(21.0 / 30);
        assertThat(average.kept(1000, 5)).isEqualTo(0.9);
    }

    /** Weights that are the number of the update, three to an epoch. */
    @Test
    void anEqualAverageIsTheMeanOfTheEndsOfEpochs() {
        Average average = Average.equal(2);
        double[] averages = new double[13];
        for (int update = 1; update < averages.length; update++) {
            double kept = average.kept(update, 3);
            averages[update] = kept * averages[update - 1] + (1 - kept) * update;
        }
        assertThat(averages).containsExactly(new double[] {0, 1, 2, 3, 4, 5, 6, 6, 6, 7.5, 7.5, 7.5, 9}, within(1e-12));
    }

    @Test
    void isOfTheRecipe() {
        for (Average average :
                List.of(Average.exponential(0.9), Average.exponential(0.99).warmup(), Average.equal(3))) {
            Training recipe = Training.defaults().average(average);
            assertThat(Training.fromJson(recipe.toJson())).isEqualTo(recipe).isNotEqualTo(Training.defaults());
        }
        assertThat(Training.defaults().average(0.9))
                .isEqualTo(Training.defaults().average(Average.exponential(0.9)));
        assertThat(Training.fromJson("{\"average\":0.9}"))
                .isEqualTo(Training.defaults().average(0.9));
        assertThat(Training.defaults().average(0.9).average(0)).isEqualTo(Training.defaults());
        assertThat(Training.defaults().average(Average.exponential(0.9).warmup()))
                .hasToString("Training.defaults().average(Average.exponential(0.9).warmup())");
        assertThat(Training.defaults().average(Average.equal(7)))
                .hasToString("Training.defaults().average(Average.equal(7))");
    }

    @Test
    void aFunctionIsAnAverage() {
        Average own = (updates, ofEpoch) -> 0.5;
        assertThat(LongStream.range(1, 9).mapToDouble(update -> own.kept(update, 3)))
                .containsOnly(0.5);
        assertThatThrownBy(() -> Training.defaults().average(own).toJson())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("A recipe that is written as JSON has an average of the library's own");
    }

    @Test
    void refusesWhatCannotBe() {
        assertThatThrownBy(() -> Training.defaults().average(1))
                .hasMessage("average is from 0 to below 1, received 1.0");
        assertThatThrownBy(() -> Average.equal(0))
                .hasMessage("An average of epochs begins with one from 1 on, received 0");
    }
}
