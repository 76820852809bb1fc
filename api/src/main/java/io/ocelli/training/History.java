package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
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
     */
    public record Epoch(
            int epoch,
            double trainingLoss,
            double validationLoss,
            double validationAccuracy,
            double learningRate,
            double seconds) {
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
                    epoch.seconds()));
        }
        return all.withCached(cached && next.cached);
    }

    /** This history of a training whose features were computed once, or not. */
    public History withCached(boolean cached) {
        return new History(epochs, cached);
    }

    /**
     * The epoch with the highest validation accuracy, the first of equal ones; where nothing was validated, the last.
     *
     * @throws IllegalStateException if there is no epoch
     */
    public Epoch best() {
        if (epochs.isEmpty()) {
            throw new IllegalStateException("The history has no epoch: no epoch was ended");
        }
        Epoch best = epochs.get(epochs.size() - 1);
        for (int i = epochs.size() - 1; i >= 0; i--) {
            Epoch epoch = epochs.get(i);
            if (epoch.validationAccuracy() >= best.validationAccuracy()
                    || Double.isNaN(best.validationAccuracy()) && !Double.isNaN(epoch.validationAccuracy())) {
                best = epoch;
            }
        }
        return best;
    }

    /** The epochs as CSV with a header; what was not measured is empty. */
    public String toCsv() {
        StringBuilder csv =
                new StringBuilder("epoch,training_loss,validation_loss,validation_accuracy,learning_rate,seconds\n");
        for (Epoch epoch : epochs) {
            csv.append(epoch.epoch());
            for (double figure : figures(epoch)) {
                csv.append(',').append(Double.isNaN(figure) ? "" : Double.toString(figure));
            }
            csv.append('\n');
        }
        return csv.toString();
    }

    /** The epochs as a JSON array; what was not measured is null. */
    public String toJson() {
        String[] names = {"training_loss", "validation_loss", "validation_accuracy", "learning_rate", "seconds"};
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.setIndent("  ");
            json.beginArray();
            for (Epoch epoch : epochs) {
                json.beginObject().name("epoch").value(epoch.epoch());
                double[] figures = figures(epoch);
                for (int i = 0; i < names.length; i++) {
                    json.name(names[i]);
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
                    figure(epoch, "seconds")));
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

    private static double[] figures(Epoch epoch) {
        return new double[] {
            epoch.trainingLoss(),
            epoch.validationLoss(),
            epoch.validationAccuracy(),
            epoch.learningRate(),
            epoch.seconds()
        };
    }

    private static String figure(String format, double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, format, value);
    }
}
