package io.ocelli.imageio;

import io.ocelli.image.Image;
import java.awt.image.BufferedImage;
import java.io.IOException;
import javax.imageio.ImageReader;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.w3c.dom.Element;

/** Decodes the first frame of a GIF file, on the canvas that the file declares: the frame may be smaller. */
final class Gif {
    private static final int HEADER = 13;

    private Gif() {}

    static Image decode(byte[] file) throws IOException {
        if (file.length < HEADER) {
            throw new IOException("it ends early, inside its header");
        }
        int width = (file[6] & 255) | (file[7] & 255) << 8;
        int height = (file[8] & 255) | (file[9] & 255) << 8;
        DesktopDecoder.checkSize(width, height);
        ImageReader reader = Readers.GIF.createReaderInstance();
        try (MemoryCacheImageInputStream input = Interruption.input(file, file.length)) {
            reader.setInput(input, false, false);
            DesktopDecoder.checkSize(reader.getWidth(0), reader.getHeight(0));
            BufferedImage picture = reader.read(0);
            Image frame = Rasters.image(picture);
            if (frame.width() == width && frame.height() == height) {
                return frame;
            }
            IIOMetadata metadata = reader.getImageMetadata(0);
            Element root = (Element) metadata.getAsTree(metadata.getNativeMetadataFormatName());
            Element place =
                    (Element) root.getElementsByTagName("ImageDescriptor").item(0);
            int left = Integer.parseInt(place.getAttribute("imageLeftPosition"));
            int top = Integer.parseInt(place.getAttribute("imageTopPosition"));
            return placed(frame, top, left, canvas(file, height, width));
        } finally {
            reader.dispose();
        }
    }

    /** A canvas of the background colour, black where the file has no palette of its own. */
    private static Image canvas(byte[] file, int height, int width) {
        Image canvas = Image.black(height, width, 3);
        int flags = file[10];
        int colour = HEADER + 3 * (file[11] & 255);
        boolean known = (flags & 128) != 0 && (file[11] & 255) < 2 << (flags & 7) && colour + 3 <= file.length;
        byte[] samples = canvas.samples();
        if (known) {
            System.arraycopy(file, colour, samples, 0, 3);
            for (int filled = 3; filled < samples.length; filled += Math.min(filled, samples.length - filled)) {
                System.arraycopy(samples, 0, samples, filled, Math.min(filled, samples.length - filled));
            }
        }
        return canvas;
    }

    private static Image placed(Image frame, int top, int left, Image canvas) {
        Image colours = frame.toChannels(3);
        int columns = Math.min(frame.width(), canvas.width() - left);
        for (int y = 0; columns > 0 && y < Math.min(frame.height(), canvas.height() - top); y++) {
            int to = ((top + y) * canvas.width() + left) * 3;
            System.arraycopy(colours.samples(), y * frame.width() * 3, canvas.samples(), to, columns * 3);
        }
        return canvas;
    }
}
