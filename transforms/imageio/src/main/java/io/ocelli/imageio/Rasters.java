package io.ocelli.imageio;

import io.ocelli.image.Image;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;

/** Takes the samples of a decoded picture as they are; {@code getRGB} would convert gray ones between colour spaces. */
final class Rasters {
    private Rasters() {}

    static Image image(BufferedImage picture) {
        return image(picture, false);
    }

    /**
     * The picture.
     *
     * @param whole whether samples of 16 bits are kept; else their high byte is
     */
    static Image image(BufferedImage picture, boolean whole) {
        ColorModel model = picture.getColorModel();
        if (model instanceof IndexColorModel) {
            return palette(picture.getRaster(), (IndexColorModel) model);
        }
        int space = model.getColorSpace().getType();
        if (space == ColorSpace.TYPE_GRAY) {
            return samples(picture.getRaster(), 1, whole);
        }
        if (space == ColorSpace.TYPE_RGB) {
            return samples(picture.getRaster(), 3, whole);
        }
        return converted(picture);
    }

    private static Image palette(Raster raster, IndexColorModel model) {
        int[] row = new int[raster.getWidth()];
        Image image = Image.black(raster.getHeight(), raster.getWidth(), 3);
        byte[] to = image.samples();
        int o = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getSamples(0, y, row.length, 1, 0, row);
            for (int index : row) {
                int colour = index < model.getMapSize() ? model.getRGB(index) : 0;
                to[o++] = (byte) (colour >> 16);
                to[o++] = (byte) (colour >> 8);
                to[o++] = (byte) colour;
            }
        }
        return image;
    }

    /** The first bands of a raster; of more than 8 bits the high byte, fewer are spread over 0 to 255. */
    private static Image samples(Raster raster, int channels, boolean whole) {
        if (whole && raster.getSampleModel().getSampleSize(0) == 16) {
            return words(raster, channels);
        }
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        int[] row = new int[width * bands];
        int[] bits = raster.getSampleModel().getSampleSize();
        Image image = Image.black(raster.getHeight(), width, channels);
        byte[] to = image.samples();
        int o = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int p = 0; p < row.length; p += bands) {
                for (int c = 0; c < channels; c++) {
                    int value = row[p + c];
                    to[o++] = (byte) (bits[c] >= 8 ? value >> (bits[c] - 8) : value * 255 / ((1 << bits[c]) - 1));
                }
            }
        }
        return image;
    }

    private static Image words(Raster raster, int channels) {
        int width = raster.getWidth();
        int bands = raster.getNumBands();
        int[] row = new int[width * bands];
        boolean signed = raster.getDataBuffer().getDataType() == DataBuffer.TYPE_SHORT;
        Image image = Image.black(raster.getHeight(), width, channels, signed ? Image.Depth.INT16 : Image.Depth.UINT16);
        int o = 0;
        for (int y = 0; y < raster.getHeight(); y++) {
            raster.getPixels(0, y, width, 1, row);
            for (int p = 0; p < row.length; p += bands) {
                for (int c = 0; c < channels; c++) {
                    image.words()[o++] = (short) row[p + c];
                }
            }
        }
        return image;
    }

    private static Image converted(BufferedImage picture) {
        int[] row = new int[picture.getWidth()];
        Image image = Image.black(picture.getHeight(), picture.getWidth(), 3);
        byte[] to = image.samples();
        int o = 0;
        for (int y = 0; y < picture.getHeight(); y++) {
            picture.getRGB(0, y, row.length, 1, row, 0, row.length);
            for (int colour : row) {
                to[o++] = (byte) (colour >> 16);
                to[o++] = (byte) (colour >> 8);
                to[o++] = (byte) colour;
            }
        }
        return image;
    }
}
