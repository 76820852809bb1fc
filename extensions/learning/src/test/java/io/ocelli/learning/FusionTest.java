package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Sample;
import io.ocelli.engine.Optimizer;
import io.ocelli.image.Transforms;
import io.ocelli.training.Training;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FusionTest {
    @TempDir
    static Path folder;

    /** A network's accuracy on what it was not taught with: with both parts, and with one of them. */
    private record Figures(double best, double both, double picture, double company) {}

    private static Training recipe(int epochs, long seed) {
        return Training.defaults()
                .optimizer(Optimizer.adam(2e-3))
                .batchSize(32)
                .epochs(epochs)
                .augmentation(null)
                .seed(seed);
    }

    private static Classifier fused(Fusion.Kind how, Columns columns, MadeSamples made, int epochs, long seed) {
        DataSet training = columns.of(made.all());
        Fusion fusion = Fusion.of(how, columns.widths()).hidden(32).seed(seed);
        try (Classifier rows = Classifier.model("simple_cnn")
                .inputSize(MadeSamples.SIDE, MadeSamples.SIDE)
                .head(MadeSamples.CLASSES)
                .then(fusion)
                .fit(training, training.subset(0, 1, 2, 3), recipe(epochs, seed))) {
            return rows.with(columns);
        }
    }

    private static Figures figures(Classifier classifier, MadeSamples test) {
        return new Figures(
                test.best(),
                classifier.evaluate(test.all()).accuracy(),
                classifier.evaluate(test.withoutCompany()).accuracy(),
                classifier.evaluate(test.withoutPictures()).accuracy());
    }

    @Test
    void seesMoreThanEachPartAlone() {
        MadeSamples made = MadeSamples.withRows(1500, 1);
        MadeSamples test = MadeSamples.withRows(1000, 2);
        Columns columns = Columns.fit(made.all());
        try (Classifier classifier = fused(Fusion.Kind.GATED, columns, made, 5, 0)) {
            Figures figures = figures(classifier, test);
            System.out.println(figures);
            assertThat(figures.both()).isGreaterThan(figures.best() - 0.01);
            assertThat(figures.picture()).isBetween(0.42, 0.52);
            assertThat(figures.company()).isBetween(0.42, 0.52);
        }
    }
}
