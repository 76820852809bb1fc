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
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import javax.imageio.ImageIO;

/** Small versions of some pictures of a report, as addresses that hold them. */
final class Thumbnails {
    /** So many in a report: at some 4 KB each, a page of 3 MB. */
    static final int MOST = 600;
    /** The longer side in a report, in pixels. */
    static final int SIDE = 128;

    private final int side;

    /** By name: the same picture may be a sample of several data sets. */
    private final Map<String, Sample> chosen = new LinkedHashMap<>();

    /** Of a report: {@value #SIDE} pixels at most. */
    Thumbnails() {
        this(SIDE);
    }

    /** @param side the longer one, in pixels at most */
    Thumbnails(int side) {
        this.side = side;
    }

    /** Chooses pictures, as long as there is room; those that were chosen first are in it. */
    void choose(List<Sample> pictures) {
        for (Sample picture : pictures) {
            if (chosen.size() < MOST) {
                chosen.putIfAbsent(picture.name(), picture);
            }
        }
    }

    /** The addresses of those that were chosen and can still be read, by their name. */
    Map<String, String> read() {
        Map<String, Optional<String>> all = new LinkedHashMap<>();
        chosen.keySet().forEach(name -> all.put(name, Optional.empty()));
        all.entrySet().parallelStream()
                .forEach(each -> each.setValue(address(Objects.requireNonNull(chosen.get(each.getKey())))));
        Map<String, String> read = new LinkedHashMap<>();
        all.forEach((name, address) -> address.ifPresent(there -> read.put(name, there)));
        return read;
    }

    private Optional<String> address(Sample sample) {
        try {
            return Optional.of("data:image/jpeg;base64,"
                    + Base64.getEncoder().encodeToString(jpeg(sample.source().read())));
        } catch (ImageException e) {
            return Optional.empty(); // it could be read when it was classified, and is gone
        }
    }

    private byte[] jpeg(Image image) {
        BufferedImage whole = Html.buffered(image);
        double scale = Math.min(1, (double) side / Math.max(image.width(), image.height()));
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
