package io.ocelli.android;

import android.graphics.Bitmap;
import android.graphics.ImageFormat;
import android.graphics.Rect;
import io.ocelli.image.Image;
import java.nio.ByteBuffer;

/**
 * Pictures as Android has them. Each is copied; the other stays with its owner. Safe for any number of threads, as far as the
 * other's owner leaves it alone.
 *
 * <pre>{@code
 * Prediction prediction = classifier.classify(AndroidPictures.of(bitmap));
 *
 * try (android.media.Image frame = reader.acquireLatestImage()) { // or a CameraX ImageProxy's getImage()
 *     frames.offer(ImageSource.of(AndroidPictures.of(frame, rotationDegrees)));
 * }
 * }</pre>
 */
public final class AndroidPictures {
    private static final int CHANNELS = 3;
    private static final int QUARTER = 90;
    private static final int WHOLE = 360;

    private AndroidPictures() {}

    /**
     * A bitmap's red, green and blue, in its own colour space; what shines through is as it lies over black.
     *
     * @param bitmap of any configuration that {@link Bitmap#getPixels} reads: not {@code HARDWARE}
     * @throws IllegalArgumentException if it is of the graphics processor's memory, and its pixels cannot be read
     * @throws IllegalStateException if it was recycled
     */
    public static Image of(Bitmap bitmap) {
        if (bitmap.getConfig() == Bitmap.Config.HARDWARE) {
            throw new IllegalArgumentException(
                    "A bitmap's pixels are read from memory, and those of HARDWARE lie with the"
                            + " graphics processor. Take bitmap.copy(Bitmap.Config.ARGB_8888, false).");
        }
        int height = bitmap.getHeight();
        int width = bitmap.getWidth();
        Image image = Image.black(height, width, CHANNELS);
        byte[] samples = image.samples();
        int[] row = new int[width];
        int at = 0;
        for (int y = 0; y < height; y++) {
            bitmap.getPixels(row, 0, width, 0, y, width, 1);
            for (int pixel : row) {
                int alpha = pixel >>> 24;
                samples[at++] = over(pixel >> 16, alpha);
                samples[at++] = over(pixel >> 8, alpha);
                samples[at++] = over(pixel, alpha);
            }
        }
        return image;
    }

    /** {@link Bitmap#getPixels} gives colours that are not multiplied by their alpha. */
    private static byte over(int sample, int alpha) {
        int value = sample & 0xFF;
        return (byte) (alpha == 0xFF ? value : (value * alpha + 127) / 255);
    }

    /**
     * What a camera gives: the crop of an image of {@link ImageFormat#YUV_420_888}, upright. Its numbers are those of JFIF, as
     * cameras give them: BT.601 in the full range. Each chroma sample holds for its four pixels.
     *
     * @param rotationDegrees clockwise, until it is upright: 0, 90, 180 or 270, as CameraX's {@code getRotationDegrees} says
     * @throws IllegalArgumentException if it is of another format, or turned by another angle
     * @throws IllegalStateException if it was closed
     */
    public static Image of(android.media.Image image, int rotationDegrees) {
        if (image.getFormat() != ImageFormat.YUV_420_888) {
            throw new IllegalArgumentException("A camera's image is of the format YUV_420_888 ("
                    + ImageFormat.YUV_420_888 + "), received " + image.getFormat()
                    + ". Ask the ImageReader for it; a JPEG's bytes are classified as they are.");
        }
        if (rotationDegrees < 0 || rotationDegrees >= WHOLE || rotationDegrees % QUARTER != 0) {
            throw new IllegalArgumentException(
                    "An image is turned by 0, 90, 180 or 270 degrees, received " + rotationDegrees);
        }
        Rect crop = image.getCropRect();
        android.media.Image.Plane[] planes = image.getPlanes();
        Plane luma = new Plane(planes[0]);
        Plane blue = new Plane(planes[1]);
        Plane red = new Plane(planes[2]);
        Turn turn = new Turn(crop.bottom - crop.top, crop.right - crop.left, rotationDegrees / QUARTER);
        Image upright = Image.black(turn.height(), turn.width(), CHANNELS);
        byte[] samples = upright.samples();
        for (int y = 0; y < turn.rows(); y++) {
            int row = crop.top + y;
            for (int x = 0; x < turn.columns(); x++) {
                int column = crop.left + x;
                write(
                        samples,
                        CHANNELS * turn.place(y, x),
                        luma.at(row, column),
                        blue.at(row / 2, column / 2) - 128,
                        red.at(row / 2, column / 2) - 128);
            }
        }
        return upright;
    }

    /** BT.601 in the full range, in 16 bits behind the point. */
    private static void write(byte[] samples, int at, int luma, int blue, int red) {
        int y = (luma << 16) + (1 << 15);
        samples[at] = clamped(y + 91881 * red);
        samples[at + 1] = clamped(y - 22554 * blue - 46802 * red);
        samples[at + 2] = clamped(y + 116130 * blue);
    }

    private static byte clamped(int fixed) {
        return (byte) Math.max(0, Math.min(255, fixed >> 16));
    }

    /** A plane's samples, wherever they lie. */
    private static final class Plane {
        private final ByteBuffer samples;
        private final int rowStride;
        private final int pixelStride;

        Plane(android.media.Image.Plane plane) {
            this.samples = plane.getBuffer();
            this.rowStride = plane.getRowStride();
            this.pixelStride = plane.getPixelStride();
        }

        int at(int row, int column) {
            return samples.get(row * rowStride + column * pixelStride) & 0xFF;
        }
    }
}
