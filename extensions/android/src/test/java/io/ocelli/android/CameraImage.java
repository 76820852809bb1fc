package io.ocelli.android;

import android.graphics.ImageFormat;
import android.graphics.Rect;
import java.nio.ByteBuffer;

/** An image as cameras give it: luma with padded rows, the chroma of two planes interleaved or each by itself. */
public final class CameraImage extends android.media.Image {
    private final int height;
    private final int width;
    private final int format;
    private final Plane[] planes;
    private Rect crop;

    private CameraImage(int height, int width, int format, Plane... planes) {
        this.height = height;
        this.width = width;
        this.format = format;
        this.planes = planes;
        this.crop = new Rect();
        crop.right = width;
        crop.bottom = height;
    }

    /**
     * @param yuv Y, Cb, Cr of a pixel, by its row and column
     * @param pixelStride of chroma: 2 is NV21's, 1 is I420's
     */
    public static CameraImage of(int height, int width, int pixelStride, Yuv yuv) {
        int padded = width + 7;
        ByteBuffer luma = ByteBuffer.allocateDirect(height * padded);
        int rowStride = (width + 1) / 2 * pixelStride + 3;
        ByteBuffer blue = ByteBuffer.allocateDirect((height + 1) / 2 * rowStride);
        ByteBuffer red = ByteBuffer.allocateDirect((height + 1) / 2 * rowStride);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                luma.put(y * padded + x, (byte) yuv.of(y, x)[0]);
                int chroma = y / 2 * rowStride + x / 2 * pixelStride;
                blue.put(chroma, (byte) yuv.of(y / 2 * 2, x / 2 * 2)[1]);
                red.put(chroma, (byte) yuv.of(y / 2 * 2, x / 2 * 2)[2]);
            }
        }
        return new CameraImage(
                height,
                width,
                ImageFormat.YUV_420_888,
                plane(luma, padded, 1),
                plane(blue, rowStride, pixelStride),
                plane(red, rowStride, pixelStride));
    }

    static CameraImage jpeg() {
        return new CameraImage(1, 1, ImageFormat.JPEG);
    }

    /** Y, Cb and Cr of a pixel, by its row and column. */
    public interface Yuv {
        int[] of(int y, int x);
    }

    private static Plane plane(ByteBuffer buffer, int rowStride, int pixelStride) {
        return new Plane() {
            @Override
            public int getRowStride() {
                return rowStride;
            }

            @Override
            public int getPixelStride() {
                return pixelStride;
            }

            @Override
            public ByteBuffer getBuffer() {
                return buffer;
            }
        };
    }

    @Override
    public int getFormat() {
        return format;
    }

    @Override
    public int getWidth() {
        return width;
    }

    @Override
    public int getHeight() {
        return height;
    }

    @Override
    public long getTimestamp() {
        return 0;
    }

    @Override
    public Plane[] getPlanes() {
        return planes;
    }

    @Override
    public Rect getCropRect() {
        return crop;
    }

    CameraImage cropped(int top, int left, int bottom, int right) {
        crop = new Rect();
        crop.top = top;
        crop.left = left;
        crop.bottom = bottom;
        crop.right = right;
        return this;
    }

    @Override
    public void close() {}
}
