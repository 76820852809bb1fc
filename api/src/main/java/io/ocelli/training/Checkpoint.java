package io.ocelli.training;

import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import io.ocelli.error.WeightsException;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Where a training stood: its position, its history, the network's numbers and what the optimiser keeps. Immutable. A training
 * that is {@linkplain Training#resumeFrom resumed} from it, with the same recipe and pictures and on the same machine, gives bit
 * for bit what it would have given without a stop.
 */
public final class Checkpoint {
    private static final String TEXT = "ocelli.checkpoint";
    private static final int FORMAT = 1;
    private static final String WEIGHTS = "weights:";
    private static final String STATE = "state:";
    private static final String BEST = "best:";

    /** Null where the recipe holds what cannot be written. */
    private final @Nullable JsonElement recipe;

    private final int pictures;
    private final Position position;
    private final Tally tally;
    private final History history;
    private final Weights weights;
    private final Weights state;
    private final @Nullable Weights best;

    Checkpoint(
            Training recipe,
            int pictures,
            Position position,
            Tally tally,
            History history,
            Weights weights,
            Weights state,
            @Nullable Weights best) {
        this(recipe.isSaveable() ? recipe.json() : null, pictures, position, tally, history, weights, state, best);
    }

    private Checkpoint(
            @Nullable JsonElement recipe,
            int pictures,
            Position position,
            Tally tally,
            History history,
            Weights weights,
            Weights state,
            @Nullable Weights best) {
        this.best = best;
        this.recipe = recipe;
        this.pictures = pictures;
        this.position = position;
        this.tally = tally;
        this.history = history;
        this.weights = weights;
        this.state = state;
    }

    public Position position() {
        return position;
    }

    public History history() {
        return history;
    }

    /** The network's numbers, every entry of its state dict. */
    public Weights weights() {
        return weights;
    }

    /** What the optimiser keeps. */
    public Weights state() {
        return state;
    }

    Tally tally() {
        return tally;
    }

    /** The weights of the best epoch so far; null where nobody asked for them. */
    @Nullable
    Weights best() {
        return best;
    }

    /**
     * Writes it as one safetensors file, which appears whole or not at all: the numbers as {@code weights:NAME}, what the
     * optimiser keeps as {@code state:NAME}, those of the best epoch as {@code best:NAME}, and the rest as JSON in its header.
     *
     * @throws WeightsException if it cannot be written
     */
    public void save(Path file) {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        weights.toMap().forEach((name, tensor) -> tensors.put(WEIGHTS + name, tensor));
        state.toMap().forEach((name, tensor) -> tensors.put(STATE + name, tensor));
        if (best != null) {
            best.toMap().forEach((name, tensor) -> tensors.put(BEST + name, tensor));
        }
        JsonObject json = new JsonObject();
        json.addProperty("format", FORMAT);
        json.add("recipe", recipe == null ? JsonNull.INSTANCE : recipe);
        json.addProperty("pictures", pictures);
        json.addProperty("epoch", position.epoch());
        json.addProperty("batch", position.batch());
        json.addProperty("updates", position.updates());
        json.addProperty("losses", tally.losses());
        json.addProperty("epoch_updates", tally.updates());
        json.addProperty("planned_updates", tally.planned());
        json.addProperty("seconds", tally.seconds());
        json.add("history", JsonParser.parseString(history.toJson()));
        Safetensors.write(file, Weights.of(tensors), Collections.singletonMap(TEXT, json.toString()));
    }

    /**
     * Reads what {@link #save} wrote.
     *
     * @throws WeightsException if the file is missing, or is something else
     */
    public static Checkpoint load(Path file) {
        String text = Safetensors.metadata(file).get(TEXT);
        if (text == null) {
            throw new WeightsException("A checkpoint is a file that Checkpoint.save wrote, and " + file
                    + " says nothing of a training. If it holds weights, weights(path) reads them.");
        }
        Weights all = Safetensors.read(file);
        Weights best = behind(BEST, all);
        try {
            JsonObject json = JsonParser.parseString(text).getAsJsonObject();
            if (json.get("format").getAsInt() != FORMAT) {
                throw new WeightsException("This version reads checkpoints of format " + FORMAT + ", and " + file
                        + " is of format " + json.get("format") + ". Resume with the version that wrote it.");
            }
            JsonElement recipe = json.get("recipe");
            return new Checkpoint(
                    recipe.isJsonNull() ? null : recipe,
                    json.get("pictures").getAsInt(),
                    new Position(
                            json.get("epoch").getAsInt(),
                            json.get("batch").getAsInt(),
                            json.get("updates").getAsLong()),
                    new Tally(
                            json.get("losses").getAsDouble(),
                            json.get("epoch_updates").getAsInt(),
                            json.get("planned_updates").getAsInt(),
                            json.get("seconds").getAsDouble()),
                    History.fromJson(json.get("history")),
                    behind(WEIGHTS, all),
                    behind(STATE, all),
                    best.names().isEmpty() ? null : best);
        } catch (JsonParseException
                | IllegalStateException
                | IllegalArgumentException
                | UnsupportedOperationException
                | ClassCastException
                | NullPointerException e) {
            throw new WeightsException("The checkpoint " + file + " is damaged: " + e.getMessage(), e);
        }
    }

    /** The tensors whose names begin so, without that beginning. */
    private static Weights behind(String prefix, Weights all) {
        Map<String, Tensor> found = new LinkedHashMap<>();
        all.toMap().forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                found.put(name.substring(prefix.length()), tensor);
            }
        });
        return Weights.of(found);
    }

    /** These weights with its own in their place. */
    Weights into(Weights others) {
        for (String name : others.names()) {
            Tensor own = weights.find(name);
            Tensor other = others.get(name);
            if (own == null || !own.shape().equals(other.shape())) {
                throw new IllegalArgumentException("A training is resumed with the network that it had: the checkpoint "
                        + (own == null ? "has no '" + name + "'" : "has '" + name + "' of shape " + own.shape())
                        + ", and the network has " + other.shape());
            }
        }
        return others.with(weights);
    }

    /**
     * Refuses to go on with what it does not belong to.
     *
     * @throws IllegalArgumentException if the recipe or the number of pictures is another
     */
    void check(Training other, int otherPictures) {
        Training own = recipe == null ? null : Training.fromJson(recipe.toString());
        if (own != null && other.isSaveable() && !own.sameCourse(other)) {
            throw new IllegalArgumentException(
                    "A training is resumed with the recipe that it had,\n  " + own + ",\nreceived\n  " + other);
        }
        if (pictures != otherPictures) {
            throw new IllegalArgumentException(
                    "A training is resumed with the pictures that it had: the checkpoint's had " + pictures
                            + ", received " + otherPictures);
        }
    }

    @Override
    public String toString() {
        return "Checkpoint in " + position;
    }
}
