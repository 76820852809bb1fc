package io.ocelli.medical.custody;

import io.ocelli.Classifier;
import io.ocelli.SavedSpec;
import io.ocelli.saving.SavedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * A classifier in a folder of encrypted files. Stateless, safe for any number of threads.
 *
 * <pre>{@code
 * KeyProvider keys = KeyProvider.environment("MODEL_KEY");
 * EncryptedModel.save(classifier, folder, keys);
 * try (Classifier again = EncryptedModel.open(folder, keys)) { ... }
 * }</pre>
 */
public final class EncryptedModel {
    /** What is added to the names of files once they are encrypted. */
    public static final String ENDING = ".encrypted";

    /** It takes networks from memory; LibTorch takes them from a file. */
    private static final String ENGINE = "onnxruntime";

    private EncryptedModel() {}

    /**
     * Saves a classifier, which is nowhere on the disk in the clear meanwhile.
     *
     * @param folder is made where it is missing
     * @throws CustodyException if it cannot be written
     * @throws IllegalStateException as {@link Classifier#save} says
     */
    public static void save(Classifier classifier, Path folder, KeyProvider keys) {
        SavedFiles files = classifier.files(folder.toString());
        try {
            Files.createDirectories(folder);
        } catch (IOException e) {
            throw new CustodyException("The folder " + folder + " cannot be made: " + e, e);
        }
        EncryptedFile.write(file(folder, SavedFiles.WEIGHTS), SavedFiles.WEIGHTS, files.weights(), keys);
        EncryptedFile.write(file(folder, SavedFiles.CONFIG), SavedFiles.CONFIG, ByteBuffer.wrap(files.config()), keys);
        Arrays.fill(files.weights().array(), (byte) 0);
    }

    /**
     * Opens a classifier, decrypted in memory alone: it runs on ONNX Runtime, which must be on the class path, as LibTorch
     * takes networks from files only.
     *
     * @throws CustodyException if a file is missing or was changed, or the key is not the one that it was encrypted by
     * @throws io.ocelli.error.WeightsException if the two files do not belong together
     * @throws io.ocelli.error.EngineException if ONNX Runtime cannot run it
     */
    public static Classifier open(Path folder, KeyProvider keys) {
        byte[] config = EncryptedFile.read(file(folder, SavedFiles.CONFIG), SavedFiles.CONFIG, keys);
        byte[] weights = EncryptedFile.read(file(folder, SavedFiles.WEIGHTS), SavedFiles.WEIGHTS, keys);
        return open(new SavedFiles(folder.toString(), config, ByteBuffer.wrap(weights)));
    }

    private static Classifier open(SavedFiles files) {
        return SavedSpec.of(files).engine(ENGINE).open();
    }

    private static Path file(Path folder, String name) {
        return folder.resolve(name + ENDING);
    }
}
