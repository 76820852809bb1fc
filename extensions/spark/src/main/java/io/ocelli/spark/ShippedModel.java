package io.ocelli.spark;

import com.google.common.hash.Hashing;
import io.ocelli.Classifier;
import io.ocelli.SavedSpec;
import io.ocelli.engine.Preset;
import io.ocelli.saving.SavedFiles;
import io.ocelli.saving.SavedModel;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The files of a saved classifier, as the driver sends them to the executors. They are not to be changed. */
final class ShippedModel implements Serializable {
    private static final long serialVersionUID = 1;

    /**
     * The classifiers of this JVM by the digest of their files: all tasks share one, and it stays until the JVM ends, since there
     * is no moment at which Spark says that no task will come.
     */
    private static final Map<String, Classifier> OPEN = new ConcurrentHashMap<>();

    private final byte[] config;
    private final byte[] weights;
    private final String digest;

    ShippedModel(byte[] config, byte[] weights) {
        this.config = config;
        this.weights = weights;
        this.digest = Hashing.sha256()
                .newHasher()
                .putInt(config.length)
                .putBytes(config)
                .putBytes(weights)
                .hash()
                .toString();
    }

    static ShippedModel read(Path folder) {
        Path weights = folder.resolve(SavedFiles.WEIGHTS);
        if (!Files.isRegularFile(weights)) {
            throw new IllegalArgumentException("A model for Spark is a folder that classifier.save(folder) wrote, with "
                    + SavedFiles.CONFIG + " and " + SavedFiles.WEIGHTS + "; received " + folder
                    + ", where there is no " + SavedFiles.WEIGHTS + ". Open it with Classifier.load and save it.");
        }
        try {
            return new ShippedModel(Files.readAllBytes(folder.resolve(SavedFiles.CONFIG)), Files.readAllBytes(weights));
        } catch (IOException e) {
            throw new UncheckedIOException("The saved classifier in " + folder + " cannot be read", e);
        }
    }

    /** A classifier of this process, as it would be saved. */
    static ShippedModel of(Classifier classifier) {
        SavedFiles files = SavedModel.files(
                classifier.trained("sent to executors", "train one here instead"), "what Spark's driver trained");
        byte[] weights = new byte[files.weights().remaining()];
        files.weights().duplicate().get(weights);
        return new ShippedModel(files.config(), weights);
    }

    /** The names of the classes. */
    List<String> labels() {
        return SavedModel.load(files(), false).labels();
    }

    private SavedFiles files() {
        return new SavedFiles("the model that Spark's driver sent", config, ByteBuffer.wrap(weights));
    }

    byte[] config() {
        return config;
    }

    byte[] weights() {
        return weights;
    }

    /** The JVM's one classifier of these files, opened by the first who asks; each call runs on its caller's thread alone. */
    Classifier classifier() {
        return OPEN.computeIfAbsent(
                digest, key -> SavedSpec.of(files()).serving(Preset.THROUGHPUT).open());
    }
}
