package io.ocelli.medical;

/** A component of a JPEG frame: its sampling factors, and the samples found so far. */
final class JpegComponent {
    final int id;
    final int across;
    final int down;
    final int quantisation;
    /** Samples in a row of {@link #plane}, which is padded to whole blocks. */
    int stride;

    int width;
    int height;
    int[] plane = {};

    JpegComponent(int id, int across, int down, int quantisation) {
        this.id = id;
        this.across = across;
        this.down = down;
        this.quantisation = quantisation;
    }
}
