package io.ocelli.data;

import io.ocelli.image.Intensities;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Transform;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a loader was told. Changed only while {@link BatchLoader} makes a copy. */
final class Knobs {
    final DataSet pictures;
    int batchSize = 32;
    Transform transform = Pipeline.empty();
    int channels = 3;
    boolean shuffle;
    long seed;
    int threads = Runtime.getRuntime().availableProcessors();
    int ahead = 2;
    OnBroken onBroken = OnBroken.FAIL;
    LastBatch lastBatch = LastBatch.KEEP;
    final Map<String, Transform> views = new LinkedHashMap<>();

    @Nullable
    Intensities intensities;

    @Nullable
    Mix mix;

    @Nullable
    Sampling sampling;

    int[] labels = {};

    Knobs(DataSet pictures) {
        this.pictures = pictures;
    }

    Knobs(Knobs other) {
        pictures = other.pictures;
        batchSize = other.batchSize;
        transform = other.transform;
        channels = other.channels;
        shuffle = other.shuffle;
        seed = other.seed;
        threads = other.threads;
        ahead = other.ahead;
        onBroken = other.onBroken;
        lastBatch = other.lastBatch;
        views.putAll(other.views);
        intensities = other.intensities;
        mix = other.mix;
        sampling = other.sampling;
        labels = other.labels;
    }

    @Override
    public String toString() {
        return "BatchLoader[" + pictures + ", batchSize=" + batchSize + ", transform=" + transform + ", channels="
                + channels + ", shuffle=" + shuffle + ", seed=" + seed + ", threads=" + threads + ", ahead=" + ahead
                + ", onBroken=" + onBroken + ", lastBatch=" + lastBatch + ", views=" + views + ", mix=" + mix
                + ", sampling=" + sampling + "]";
    }
}
