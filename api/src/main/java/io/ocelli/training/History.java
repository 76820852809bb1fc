package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What a training left, epoch by epoch. Immutable; {@link #toString} is a table to read.
 *
 * @param epochs in the order they were made
 * @param cached whether the frozen backbone's features were computed before the first epoch, once or for each of {@link
 *     Training#cachedViews}, and only the head was trained on them
 */
public record History(List<Epoch> epochs, boolean cached) {
    private static final String JUDGED = "judged";
    private static final History EMPTY = new History(ImmutableList.of(), false);

    public History {
        epochs = ImmutableList.copyOf(epochs);
    }

    /**
     * One pass over the training pictures. A figure that was not measured is NaN.
     *
     * @param epoch from 1
     * @param trainingLoss the mean over the epoch's steps
     * @param validationLoss the mean over the validation pictures, after the epoch
     * @param validationAccuracy of the validation pictures, 0 to 1
     * @param learningRate of the epoch's last step
     * @param seconds that the epoch took, validation included
     * @param judged what the term was that tells the best epoch ({@link Training#bestWeights(NamedTerm)}), less being better
     */
    public record Epoch(
            int epoch,
            double trainingLoss,
            double validationLoss,
            double validationAccuracy,
            double learningRate,
            double seconds,
            double judged) {
        /** An epoch that nothing but its validation judges. */
        public Epoch(
                int epoch,
                double trainingLoss,
                double validationLoss,
                double validationAccuracy,
                double learningRate,
                double seconds) {
            this(epoch, trainingLoss, validationLoss, validationAccuracy, learningRate, seconds, Double.NaN);
        }

        /** What tells progress: the validation loss, or where nothing was validated the training loss. */
        double watchedLoss() {
            return Double.isNaN(validationLoss) ? trainingLoss : validationLoss;
        }
    }

    /** No epoch yet. */
    public static History empty() {
        return EMPTY;
    }

    /** This history and one more epoch. */
    public History with(Epoch epoch) {
        return new History(
                ImmutableList.<Epoch>builder().addAll(epochs).add(epoch).build(), cached);
    }

    /** This history and one that follows, whose epochs are counted on; its features were computed once where both's were. */
    public History and(History next) {
        History all = this;
        for (Epoch epoch : next.epochs) {
            all = all.with(new Epoch(
                    epochs.size() + epoch.epoch(),
                    epoch.trainingLoss(),
                    epoch.validationLoss(),
                    epoch.validationAccuracy(),
                    epoch.learningRate(),
                    epoch.seconds(),
                    epoch.judged()));
        }
        return all.withCached(cached && next.cached);
    }

    /** This history of a training whose features were computed once, or not. */
    public History withCached(boolean cached) {
        return new History(epochs, cached);
    }

    /**
     * The epoch that was judged best, or with the highest validation accuracy where none was judged, the first of equal ones; where
     * nothing was validated either, the last.
     *
     * @throws IllegalStateException if there is no epoch
     */
    public Epoch best() {
        if (epochs.isEmpty()) {
            throw new IllegalStateException("The history has no epoch: no epoch was ended");
        }
        Epoch best = epochs.get(epochs.size() - 1);
        if (isJudged()) {
            for (int i = epochs.size() - 1; i >= 0; i--) {
                best = epochs.get(i).judged() > best.judged()
                                || Double.isNaN(epochs.get(i).judged())
                        ? best
                        : epochs.get(i);
            }
            return best;
        }
        for (int i = epochs.size() - 1; i >= 0; i--) {
            Epoch epoch = epochs.get(i);
            if (epoch.validationAccuracy() >= best.validationAccuracy()
                    || Double.isNaN(best.validationAccuracy()) && !Double.isNaN(epoch.validationAccuracy())) {
                best = epoch;
            }
        }
        return best;
    }

    private boolean isJudged() {
        return epochs.stream().anyMatch(epoch -> !Double.isNaN(epoch.judged()));
    }

    /** The epochs as CSV with a header; what was not measured is empty. */
    public String toCsv() {
        List<String> names = names();
        StringBuilder csv =
                new StringBuilder("epoch,").append(String.join(",", names)).append('\n');
        for (Epoch epoch : epochs) {
            csv.append(epoch.epoch());
            for (double figure : Arrays.copyOf(figures(epoch), names.size())) {
                csv.append(',').append(Double.isNaN(figure) ? "" : Double.toString(figure));
            }
            csv.append('\n');
        }
        return csv.toString();
    }

    /** The epochs as a JSON array; what was not measured is null. */
    public String toJson() {
        List<String> names = names();
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setIndent("  ");
            json.beginArray();
            for (Epoch epoch : epochs) {
                json.beginObject().name("epoch").value(epoch.epoch());
                double[] figures = figures(epoch);
                for (int i = 0; i < names.size(); i++) {
                    json.name(names.get(i));
                    if (Double.isNaN(figures[i]) || Double.isInfinite(figures[i])) {
                        json.nullValue();
                    } else {
                        json.value(figures[i]);
                    }
                }
                json.endObject();
            }
            json.endArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e); // a string takes everything
        }
        return text.toString();
    }

    /** What {@link #toJson} wrote. */
    static History fromJson(JsonElement json) {
        ImmutableList.Builder<Epoch> epochs = ImmutableList.builder();
        for (JsonElement element : json.getAsJsonArray()) {
            JsonObject epoch = element.getAsJsonObject();
            epochs.add(new Epoch(
                    epoch.get("epoch").getAsInt(),
                    figure(epoch, "training_loss"),
                    figure(epoch, "validation_loss"),
                    figure(epoch, "validation_accuracy"),
                    figure(epoch, "learning_rate"),
                    figure(epoch, "seconds"),
                    epoch.has(JUDGED) ? figure(epoch, JUDGED) : Double.NaN));
        }
        return new History(epochs.build(), false);
    }

    private static double figure(JsonObject epoch, String name) {
        JsonElement figure = epoch.get(name);
        return figure.isJsonNull() ? Double.NaN : figure.getAsDouble();
    }

    @Override
    public String toString() {
        StringBuilder table =
                new StringBuilder("epoch  training loss  validation loss  accuracy  learning rate  seconds\n");
        for (Epoch epoch : epochs) {
            table.append(String.format(
                    Locale.ROOT,
                    "%5d  %13s  %15s  %8s  %13s  %7.1f\n",
                    epoch.epoch(),
                    figure("%.4f", epoch.trainingLoss()),
                    figure("%.4f", epoch.validationLoss()),
                    figure("%.2f %%", 100 * epoch.validationAccuracy()),
                    figure("%.3g", epoch.learningRate()),
                    epoch.seconds()));
        }
        return table.toString();
    }

    /** What {@link #figures} are called; the last only where something judges. */
    private List<String> names() {
        ImmutableList.Builder<String> names = ImmutableList.builder();
        names.add("training_loss", "validation_loss", "validation_accuracy", "learning_rate", "seconds");
        return isJudged() ? names.add(JUDGED).build() : names.build();
    }

    private static double[] figures(Epoch epoch) {
        return new double[] {
            epoch.trainingLoss(),
            epoch.validationLoss(),
            epoch.validationAccuracy(),
            epoch.learningRate(),
            epoch.seconds(),
            epoch.judged()
        };
    }

    private static String figure(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
