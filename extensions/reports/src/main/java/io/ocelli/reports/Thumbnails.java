package io.ocelli.reports;

import io.ocelli.data.Sample;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.imageio.ImageIO;

/** Small versions of some pictures of a report, as addresses that hold them. */
final class Thumbnails {
    /** So many in a report: at some 4 KB each, a page of 3 MB. */
    static final int MOST = 600;
    /** The longer side, in pixels. */
    static final int SIDE = 128;

    private final Predictions predictions;
    private final Set<Integer> chosen = new LinkedHashSet<>();

    Thumbnails(Predictions predictions) {
        this.predictions = predictions;
    }

    /** Chooses pictures, as long as there is room; those that were chosen first are in it. */
    void choose(List<Integer> pictures) {
        for (int picture : pictures) {
            if (chosen.size() < MOST) {
                chosen.add(picture);
            }
        }
    }

    /** The addresses of those that were chosen and can still be read, by their index. */
    Map<Integer, String> read() {
        Map<Integer, Optional<String>> all = new LinkedHashMap<>();
        chosen.forEach(picture -> all.put(picture, Optional.empty()));
        all.entrySet().parallelStream().forEach(each -> each.setValue(address(predictions.sample(each.getKey()))));
        Map<Integer, String> read = new LinkedHashMap<>();
        all.forEach((picture, address) -> address.ifPresent(there -> read.put(picture, there)));
        return read;
    }

    private static Optional<String> address(Sample sample) {
        try {
            return Optional.of("data:image/jpeg;base64,"
                    + Base64.getEncoder().encodeToString(jpeg(sample.source().read())));
        } catch (ImageException e) {
            return Optional.empty(); // it could be read when it was classified, and is gone
        }
    }

    private static byte[] jpeg(Image image) {
        BufferedImage whole = Html.buffered(image);
        double scale = Math.min(1, (double) SIDE / Math.max(image.width(), image.height()));
        int width = Math.max(1, (int) Math.round(scale * image.width()));
        int height = Math.max(1, (int) Math.round(scale * image.height()));
        BufferedImage small = whole;
        while (small.getWidth() > width || small.getHeight() > height) {
            // By halves: bilinear interpolation looks at four pixels.
            small = resized(small, Math.max(width, small.getWidth() / 2), Math.max(height, small.getHeight() / 2));
        }
        try {
            ByteArrayOutputStream jpeg = new ByteArrayOutputStream();
            ImageIO.write(small, "jpg", jpeg);
            return jpeg.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("A thumbnail of the report cannot be written", e);
        }
    }

    private static BufferedImage resized(BufferedImage picture, int width, int height) {
        BufferedImage resized = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = resized.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(picture, 0, 0, width, height, null);
        graphics.dispose();
        return resized;
    }
}
