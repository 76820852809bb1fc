package io.ocelli.testing;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.opentest4j.TestAbortedException;

/**
 * The golden figures: what the original frameworks computed, in JSON, and the rule by which both sides make the same
 * weights and inputs from a name.
 *
 * <p>The folder is the system property {@code ocelli.golden}, or else the first {@code shared/golden} beside the working
 * directory or one of its parents. Where there is none, the calling test is skipped, and says so; where {@code CI} is set in the
 * environment, it fails, unless {@code OCELLI_WAIVED} names {@code golden}.
 */
public final class Golden {
    private static final long GOLDEN_GAMMA = 0x9E3779B97F4A7C15L;

    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private Golden() {}

    /** The folder of the golden files; skips the calling test where it is absent. */
    public static Path folder() {
        Path folder = locate();
        if (folder == null || !Files.isDirectory(folder)) {
            String reason = "skipped: no golden files; give their folder as -Docelli.golden=DIR, looked for "
                    + (folder == null ? "shared/golden above " + System.getProperty("user.dir") : folder);
            if (System.getenv("CI") != null && !isWaived("golden", System.getenv("OCELLI_WAIVED"))) {
                // not a skip: a build that checks everything is not to be green because it found nothing to check
                throw new IllegalStateException("Golden files are needed where CI is set, and are not there (" + reason
                        + "). Waive them by name with OCELLI_WAIVED=golden in the environment.");
            }
            if (SAID.add(reason)) {
                // Where a test's arguments come from the files, it is not even counted.
                System.out.println("Tests against golden files are " + reason);
            }
            throw new TestAbortedException(reason);
        }
        return folder;
    }

    /** The parent of {@link #folder()}, where weights and pictures lie; skips the calling test where it is absent. */
    public static Path shared() {
        return folder().toAbsolutePath().normalize().getParent();
    }

    /** Whether there are golden files at all. */
    public static boolean present() {
        Path folder = locate();
        return folder != null && Files.isDirectory(folder);
    }

    /** A golden file's content, by its path in the folder, such as {@code models/resnet18.json}. */
    public static JsonObject json(String relative) {
        Path file = folder().resolve(relative);
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        } catch (IOException e) {
            throw new UncheckedIOException("Cannot read the golden file " + file, e);
        }
    }

    /** The state dict that a model's file lists under {@code state}: each entry's shape, in order. */
    public static Map<String, Shape> state(JsonObject model) {
        Map<String, Shape> state = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> entry :
                model.getAsJsonObject("state").entrySet()) {
            state.put(entry.getKey(), shape(entry.getValue()));
        }
        return state;
    }

    /** The shape that a JSON array of extents says. */
    public static Shape shape(JsonElement extents) {
        long[] values = new long[extents.getAsJsonArray().size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = extents.getAsJsonArray().get(i).getAsLong();
        }
        return Shape.of(values);
    }

    /** The input that a model's file describes under {@code input}: a name, a shape and a range. */
    public static Tensor input(JsonObject input) {
        return tensor(
                input.get("name").getAsString(),
                shape(input.get("shape")),
                input.get("lo").getAsDouble(),
                input.get("hi").getAsDouble());
    }

    /** The weights that a model's file means: those of its {@code state}, filled with its {@code gain}. */
    public static Weights weights(JsonObject model) {
        return weights(state(model), model.get("gain").getAsDouble());
    }

    /**
     * Every floating-point entry of a state dict by the rule, and {@code num_batches_tracked} as an int64 zero. Integer
     * buffers, which are those named {@code relative_position_index}, are not the rule's to make and are left out.
     */
    public static Weights weights(Map<String, Shape> state, double gain) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        state.forEach((name, shape) -> {
            if (!name.endsWith("relative_position_index")) {
                Tensor filled = parameter(name, shape, gain);
                tensors.put(name, filled == null ? Tensor.zeros(DType.INT64, shape) : filled);
            }
        });
        return Weights.of(tensors);
    }

    /** The value of one floating-point entry of a state dict from its name and shape; null for one that stays 0. */
    public static @Nullable Tensor parameter(String name, Shape shape, double gain) {
        String last = name.substring(name.lastIndexOf('.') + 1);
        switch (last) {
            case "num_batches_tracked":
                return null;
            case "running_mean":
                return tensor(name, shape, -0.1, 0.1);
            case "running_var":
                return tensor(name, shape, 0.5, 1.5);
            default:
                break;
        }
        if (shape.rank() <= 1) {
            return last.equals("weight") ? tensor(name, shape, 0.9, 1.1) : tensor(name, shape, -0.1, 0.1);
        }
        if (last.equals("weight") || last.equals("in_proj_weight")) {
            long fanIn = 1;
            for (int i = 1; i < shape.rank(); i++) {
                fanIn *= shape.get(i);
            }
            double bound = gain * Math.sqrt(3.0 / fanIn);
            return tensor(name, shape, -bound, bound);
        }
        return tensor(name, shape, -0.2, 0.2);
    }

    /** The fill rule: value i is {@code lo + (hi - lo) u(name, i)}, row-major. */
    public static float[] fill(String name, Shape shape, double lo, double hi) {
        float[] values = new float[Math.toIntExact(shape.count())];
        fill(name, lo, hi, FloatBuffer.wrap(values));
        return values;
    }

    /** The same as a float32 tensor. */
    public static Tensor tensor(String name, Shape shape, double lo, double hi) {
        ByteBuffer bytes = Tensor.allocate(DType.FLOAT32, shape);
        fill(name, lo, hi, bytes.asFloatBuffer());
        return Tensor.of(DType.FLOAT32, shape, bytes);
    }

    private static void fill(String name, double lo, double hi, FloatBuffer values) {
        long state = fnv1a64(name);
        int n = values.limit();
        for (int i = 0; i < n; i++) {
            state += GOLDEN_GAMMA;
            long z = (state ^ (state >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            z ^= z >>> 31;
            values.put(i, (float) (lo + (hi - lo) * ((z >>> 40) * 0x1p-24)));
        }
    }

    private static long fnv1a64(String name) {
        long hash = 0xcbf29ce484222325L;
        for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 255)) * 0x100000001b3L;
        }
        return hash;
    }

    /** Whether what is missing may be, by a list of names. */
    static boolean isWaived(String name, @Nullable String waived) {
        return waived != null && List.of(waived.split(",")).contains(name);
    }

    private static @Nullable Path locate() {
        String given = System.getProperty("ocelli.golden");
        if (given != null && !given.isEmpty()) {
            return Path.of(given);
        }
        for (Path at = Path.of("").toAbsolutePath(); at != null; at = at.getParent()) {
            Path candidate = at.resolve("shared").resolve("golden");
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
