package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.engine.Optimizer;
import io.ocelli.training.LearningRates.Point;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipesTest {
    @ParameterizedTest
    @CsvSource({"1, 8", "244, 8", "500, 8", "511, 7", "1000, 4", "2000, 2"})
    void aFrozenBackboneSeesFewPicturesUnderMoreViews(int pictures, int views) {
        assertThat(Recipes.forPictures(pictures, true))
                .isEqualTo(Training.defaults().cachedViews(views));
    }

    @Test
    void aFrozenBackboneSeesManyPicturesOnce() {
        assertThat(Recipes.forPictures(2001, true)).isEqualTo(Training.defaults());
    }

    @ParameterizedTest
    @CsvSource({"1, 16, 20", "244, 16, 20", "512, 32, 20", "1000, 32, 13", "3200, 32, 4", "1000000, 32, 3"})
    void aNetworkLearnsForFourHundredUpdatesInThreeToTwentyEpochs(int pictures, int batch, int epochs) {
        assertThat(Recipes.forPictures(pictures, false))
                .isEqualTo(Training.defaults().batchSize(batch).epochs(epochs));
    }

    @Test
    void noPicturesAreRefused() {
        assertThatThrownBy(() -> Recipes.forPictures(0, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pictures is at least 1, received 0");
    }

    @ParameterizedTest
    @CsvSource({"2e-3, 2e-3", "0.5, 1e-2", "1e-7, 1e-4"})
    void theMeasuredRateStaysNearTheUsual(double steepest, double rate) {
        assertThat(Recipes.at(falling(steepest), Training.defaults(), true))
                .isEqualTo(Training.defaults().optimizer(Optimizer.adamW(rate).weightDecay(1e-4)));
    }

    @Test
    void theRateIsOfTheOptimiserThatWasSaid() {
        Training recipe = Training.defaults().optimizer(Optimizer.sgd(0.1).momentum(0.9));

        assertThat(Recipes.at(falling(0.2), recipe, false))
                .isEqualTo(recipe.optimizer(Optimizer.sgd(0.2).momentum(0.9)));
    }

    /** Losses that fall fastest at a rate. */
    private static LearningRates falling(double rate) {
        List<Point> points = new ArrayList<>();
        points.add(new Point(rate / 4, 3));
        points.add(new Point(rate / 2, 2.9));
        points.add(new Point(rate, 2));
        points.add(new Point(rate * 2, 1));
        points.add(new Point(rate * 4, 0.9));
        points.add(new Point(rate * 8, 4));
        return new LearningRates(points);
    }
}
