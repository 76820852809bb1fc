package io.ocelli.reports;

import io.ocelli.error.OcelliException;
import io.ocelli.files.WholeFile;
import io.ocelli.training.LearningRates;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The learning rates that were tried, as a page in one file: the loss over the rate, and which is suggested. */
public final class LearningRatePage {
    private LearningRatePage() {}

    /**
     * Writes the page, in the place of the file that is there.
     *
     * @throws OcelliException if the file cannot be written
     */
    public static void write(LearningRates tried, Path file) {
        byte[] page = page(tried).getBytes(StandardCharsets.UTF_8);
        try {
            WholeFile.write(file, out -> out.write(page));
        } catch (IOException e) {
            throw new OcelliException("The page of learning rates cannot be written to " + file + ": " + e, e);
        }
    }

    private static String page(LearningRates tried) {
        List<Double> rates = new ArrayList<>();
        List<Double> losses = new ArrayList<>();
        for (LearningRates.Point point : tried.points()) {
            rates.add(point.rate());
            losses.add(point.loss());
        }
        Html page = new Html("Learning rates");
        try {
            page.paragraph(String.format(
                    Locale.ROOT, "The loss falls fastest at a rate of %.2g: train there.", tried.suggestion()));
        } catch (IllegalStateException e) {
            page.failure("The loss did not fall at any rate.");
        }
        return page.picture(
                        Charts.lines("learning rate", "loss", rates, Map.of("loss", losses), true),
                        "the loss over the learning rate")
                .heading("Steps")
                .code(tried.toString())
                .toString();
    }
}
