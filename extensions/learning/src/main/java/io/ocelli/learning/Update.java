package io.ocelli.learning;

import io.ocelli.Classifier;
import io.ocelli.Successor;
import io.ocelli.data.DataSet;
import io.ocelli.data.Sample;
import io.ocelli.data.Split;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Teaches a classifier in use new pictures, and new classes, without its forgetting the old: with a memory of what it has learnt
 * from on disk, a check against old pictures that it has never learnt from, and a refusal where it has forgotten too much.
 *
 * <pre>{@code
 * Update update = Update.with(Path.of("memory"));
 * update.remember(classifier, oldPictures);                      // once
 * try (Updated updated = update.teach(classifier, newPictures)) {
 *     if (updated.accepted()) {
 *         updated.classifier().save(folder);
 *         updated.remember();
 *     }
 * }
 * }</pre>
 *
 * <p>In each step a batch from memory stands beside a batch of new pictures: its labels are learnt, and of each old picture the
 * classifier is to say what was said when it was put into the memory (dark experience replay, of one draw for both). Norms keep
 * their statistics ({@link Training#freezeNormStatistics}). A class that is new by its name gets a place at the end of the head. A
 * fifth of all pictures is held out to check with. The folder has two memories, {@code learnt} and {@code held}.
 *
 * <p>The head learns alone, from what the backbone makes of each picture once: in seconds, and a backbone that stays as it is
 * forgets nothing. Where the network learnt from pictures of its own alone, its backbone may have no eye for a new class; then the
 * {@link #wholeNetwork whole network} is taught.
 *
 * <p>A value. The folder is for one process at a time.
 *
 * @param folder of the memory
 * @param capacity how many pictures it keeps to learn from, 2 or more; a quarter as many are held out to check with
 * @param bytes how much of the disk it takes at most; where so many pictures have no room in it, it keeps fewer
 * @param forgetting by how much the accuracy on old pictures may fall, from 0 to 1
 * @param alpha what it counts that old pictures are answered as before, 0 or more
 * @param whole whether the backbone learns too
 * @param recipe of the training; its objective and streams are the update's
 */
public record Update(
        Path folder, int capacity, long bytes, double forgetting, double alpha, boolean whole, Training recipe) {
    private static final String MEMORY = "memory";
    private static final double LEARNT = 0.8;

    /**
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Update {
        if (bytes < 1) {
            throw new IllegalArgumentException("A memory has bytes on the disk, received " + bytes);
        }
        if (capacity < 2 || !(forgetting >= 0 && forgetting <= 1) || !(alpha >= 0)) {
            throw new IllegalArgumentException(
                    "A memory keeps 2 pictures or more, an accuracy may fall by 0 to 1, and what was"
                            + " said counts 0 or more, received " + capacity + ", " + forgetting + " and " + alpha);
        }
    }

    /** 500 pictures, at most 5 points of accuracy, and the head alone by {@link Training#defaults}. */
    public static Update with(Path folder) {
        return new Update(folder, 500, Long.MAX_VALUE, 0.05, 0.2, false, Training.defaults());
    }

    /** With room for so many pictures to learn from. */
    public Update capacity(int pictures) {
        return new Update(folder, pictures, bytes, forgetting, alpha, whole, recipe);
    }

    /** With at most so many bytes of pictures, labels and logits on the disk, a fifth of them to check with. */
    public Update bytes(long most) {
        return new Update(folder, capacity, most, forgetting, alpha, whole, recipe);
    }

    /** With another limit to what is forgotten. */
    public Update forgetting(double most) {
        return new Update(folder, capacity, bytes, most, alpha, whole, recipe);
    }

    /** With another weight of what was said before. */
    public Update alpha(double weight) {
        return new Update(folder, capacity, bytes, forgetting, weight, whole, recipe);
    }

    /** With a backbone that learns as well: slower, and it can forget, but it can come to see what it had no eye for. */
    public Update wholeNetwork() {
        return new Update(folder, capacity, bytes, forgetting, alpha, true, recipe);
    }

    /** With another recipe. */
    public Update recipe(Training recipe) {
        return new Update(folder, capacity, bytes, forgetting, alpha, whole, recipe);
    }

    /** What it learns from beside new pictures. */
    public PictureMemory learnt() {
        return PictureMemory.in(folder.resolve("learnt"), capacity);
    }

    /** What it is checked with. */
    public PictureMemory held() {
        return PictureMemory.in(folder.resolve("held"), Math.max(1, capacity / 4));
    }

    /**
     * Puts pictures that a classifier has learnt from into the memory, and what it says of them.
     *
     * @throws IllegalArgumentException if one has no class, the memory is another classifier's, or no picture has room in it
     * @throws io.ocelli.error.ImageException if one cannot be read, or the folder not be written
     */
    public void remember(Classifier classifier, DataSet pictures) {
        remember(classifier, pictures.split(LEARNT, recipe.seed()));
    }

    void remember(Classifier classifier, Split parts) {
        long check = bytes / 5;
        learnt().with(parts.training(), classifier).within(bytes - check);
        held().with(parts.validation()).within(check);
    }

    /**
     * Teaches a classifier new pictures. It stays as it is and open; the memory is not changed before {@link Updated#remember}.
     *
     * @param pictures with a class each, of known classes or new ones
     * @throws IllegalArgumentException if the memory is empty, holds classes that the classifier does not know, or what another
     *     said
     * @throws io.ocelli.error.ImageException naming a picture that cannot be read
     * @throws io.ocelli.training.TrainingException if the training fails
     */
    public Updated teach(Classifier classifier, DataSet pictures) {
        PictureMemory memory = learnt();
        DataSet check = held().pictures();
        if (memory.size() == 0 || check.size() == 0) {
            throw new IllegalArgumentException(
                    "What a classifier knows is kept by pictures that it learnt from, and the memory" + " in " + folder
                            + " has none. Say remember(classifier, pictures) first.");
        }
        Split parts = pictures.split(LEARNT, recipe.seed());
        List<String> labels = new ArrayList<>(classifier.labels());
        for (String name : pictures.classes()) {
            if (!labels.contains(name)) {
                labels.add(name);
            }
        }
        Objective objective = Objective.labels(Loss.crossEntropy())
                .plus(Rehearsal.of(MEMORY, Loss.crossEntropy()).objective())
                .plus(DarkExperience.carried(MEMORY, PictureMemory.SAID, labels.size())
                        .times(alpha));
        // Batches are all old or all new, by which norms that look at a batch would tell the ones from the others.
        Training taught = recipe.freezeNormStatistics().objective(objective).stream(MEMORY, memory.pictures(labels));
        double before = accuracy(classifier, check);
        Successor more = Successor.of(classifier).classes(labels);
        Classifier after = (whole ? more : more.freezeBackbone())
                .fit(parts.training(), both(check, parts.validation(), labels), taught);
        try {
            double kept = accuracy(after, check);
            double learnt = parts.validation().size() == 0 ? Double.NaN : accuracy(after, parts.validation());
            return new Updated(this, parts, after, before, kept, learnt);
        } catch (RuntimeException | Error e) {
            after.close();
            throw e;
        }
    }

    private static double accuracy(Classifier classifier, DataSet pictures) {
        return classifier.evaluate(pictures).accuracy();
    }

    private static DataSet both(DataSet first, DataSet second, List<String> labels) {
        List<Sample> samples = new ArrayList<>();
        for (DataSet each : new DataSet[] {first.relabel(labels), second.relabel(labels)}) {
            for (int i = 0; i < each.size(); i++) {
                samples.add(each.sample(i));
            }
        }
        return DataSet.of(labels, samples);
    }
}
