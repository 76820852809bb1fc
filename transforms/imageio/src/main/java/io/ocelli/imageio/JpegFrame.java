package io.ocelli.imageio;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A JPEG picture's extents and components, as its frame header says them. */
final class JpegFrame {
    final int height;
    final int width;
    final boolean progressive;
    final JpegComponent[] components;

    /** How many blocks of its finest components a unit (MCU) has: across, and down. */
    final int across;

    final int down;
    final int unitsAcross;
    final int unitsDown;

    /** Of a segment. */
    JpegFrame(byte[] file, int at, int size, int kind) throws IOException {
        if (kind != 0xC0 && kind != 0xC1 && kind != 0xC2) {
            throw new IOException("baseline and progressive frames of Huffman codes are read, it has one of kind 0x"
                    + Integer.toHexString(kind));
        }
        if (size < 6 || size < 6 + 3 * (file[at + 5] & 255)) {
            throw new IOException("its frame header is too short");
        }
        if (file[at] != 8) {
            throw new IOException("8 bits a sample are read, it has " + file[at]);
        }
        progressive = kind == 0xC2;
        height = Jpeg.word(file, at + 1);
        width = Jpeg.word(file, at + 3);
        components = new JpegComponent[file[at + 5] & 255];
        if (components.length != 1 && components.length != 3 && components.length != 4) {
            throw new IOException("1, 3 or 4 channels are read, it has " + components.length);
        }
        DesktopDecoder.checkSize(width, height);
        int mostAcross = 1;
        int mostDown = 1;
        for (int i = 0; i < components.length; i++) {
            int factors = factors(file, at, i);
            mostAcross = Math.max(mostAcross, factors >> 4);
            mostDown = Math.max(mostDown, factors & 15);
        }
        across = mostAcross;
        down = mostDown;
        unitsAcross = blocks(width, 1, across);
        unitsDown = blocks(height, 1, down);
        for (int i = 0; i < components.length; i++) {
            int factors = factors(file, at, i);
            int h = factors >> 4;
            int v = factors & 15;
            if (across % h != 0 || down % v != 0) {
                throw new IOException("components whose samples are whole numbers of pixels are read, it has one of "
                        + h + " x " + v + " in " + across + " x " + down);
            }
            components[i] = new JpegComponent(
                    file[at + 6 + 3 * i] & 255,
                    h,
                    v,
                    file[at + 8 + 3 * i] & 255,
                    unitsAcross,
                    unitsDown,
                    blocks(width, h, across),
                    blocks(height, v, down));
        }
    }

    /** Sampling factors of a component; of one that is alone they mean nothing. */
    private int factors(byte[] file, int at, int i) throws IOException {
        int factors = components.length == 1 ? 0x11 : file[at + 7 + 3 * i] & 255;
        if (factors >> 4 < 1 || factors >> 4 > 4 || (factors & 15) < 1 || (factors & 15) > 4) {
            throw new IOException("sampling factors are 1 to 4, it has 0x" + Integer.toHexString(factors));
        }
        return factors;
    }

    /** Blocks of 8 for {@code pixels} of which {@code most} times 8 give {@code share} blocks. */
    private static int blocks(int pixels, int share, int most) {
        return (pixels * share + 8 * most - 1) / (8 * most);
    }

    /** Whether its components are identified by these letters. */
    boolean named(char... letters) {
        for (int i = 0; i < letters.length; i++) {
            if (components[i].id != letters[i]) {
                return false;
            }
        }
        return true;
    }

    /** The component of an identifier. */
    @Nullable
    JpegComponent component(int id) {
        for (JpegComponent component : components) {
            if (component.id == id) {
                return component;
            }
        }
        return null;
    }
}
