package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import io.ocelli.compression.CompressionCandidate.Form;
import io.ocelli.training.Training;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** What a search for a smaller network says. Changed only while {@link CompressionSearch} makes a copy. */
final class CompressionChoices {
    final CompressionWish wish;
    Training recipe = Training.defaults();
    List<Double> ratios = ImmutableList.of(0.25, 0.5, 0.75);
    Set<Form> forms = ImmutableSet.copyOf(Form.values());
    Pruning pruning = Pruning.of(0.5).roundTo(8);
    CalibrationMethod method = CalibrationMethod.percentile();
    int calibration = 128;
    int pairs = 15;
    BooleanSupplier stop = () -> false;
    Consumer<CompressionCandidate> listener = candidate -> {};

    CompressionChoices(CompressionWish wish) {
        this.wish = wish;
    }

    CompressionChoices(CompressionChoices other) {
        this(other.wish);
        recipe = other.recipe;
        ratios = other.ratios;
        forms = other.forms;
        pruning = other.pruning;
        method = other.method;
        calibration = other.calibration;
        pairs = other.pairs;
        stop = other.stop;
        listener = other.listener;
    }
}
