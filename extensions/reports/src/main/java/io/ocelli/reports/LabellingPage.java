package io.ocelli.reports;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.ocelli.data.Sample;
import io.ocelli.error.OcelliException;
import io.ocelli.files.WholeFile;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Pictures without labels as a page in one file to label them in, by keys or by buttons. It asks nobody over the network; what was
 * said stays in the browser, and is downloaded as a CSV of {@code path,label} that a training takes.
 */
public final class LabellingPage {
    /** The longer side of a picture, in pixels. */
    private static final int SIDE = 320;

    private LabellingPage() {}

    /**
     * A picture that is to be labelled.
     *
     * @param picture from a file
     * @param guess the index of the class that a classifier says; it is accepted by a key
     * @param confidence of that, 0 to 1
     */
    public record Asked(Sample picture, int guess, double confidence) {
        /**
         * @throws IllegalArgumentException if the picture lies in no file
         */
        public Asked {
            if (picture.source().file() == null) {
                throw new IllegalArgumentException(
                        "Pictures that are labelled lie in files, whose paths are written; received " + picture.name());
            }
        }

        private String path() {
            Path file = picture.source().file();
            return file == null
                    ? picture.name()
                    : file.toAbsolutePath().normalize().toString();
        }
    }

    /**
     * Writes the page, in the place of the file that is there.
     *
     * @param classes what a picture may be; others can be added in the page
     * @param pictures those to label, at most {@value Thumbnails#MOST}, the first first
     * @throws IllegalArgumentException if there are more, or none
     * @throws OcelliException if the file cannot be written
     */
    public static void write(List<String> classes, List<Asked> pictures, Path file) {
        if (pictures.isEmpty() || pictures.size() > Thumbnails.MOST) {
            throw new IllegalArgumentException("A page to label in has from 1 to " + Thumbnails.MOST
                    + " pictures, received " + pictures.size() + ". Ask for fewer at a time.");
        }
        byte[] page = page(classes, pictures).getBytes(StandardCharsets.UTF_8);
        try {
            WholeFile.write(file, out -> out.write(page));
        } catch (IOException e) {
            throw new OcelliException("The page to label in cannot be written to " + file + ": " + e, e);
        }
    }

    private static String page(List<String> classes, List<Asked> pictures) {
        Thumbnails thumbnails = new Thumbnails(SIDE);
        thumbnails.choose(pictures.stream().map(Asked::picture).toList());
        Map<String, String> read = thumbnails.read();
        JsonArray names = new JsonArray();
        classes.forEach(names::add);
        JsonArray asked = new JsonArray();
        for (Asked each : pictures) {
            String address = read.get(each.picture().name());
            if (address != null) {
                JsonObject json = new JsonObject();
                json.addProperty("path", each.path());
                json.addProperty("guess", classes.get(each.guess()));
                json.addProperty("confidence", each.confidence());
                json.addProperty("picture", address);
                asked.add(json);
            }
        }
        JsonObject data = new JsonObject();
        data.add("classes", names);
        data.add("pictures", asked);
        String json = data.toString().replace("<", "\\u003c"); // nothing within ends the script
        return new Html("Pictures to label")
                .style(text("labelling.css"))
                .markup(text("labelling.html"))
                .markup("<script type=\"application/json\" id=\"data\">" + json + "</script>\n")
                .markup("<script>\n" + text("labelling.js") + "</script>\n")
                .toString();
    }

    private static String text(String resource) {
        try (InputStream stream = LabellingPage.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("The artifact ocelli-reports holds " + resource + ", and it is gone");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
