package io.ocelli.samples.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * What a picture file claims to be, read from its header alone: a file of some kilobytes can hold a picture of gigabytes.
 *
 * @param width its columns
 * @param height its rows
 */
record PictureSize(int width, int height) {
    long pixels() {
        return (long) width * height;
    }

    @Override
    public String toString() {
        return width + " x " + height;
    }

    /**
     * The size in a file's header. Of a file that is broken there, or has no compression (PGM, PPM), it is as many pixels as
     * bytes: the decoder refuses the one, and the other holds no more.
     */
    static PictureSize of(byte[] file) {
        try (ImageInputStream stream = new MemoryCacheImageInputStream(new ByteArrayInputStream(file))) {
            Iterator<ImageReader> readers = ImageIO.getImageReaders(stream);
            if (readers.hasNext()) {
                ImageReader reader = readers.next();
                try {
                    reader.setInput(stream, true, true);
                    return new PictureSize(reader.getWidth(0), reader.getHeight(0));
                } finally {
                    reader.dispose();
                }
            }
        } catch (IOException | RuntimeException e) {
            // Broken: the decoder says how.
        }
        return new PictureSize(file.length, 1);
    }
}
