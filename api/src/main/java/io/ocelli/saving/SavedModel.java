package io.ocelli.saving;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import io.ocelli.error.WeightsException;
import io.ocelli.files.WholeFile;
import io.ocelli.model.Model;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Loading;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import io.ocelli.weights.WeightsFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A classifier as a folder in the layout of timm and Hugging Face: {@code config.json}, which timm reads, with an
 * {@code ocelli} part of our own that holds the graph itself, and {@code model.safetensors}. Both carry an id of the weights,
 * so that one writer's configuration is never read with another's weights.
 */
public final class SavedModel {
    static final String CONFIG = SavedFiles.CONFIG;
    static final String WEIGHTS = SavedFiles.WEIGHTS;

    /** What timm's {@code save_for_hf} writes where it is not told to be safe. */
    private static final String PICKLED = "pytorch_model.bin";

    /** The id among the texts of the weights. */
    private static final String ID = "ocelli.id";

    /**
     * Bytes of a configuration at most; the largest networks with 20,000 labels have a fortieth, without decorators that know much.
     */
    private static final int MOST = 1 << 26;

    /** Another writer may be between the two files: its moves take no longer than this. */
    private static final int TRIES = 20;

    private static final int PAUSE_MILLIS = 50;

    private SavedModel() {}

    /**
     * Saves a classifier to a folder, which is made where it is missing. Two writers of one folder come one after the other.
     *
     * @throws WeightsException if it cannot be written, or a weight is NaN or infinite
     * @throws IllegalStateException if a decorator or a transform has no name to be saved under
     */
    public static void save(TrainedModel model, Path folder) {
        Map<Path, WholeFile.Content> files = new LinkedHashMap<>();
        contents(model, "to " + folder).forEach((name, content) -> files.put(folder.resolve(name), content));
        try {
            Files.createDirectories(folder);
            WholeFile.writeTogether(files);
        } catch (IOException e) {
            throw new WeightsException("The classifier cannot be saved to " + folder + ": " + e, e);
        }
    }

    /**
     * A classifier's files, in memory.
     *
     * @param name what messages call the place where they go
     * @throws WeightsException if a weight is NaN or infinite
     * @throws IllegalStateException if a decorator or a transform has no name to be saved under
     */
    public static SavedFiles files(TrainedModel model, String name) {
        Map<String, byte[]> files = new LinkedHashMap<>();
        contents(model, "as " + name).forEach((file, content) -> {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try {
                content.writeTo(out);
            } catch (IOException e) {
                throw new AssertionError("memory can be written to", e);
            }
            files.put(file, out.toByteArray());
        });
        return new SavedFiles(
                name,
                Objects.requireNonNull(files.get(CONFIG)),
                ByteBuffer.wrap(Objects.requireNonNull(files.get(WEIGHTS))));
    }

    /** What is written, the weights first. */
    private static Map<String, WholeFile.Content> contents(TrainedModel model, String where) {
        model.weights()
                .requireFinite(
                        "those that are to be saved " + where,
                        "They diverged in training: train again with a lower learning rate or clip(1).");
        Model timm = TimmFolder.namesake(model.architecture());
        Weights weights = timm == null
                ? model.weights()
                : timm.timm().write(model.weights(), model.architecture().graph());
        String id = id(weights);
        byte[] config = ConfigWriter.config(model, id).toString().getBytes(StandardCharsets.UTF_8);
        if (config.length > MOST) {
            throw new WeightsException("The configuration of a saved classifier has at most " + MOST
                    + " bytes, and this one would have " + config.length
                    + ": a decorator knows too much. Fit it on fewer pictures, or save classifier.undecorated().");
        }
        Map<String, WholeFile.Content> files = new LinkedHashMap<>();
        files.put(WEIGHTS, Safetensors.content(weights, ImmutableMap.of("format", "pt", ID, id)));
        files.put(CONFIG, out -> out.write(config));
        return files;
    }

    /** The same for the same weights, whoever saves them. */
    private static String id(Weights weights) {
        Hasher hasher = Hashing.sha256().newHasher();
        for (Map.Entry<String, Tensor> entry : weights.toMap().entrySet()) {
            Tensor tensor = entry.getValue();
            hasher.putString(entry.getKey() + tensor.type() + tensor.shape(), StandardCharsets.UTF_8)
                    .putBytes(tensor.bytes());
        }
        return hasher.hash().toString().substring(0, 32);
    }

    /**
     * The classifier in a folder.
     *
     * @throws WeightsException if the folder is missing, or holds something else
     */
    public static TrainedModel load(Path folder) {
        return load(folder, false);
    }

    /**
     * The classifier in a folder.
     *
     * @param undecorated whether what was around it is left out
     * @throws WeightsException if the folder is missing, or holds something else
     */
    public static TrainedModel load(Path folder, boolean undecorated) {
        for (int tries = 1; ; tries++) {
            SavedConfig config = SavedConfig.read(bytes(folder), folder, undecorated);
            Path file = weights(folder);
            List<Object> before = identity(file);
            Weights weights = WeightsFile.read(file);
            // after the weights were read: those of another writer that came in between have another id
            @Nullable
            String theirs = config.weightsId() == null || !file.endsWith(WEIGHTS)
                    ? null
                    : String.valueOf(Safetensors.metadata(file).get(ID));
            // a writer may also have come and gone: then the id is of other weights than those that were read
            boolean same = before.equals(identity(file));
            if (same && (theirs == null || theirs.equals(config.weightsId()))) {
                return fitted(config, weights, file.toString());
            }
            if (tries == TRIES || !pause()) {
                throw apart(folder, config, String.valueOf(theirs));
            }
        }
    }

    /** What tells a file from another that takes its place. */
    private static List<Object> identity(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return ImmutableList.of(
                    String.valueOf(attributes.fileKey()), attributes.lastModifiedTime(), attributes.size());
        } catch (IOException e) {
            throw new WeightsException("The weights of a saved classifier cannot be read from " + file + ": " + e, e);
        }
    }

    /**
     * The classifier in files that are in memory.
     *
     * @param undecorated whether what was around it is left out
     * @throws WeightsException if they hold something else, or do not belong together
     */
    public static TrainedModel load(SavedFiles files, boolean undecorated) {
        SavedConfig config = SavedConfig.read(files.config(), Paths.get(files.name()), undecorated);
        String theirs = String.valueOf(
                Safetensors.metadata(files.name(), files.weights()).get(ID));
        if (config.weightsId() != null && !theirs.equals(config.weightsId())) {
            throw apart(files.name(), config, theirs);
        }
        return fitted(config, WeightsFile.read(files.name(), files.weights()), files.name());
    }

    private static WeightsException apart(Object place, SavedConfig config, String theirs) {
        return new WeightsException(
                "The two files of a saved classifier belong together, and in " + place + " " + CONFIG
                        + " is of the weights " + config.weightsId() + ", and " + WEIGHTS + " of " + theirs
                        + ": a save was cut off, or one of them was replaced. Save the classifier again, or bring the"
                        + " file that belongs to the other.");
    }

    private static boolean pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static byte[] bytes(Path folder) {
        Path file = folder.resolve(CONFIG);
        try {
            if (Files.size(file) > MOST) {
                throw new WeightsException("The saved classifier's " + file + " has at most " + MOST
                        + " bytes, and this one " + Files.size(file) + ": it is not one that save() wrote");
            }
            return Files.readAllBytes(file);
        } catch (NoSuchFileException e) {
            throw new WeightsException(
                    "A saved classifier is a folder with " + CONFIG + " and " + WEIGHTS + ", and there is no " + file,
                    e);
        } catch (IOException e) {
            throw new WeightsException("The saved classifier's " + file + " cannot be read: " + e, e);
        }
    }

    private static Path weights(Path folder) {
        Path pickled = folder.resolve(PICKLED);
        Path safe = folder.resolve(WEIGHTS);
        return Files.exists(safe) || !Files.exists(pickled) ? safe : pickled;
    }

    private static TrainedModel fitted(SavedConfig config, Weights weights, String file) {
        WeightsFitting.Fitted fitted = WeightsFitting.fit(
                config.naming().apply(weights),
                config.architecture().graph(),
                Weights.empty(),
                new WeightsFitting.Terms(file, config.source(), Loading.STRICT));
        return new TrainedModel(
                config.architecture(),
                fitted.weights(),
                config.preprocessing(),
                config.labels(),
                config.answering(),
                fitted.report());
    }
}
