package io.ocelli.samples.server;

/**
 * What a server bears.
 *
 * @param queue how many pictures may wait while others are classified
 * @param maxBytes the largest picture file
 * @param maxPixels the largest picture, whatever its file's size
 * @param uploadSeconds how long a body may take to arrive
 * @param decodingSeconds how long a picture may take to be decoded
 * @param maxPictures the most pictures of a batch; no more than have a place at once
 * @param maxBatchBytes the largest body of a batch; no more than the heap bears
 * @param gathered how many pictures of different requests the network takes together at most; 1 for each by itself
 */
public record Limits(
        int queue,
        int maxBytes,
        int maxPixels,
        int uploadSeconds,
        int decodingSeconds,
        int maxPictures,
        int maxBatchBytes,
        int gathered) {
    /** Of the heap, half is for pixels; a picture that is decoded takes so many bytes for each. */
    private static final int BYTES_OF_A_PIXEL = 8;

    private static final long MOST_PIXELS = 178_956_970; // Pillow's bound, and the decoder's

    public static final Limits DEFAULT = new Limits(64, 16 << 20, pixelsOfTheHeap(), 30, 10, 32, 64 << 20, 1);

    /**
     * @throws IllegalArgumentException if one of them is not positive
     */
    public Limits {
        positive("queue", queue);
        positive("maxBytes", maxBytes);
        positive("maxPixels", maxPixels);
        positive("uploadSeconds", uploadSeconds);
        positive("decodingSeconds", decodingSeconds);
        positive("maxPictures", maxPictures);
        positive("maxBatchBytes", maxBatchBytes);
        positive("gathered", gathered);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is at least 1, received " + value);
        }
    }

    /** How many pixels this JVM can have in work at once. */
    static int pixelsOfTheHeap() {
        return (int) Math.min(MOST_PIXELS, Runtime.getRuntime().maxMemory() / 2 / BYTES_OF_A_PIXEL);
    }

    public Limits withQueue(int waiting) {
        return new Limits(
                waiting, maxBytes, maxPixels, uploadSeconds, decodingSeconds, maxPictures, maxBatchBytes, gathered);
    }

    public Limits withMaxBytes(int bytes) {
        return new Limits(
                queue, bytes, maxPixels, uploadSeconds, decodingSeconds, maxPictures, maxBatchBytes, gathered);
    }

    public Limits withMaxPixels(int pixels) {
        return new Limits(
                queue, maxBytes, pixels, uploadSeconds, decodingSeconds, maxPictures, maxBatchBytes, gathered);
    }

    public Limits withUploadSeconds(int seconds) {
        return new Limits(queue, maxBytes, maxPixels, seconds, decodingSeconds, maxPictures, maxBatchBytes, gathered);
    }

    public Limits withDecodingSeconds(int seconds) {
        return new Limits(queue, maxBytes, maxPixels, uploadSeconds, seconds, maxPictures, maxBatchBytes, gathered);
    }

    /** Of batches. */
    public Limits withMaxPictures(int pictures) {
        return new Limits(
                queue, maxBytes, maxPixels, uploadSeconds, decodingSeconds, pictures, maxBatchBytes, gathered);
    }

    public Limits withMaxBatchBytes(int bytes) {
        return new Limits(queue, maxBytes, maxPixels, uploadSeconds, decodingSeconds, maxPictures, bytes, gathered);
    }

    public Limits withGathered(int pictures) {
        return new Limits(
                queue, maxBytes, maxPixels, uploadSeconds, decodingSeconds, maxPictures, maxBatchBytes, pictures);
    }
}
