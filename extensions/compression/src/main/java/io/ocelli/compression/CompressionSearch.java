package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSortedSet;
import io.ocelli.Classifier;
import io.ocelli.compression.CompressionCandidate.Form;
import io.ocelli.data.DataSet;
import io.ocelli.training.Training;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Objects;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Looks for the best of a classifier's smaller forms that keeps a {@link CompressionWish}: pruned at several ratios and fine-tuned
 * with the original as teacher ({@link Distillation} at a temperature of 4 counts 0.9, the labels 0.1), and each of these, and the
 * original, in int8 ({@link Quantization}) and with weights of int8 alone ({@link WeightQuantization}).
 *
 * <pre>{@code
 * CompressionResult found = Compress.within(CompressionWish.none().latency(2).drop(0.01))
 *     .recipe(Training.defaults().epochs(20))
 *     .search(classifier, train, validation, Path.of("search"));
 * System.out.println(found.table());
 * try (Classifier small = found.open(found.best())) {
 *     small.save(Path.of("small"));
 * }
 * }</pre>
 *
 * <p>Every candidate is saved, opened and measured as what it will be: its files, its time beside the original's by turns, on this
 * machine, its accuracy, and how often it agrees with the original. Where the wish limits costs, those of a pruned network are
 * measured before its training, and where no form of it keeps them (with a tenth more time), it is not trained.
 *
 * <p>A search that was stopped or killed goes on with the networks that its folder has, and in the middle of a training. What is
 * measured is measured anew. The pictures to validate with choose the network, so that its accuracy on them is too good: others
 * tell how good it is.
 *
 * <p>A value. A folder is for one search at a time.
 */
public final class CompressionSearch {
    private final CompressionChoices choices;

    private CompressionSearch(CompressionChoices choices) {
        this.choices = choices;
    }

    /**
     * At ratios of 0.25, 0.5 and 0.75, channels in multiples of 8, trained by {@link Training#defaults}, calibrated by percentiles
     * on 128 pictures, times of 15 pairs.
     */
    static CompressionSearch of(CompressionWish wish) {
        return new CompressionSearch(new CompressionChoices(Objects.requireNonNull(wish, "wish")));
    }

    /** With another recipe of each training; what it makes small and its checkpoints are the search's. */
    public CompressionSearch recipe(Training recipe) {
        return with(choices -> choices.recipe = Objects.requireNonNull(recipe, "recipe"));
    }

    /**
     * With other shares of channels that go; none where nothing is pruned.
     *
     * @throws IllegalArgumentException if one is not above 0 and below 1
     */
    public CompressionSearch ratios(double... shares) {
        ImmutableSortedSet.Builder<Double> all = ImmutableSortedSet.naturalOrder();
        for (double share : shares) {
            if (!(share > 0 && share < 1)) {
                throw new IllegalArgumentException(
                        "A ratio of a search is above 0 and below 1, as the whole network is always measured, received "
                                + share);
            }
            all.add(share);
        }
        return with(choices -> choices.ratios = ImmutableList.copyOf(all.build()));
    }

    /** In these forms besides {@link Form#FLOAT32}, of which the others are made; by default in all. */
    public CompressionSearch forms(Form... besides) {
        Set<Form> all = EnumSet.of(Form.FLOAT32, besides);
        return with(choices -> choices.forms = ImmutableSet.copyOf(all));
    }

    /** Pruned in another way, of which the ratio is that of each candidate. */
    public CompressionSearch pruning(Pruning pruning) {
        return with(choices -> choices.pruning = Objects.requireNonNull(pruning, "pruning"));
    }

    /**
     * With int8 calibrated by another method, on so many of the training pictures, or on all where there are fewer.
     *
     * @throws IllegalArgumentException if the number is below 1
     */
    public CompressionSearch calibration(CalibrationMethod method, int pictures) {
        positive("calibrates on pictures, 1 or more", pictures);
        return with(choices -> {
            choices.method = Objects.requireNonNull(method, "method");
            choices.calibration = pictures;
        });
    }

    /**
     * With times of so many pairs of runs.
     *
     * @throws IllegalArgumentException if the number is below 1
     */
    public CompressionSearch pairs(int number) {
        positive("measures pairs, 1 or more", number);
        return with(choices -> choices.pairs = number);
    }

    /** Ending, in a training before its next step, once this is true. */
    public CompressionSearch stopWhen(BooleanSupplier condition) {
        return with(choices -> choices.stop = Objects.requireNonNull(condition, "condition"));
    }

    /** Telling of each candidate once it is measured. */
    public CompressionSearch listener(Consumer<CompressionCandidate> listener) {
        return with(choices -> choices.listener = Objects.requireNonNull(listener, "listener"));
    }

    private CompressionSearch with(Consumer<CompressionChoices> change) {
        CompressionChoices changed = new CompressionChoices(choices);
        change.accept(changed);
        return new CompressionSearch(changed);
    }

    private static void positive(String rule, int number) {
        if (number < 1) {
            throw new IllegalArgumentException("A search " + rule + ", received " + number);
        }
    }

    /**
     * Searches.
     *
     * @param classifier stays as it is; its decorators are left out, as what was decided about one network is not true of another
     * @param training pictures to learn from and to calibrate with, matched by class name
     * @param validation pictures that candidates are compared on, likewise
     * @param folder of candidates and of trainings under way; made where it is missing
     * @throws IllegalStateException if the classifier comes from an ONNX file, is an ensemble, looks at more than a picture or does
     *     not say one class of each, or the folder has the networks of another search
     * @throws IllegalArgumentException if a class of the pictures is none of the classifier's, or there are no pictures
     * @throws io.ocelli.error.ImageException naming a picture that cannot be read
     * @throws io.ocelli.error.EngineException if no engine trains the network
     * @throws io.ocelli.error.WeightsException if the folder cannot be written or holds damaged files
     */
    public CompressionResult search(Classifier classifier, DataSet training, DataSet validation, Path folder) {
        try (Classifier plain = classifier.undecorated()) {
            return new CompressionRun(choices, plain, training, validation, folder).search();
        }
    }
}
