package io.ocelli.reports;

import io.ocelli.data.DataSet;
import io.ocelli.error.OcelliException;
import io.ocelli.files.WholeFile;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.image.Transform;
import io.ocelli.training.History;
import io.ocelli.training.Session;
import io.ocelli.training.TrainingEvent;
import io.ocelli.training.TrainingEvent.Began;
import io.ocelli.training.TrainingEvent.Ended;
import io.ocelli.training.TrainingEvent.EpochEnded;
import io.ocelli.training.TrainingEvent.Failed;
import io.ocelli.training.TrainingEvent.StepEnded;
import io.ocelli.training.TrainingListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;

/**
 * A training as a page in one file, written anew after epochs, but not more often than every five seconds, and at the end: the
 * recipe, curves of loss, terms, accuracy and learning rate, times, and pictures as the network sees them.
 *
 * <pre>{@code
 * spec.fit(training, validation, recipe.listener(TrainingReport.to(Path.of("report.html"))));
 * }</pre>
 *
 * <p>For one training, on the thread that trains.
 */
public final class TrainingReport implements TrainingListener {
    private static final int PICTURES = 16;
    /** A page takes half a second, and an epoch of cached features a hundredth. */
    private static final long PAUSE_NANOS = 5_000_000_000L;

    private final Path file;
    private final @Nullable DataSet pictures;
    private final @Nullable Transform augmentation;
    private final TrainingLog log = new TrainingLog();
    private @Nullable Began began;
    private @Nullable String ending;
    private boolean failed;
    private long written = System.nanoTime() - PAUSE_NANOS;

    private TrainingReport(Path file, @Nullable DataSet pictures, @Nullable Transform augmentation) {
        this.file = file;
        this.pictures = pictures;
        this.augmentation = augmentation;
    }

    /** A report that is written to a file, which is replaced where it is there. */
    public static TrainingReport to(Path file) {
        return new TrainingReport(file, null, null);
    }

    /** This report with some of these pictures in it, as a transform makes them. */
    public TrainingReport pictures(DataSet shown, Transform transform) {
        return new TrainingReport(file, shown, transform);
    }

    /**
     * @throws OcelliException if the file cannot be written
     */
    @Override
    public void on(TrainingEvent event, Session session) {
        if (event instanceof StepEnded) {
            log.add((StepEnded) event);
        } else if (event instanceof Began) {
            began = (Began) event;
        } else if (event instanceof Ended) {
            ending = "Ended: " + ((Ended) event).reason() + ".";
        } else if (event instanceof Failed) {
            ending = "Failed: " + ((Failed) event).cause().getMessage();
            failed = true;
        }
        boolean due = event instanceof EpochEnded && System.nanoTime() - written > PAUSE_NANOS;
        if (due || event instanceof Ended || event instanceof Failed) {
            write(session);
            written = System.nanoTime();
        }
    }

    private void write(Session session) {
        byte[] page = page(session).getBytes(StandardCharsets.UTF_8);
        try {
            WholeFile.write(file, out -> out.write(page));
        } catch (IOException e) {
            throw new OcelliException("The report of the training cannot be written to " + file + ": " + e, e);
        }
    }

    private String page(Session session) {
        Html page = new Html("Training");
        List<History.Epoch> epochs = session.history().epochs();
        if (began != null) {
            page.paragraph(String.format(
                    Locale.ROOT,
                    "%d pictures, %d epochs of %d steps, on the engine %s%s.",
                    began.images(),
                    began.epochs(),
                    began.steps(),
                    began.engine(),
                    began.cached() ? "; the frozen backbone's features were computed once" : ""));
        }
        if (ending != null && failed) {
            page.failure(ending);
        } else {
            page.paragraph(ending != null ? ending : "Under way: " + session.position() + ".");
        }
        if (!epochs.isEmpty()) {
            charts(page, epochs);
        }
        steps(page);
        if (!epochs.isEmpty()) {
            page.heading("Epochs")
                    .table(HEAD, rows(epochs))
                    .paragraph(String.format(
                            Locale.ROOT, "The engine waited %.1f s for pictures to be loaded.", log.waited()));
        }
        page.heading("Recipe").code(session.recipe().toString());
        if (pictures != null) {
            page.heading("Pictures as the network sees them").pictures(seen(), "a training picture");
        }
        return page.toString();
    }

    private static void charts(Html page, List<History.Epoch> epochs) {
        List<Double> numbers = new ArrayList<>();
        Map<String, List<Double>> losses = new LinkedHashMap<>();
        List<Double> accuracies = new ArrayList<>();
        for (History.Epoch epoch : epochs) {
            numbers.add((double) epoch.epoch());
            put(losses, "training", epoch.trainingLoss());
            put(losses, "validation", epoch.validationLoss());
            accuracies.add(100 * epoch.validationAccuracy());
        }
        page.heading("Loss").picture(Charts.lines("epoch", "loss", numbers, losses, false), "the loss of each epoch");
        if (!accuracies.contains(Double.NaN)) {
            page.heading("Accuracy")
                    .picture(
                            Charts.lines("epoch", "accuracy in %", numbers, Map.of("validation", accuracies), false),
                            "the accuracy of each epoch");
        }
    }

    private static void put(Map<String, List<Double>> lines, String name, double value) {
        lines.computeIfAbsent(name, each -> new ArrayList<>()).add(value);
    }

    private void steps(Html page) {
        if (log.steps().isEmpty()) {
            return;
        }
        Map<String, List<Double>> losses = new LinkedHashMap<>(log.series());
        List<Double> rates = Objects.requireNonNull(losses.remove("learning rate"));
        page.heading("Steps")
                .picture(
                        Charts.lines("step", "loss", log.steps(), losses, false),
                        "the loss and its terms, step by step")
                .picture(
                        Charts.lines("step", "learning rate", log.steps(), Map.of("learning rate", rates), false),
                        "the learning rate, step by step");
    }

    private static final List<String> HEAD =
            List.of("epoch", "training loss", "validation loss", "accuracy", "learning rate", "seconds");

    private static List<List<String>> rows(List<History.Epoch> epochs) {
        List<List<String>> rows = new ArrayList<>();
        for (History.Epoch epoch : epochs) {
            rows.add(List.of(
                    Integer.toString(epoch.epoch()),
                    figure("%.4f", epoch.trainingLoss()),
                    figure("%.4f", epoch.validationLoss()),
                    figure("%.2f %%", 100 * epoch.validationAccuracy()),
                    figure("%.3g", epoch.learningRate()),
                    figure("%.1f", epoch.seconds())));
        }
        return rows;
    }

    private static String figure(String format, double value) {
        return Double.isNaN(value) ? "\u2013" : String.format(Locale.ROOT, format, value);
    }

    private List<byte[]> seen() {
        List<byte[]> pngs = new ArrayList<>();
        if (pictures == null || augmentation == null) {
            return pngs;
        }
        int step = Math.max(1, pictures.size() / PICTURES);
        for (int i = 0; i < pictures.size() && pngs.size() < PICTURES; i += step) {
            Image image = pictures.sample(i).source().read();
            pngs.add(png(augmentation.apply(image, Randomness.of(0).split(i))));
        }
        return pngs;
    }

    private static byte[] png(Image image) {
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            ImageIO.write(Html.buffered(image), "png", png);
            return png.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("A picture of the report cannot be written", e);
        }
    }
}
