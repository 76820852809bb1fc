package io.ocelli.imageio;

import io.ocelli.image.Image;
import java.io.IOException;

/** Decodes the portable maps of Netpbm: PGM (gray) and PPM (colour), as text (P2, P3) or binary (P5, P6). */
final class Pnm {
    private final byte[] file;
    private int at = 2;

    Pnm(byte[] file) {
        this.file = file;
    }

    /**
     * The picture.
     *
     * @param whole whether samples of more than 8 bits are kept as they are; else they are brought to 8
     */
    Image decode(boolean whole) throws IOException {
        char kind = (char) file[1];
        int channels = kind == '2' || kind == '5' ? 1 : 3;
        boolean text = kind == '2' || kind == '3';
        int width = number();
        int height = number();
        int highest = number();
        DesktopDecoder.checkSize(width, height);
        if (highest < 1 || highest > 65535) {
            throw new IOException("its highest value is 1 to 65535, received " + highest);
        }
        int bytes = highest < 256 ? 1 : 2;
        at++;
        long least = (long) width * height * channels * (text ? 2 : bytes) - (text ? 1 : 0);
        if (least > file.length - at) {
            throw new IOException(
                    "it ends early: " + file.length + " bytes cannot hold " + width + " x " + height + " pixels");
        }
        boolean words = whole && bytes == 2;
        Image image = Image.black(height, width, channels, words ? Image.Depth.UINT16 : Image.Depth.UINT8);
        for (int i = 0; i < height * width * channels; i++) {
            int value = text ? number() : binary(bytes);
            if (value > highest) {
                throw new IOException("its values are at most " + highest + ", received " + value);
            }
            if (words) {
                image.words()[i] = (short) value;
            } else {
                image.samples()[i] = (byte) scaled(value, highest);
            }
        }
        return image;
    }

    private static int scaled(int value, int highest) {
        if (highest == 65535) {
            return value >> 8;
        }
        return highest == 255 ? value : (int) Math.rint(value * 255.0 / highest);
    }

    private int binary(int bytes) {
        int value = file[at++] & 255;
        return bytes == 1 ? value : value << 8 | (file[at++] & 255);
    }

    private int number() throws IOException {
        while (at < file.length && (Character.isWhitespace(file[at]) || file[at] == '#')) {
            if (file[at] == '#') {
                while (at < file.length && file[at] != '\n' && file[at] != '\r') {
                    at++;
                }
            } else {
                at++;
            }
        }
        long value = 0;
        int digits = 0;
        while (at < file.length && file[at] >= '0' && file[at] <= '9' && digits < 10) {
            value = value * 10 + file[at++] - '0';
            digits++;
        }
        if (digits == 0 || value > Integer.MAX_VALUE) {
            throw new IOException("a number was expected at byte " + at);
        }
        return (int) value;
    }
}
