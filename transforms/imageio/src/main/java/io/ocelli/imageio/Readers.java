package io.ocelli.imageio;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import io.ocelli.image.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Iterator;
import javax.imageio.ImageReader;
import javax.imageio.spi.IIORegistry;
import javax.imageio.spi.ImageReaderSpi;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * The JDK's own readers, whatever plugins the application has put on the class path, and TwelveMonkeys' for WebP: so a
 * picture decodes to the same pixels everywhere.
 */
final class Readers {
    static final ImageReaderSpi PNG = jdk("com.sun.imageio.plugins.png.PNGImageReaderSpi");
    static final ImageReaderSpi BMP = jdk("com.sun.imageio.plugins.bmp.BMPImageReaderSpi");
    static final ImageReaderSpi GIF = jdk("com.sun.imageio.plugins.gif.GIFImageReaderSpi");
    static final ImageReaderSpi TIFF = jdk("com.sun.imageio.plugins.tiff.TIFFImageReaderSpi");
    static final ImageReaderSpi WEBP = new WebPImageReaderSpi();

    private Readers() {}

    static Image decode(ImageReaderSpi format, byte[] file) throws IOException {
        return Rasters.image(read(format, file));
    }

    static BufferedImage read(ImageReaderSpi format, byte[] file) throws IOException {
        ImageReader reader = format.createReaderInstance();
        try (MemoryCacheImageInputStream input = Interruption.input(file, file.length)) {
            reader.setInput(input, false, true);
            DesktopDecoder.checkSize(reader.getWidth(0), reader.getHeight(0));
            return reader.read(0);
        } finally {
            reader.dispose();
        }
    }

    private static ImageReaderSpi jdk(String name) {
        Iterator<ImageReaderSpi> all = IIORegistry.getDefaultInstance().getServiceProviders(ImageReaderSpi.class, true);
        while (all.hasNext()) {
            ImageReaderSpi spi = all.next();
            if (spi.getClass().getName().equals(name)) {
                return spi;
            }
        }
        throw new IllegalStateException("The JDK has its reader " + name
                + ", this one has none; it needs the module java.desktop, and no plugin that takes the reader out");
    }
}
