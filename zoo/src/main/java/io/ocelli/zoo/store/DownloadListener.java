package io.ocelli.zoo.store;

import io.ocelli.model.PublishedWeights;

/** Is told how far a download is: a progress bar. It is called on the thread that downloads, up to ten times a second. */
@FunctionalInterface
public interface DownloadListener {
    /**
     * The state of a download.
     *
     * @param weights what is downloaded
     * @param received bytes that are on the disk, those of an earlier, interrupted download among them
     * @param total bytes of the whole file, or -1 where the server does not say
     */
    void progressed(PublishedWeights weights, long received, long total);
}
