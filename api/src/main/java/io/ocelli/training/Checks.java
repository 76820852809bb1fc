package io.ocelli.training;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import io.ocelli.data.Batch;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Sample;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Program;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Activation;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.image.Size;
import io.ocelli.model.InputSize;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a training needs, asked before it begins. */
final class Checks {
    private static final int NAMED = 5;
    /** What the parts of a data set are called, which nobody wants to tell apart. */
    private static final ImmutableSet<String> SPLITS =
            ImmutableSet.of("train", "training", "val", "valid", "validation", "test", "testing");

    private Checks() {}

    /** Refuses to learn from nothing. */
    static void some(DataSet training, DataSet validation) {
        if (training.size() == 0 || validation.size() == 0) {
            throw new IllegalArgumentException(
                    "Training takes pictures to learn from and pictures to validate with, received " + training.size()
                            + " and " + validation.size());
        }
    }

    /** Refuses to validate with pictures of a group of which others were learnt from. */
    static void groups(DataSet training, DataSet validation) {
        Set<String> shared = groups(validation);
        int all = shared.size();
        shared.retainAll(groups(training));
        if (!shared.isEmpty()) {
            List<String> some = new ArrayList<>(shared).subList(0, Math.min(NAMED, shared.size()));
            throw new IllegalArgumentException(
                    "What is validated with is of other groups, such as patients, than what is"
                            + " learnt from, and " + shared.size() + " of its " + all + " are in both: "
                            + String.join(", ", some) + (shared.size() > NAMED ? ", ..." : "")
                            + ". Divide the whole by split or kFold, which keep groups together.");
        }
    }

    private static Set<String> groups(DataSet pictures) {
        Set<String> groups = new LinkedHashSet<>();
        for (int i = 0; i < pictures.size(); i++) {
            String group = pictures.sample(i).group();
            if (group != null) {
                groups.add(group);
            }
        }
        return groups;
    }

    /** Refuses labels that nothing can be learnt from, where the objective compares with them. */
    static void labels(Choices recipe, DataSet training, DataSet validation, Written objective) {
        int classes = objective.step().classes();
        boolean others = false;
        for (Map.Entry<String, DataSet> stream : recipe.streams().entrySet()) {
            if (comparesLabels(objective, stream.getKey(), stream.getValue())) {
                requireLabels(
                        "of the stream '" + stream.getKey() + "'",
                        stream.getValue(),
                        classes,
                        objective.values(stream.getKey()));
                others = true;
            }
        }
        if (!comparesLabels(objective, Given.LABELLED, training)) {
            return;
        }
        if (classes < 2) {
            throw new IllegalArgumentException("A head tells 2 classes or more apart, received " + classes
                    + ": with one it is always right. Add pictures of what is not of the class, as a second class.");
        }
        Set<String> asked = objective.values(Given.LABELLED);
        requireLabels("to learn from", training, classes, asked);
        requireLabels("to validate with", validation, classes, asked);
        List<String> there = new ArrayList<>();
        int[] counts = counts(training, classes);
        for (int k = 0; k < classes; k++) {
            if (counts[k] > 0) {
                there.add(name(training, k));
            }
        }
        if (there.size() == 1 && !others) {
            throw new IllegalArgumentException("Pictures to learn from are of 2 classes or more, and all "
                    + training.size() + " are of '" + there.get(0) + "': what tells it from others cannot be learnt");
        }
    }

    /** Whether the classes of a stream's pictures are looked at. */
    private static boolean comparesLabels(Written objective, String stream, DataSet pictures) {
        return objective.values(stream).contains(Batch.TARGETS)
                && !pictures.carries().containsKey(Batch.TARGETS);
    }

    /** @param asked what the objective looks at: a picture with some of it, such as a mask, needs no class */
    private static void requireLabels(String purpose, DataSet pictures, int classes, Set<String> asked) {
        List<String> names = new ArrayList<>();
        int[] labels = pictures.labels();
        int without = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "A label is the index of one of the head's " + classes + " classes, received " + labels[i]
                                + " for " + pictures.sample(i).name());
            }
            if (labels[i] == Sample.UNLABELLED
                    && Collections.disjoint(pictures.sample(i).values().keySet(), asked)
                    && without++ < NAMED) {
                names.add(pictures.sample(i).name());
            }
        }
        if (without > 0) {
            throw new IllegalArgumentException("Pictures " + purpose + " have a class, and " + without + " of "
                    + labels.length + " have none: " + String.join(", ", names) + (without > NAMED ? ", ..." : "")
                    + ". Label them, or leave them out.");
        }
    }

    private static int[] counts(DataSet pictures, int classes) {
        int[] counts = new int[classes];
        for (int label : pictures.labels()) {
            if (label != Sample.UNLABELLED) {
                counts[label]++;
            }
        }
        return counts;
    }

    private static String name(DataSet pictures, int label) {
        List<String> names = pictures.classes();
        return label < names.size() ? names.get(label) : "class " + label;
    }

    /** Refuses transforms that are known to end in another size than the network's, whatever pictures they are given. */
    static void size(Plan.Views views, InputSize input) {
        Size one = views.training().size(new Size(3 * input.height(), 4 * input.width()));
        Size other = views.training().size(new Size(7 * input.height(), 5 * input.width()));
        if (one.equals(other) && (one.height() != input.height() || one.width() != input.width())) {
            throw new IllegalArgumentException("An augmentation ends in the network's input size, "
                    + new Size(input.height(), input.width()) + ", and " + views.training() + " ends in " + one
                    + ". End it in that size, or say inputSize(" + one.height() + ", " + one.width() + ").");
        }
    }

    /** Refuses batches that cannot be learnt from. */
    static void batches(Choices recipe, DataSet training, StepProgram step) {
        int samples = recipe.samples(training);
        String norm = step.normOfOne(Math.min(recipe.batchSize(), samples));
        if (norm != null) {
            throw new IllegalArgumentException("A batch norm that learns sees two values or more of each channel, and '"
                    + norm + "' would see one in a batch of 1 picture. Give batchSize and the pictures at least 2"
                    + " (accumulate does not help), or freeze the backbone.");
        }
        if (step.written().step().takesWholeBatches()) {
            Map<String, Integer> sizes = new LinkedHashMap<>();
            sizes.put("to learn from", samples);
            recipe.streams().forEach((name, pictures) -> sizes.put("of '" + name + "'", pictures.size()));
            sizes.forEach((which, size) -> {
                if (size < recipe.batchSize()) {
                    throw new IllegalArgumentException(
                            "The objective compares pictures one by one, in whole batches of "
                                    + recipe.batchSize() + ", and there are " + size + " pictures " + which
                                    + ". Lower batchSize.");
                }
            });
        }
        int batches = (samples + recipe.batchSize() - 1) / recipe.batchSize();
        if (batches < recipe.accumulate()) {
            throw new IllegalArgumentException("accumulate is at most the batches of an epoch, received "
                    + recipe.accumulate() + " of " + batches);
        }
    }

    /** Refuses views of features where there are no features. */
    static void views(Choices recipe, boolean frozen, boolean cached) {
        if (recipe.cachedViews() > 0 && !cached) {
            throw new IllegalArgumentException("cachedViews are of the features of a frozen backbone, and here "
                    + (frozen
                            ? "the recipe mixes pictures, takes views of them, or asks the network for what lies"
                                    + " before its features"
                            : "the backbone learns")
                    + ", received " + recipe.cachedViews() + ". "
                    + (frozen ? "Leave out one of them." : "Say freezeBackbone(), or leave cachedViews out."));
        }
    }

    /** Refuses features that are known where pictures are to be looked at. */
    static void features(Choices recipe, DataSet training, DataSet validation, boolean cached) {
        boolean known = KnownFeatures.in(training) || KnownFeatures.in(validation);
        if (known && (!cached || recipe.cachedViews() > 0)) {
            throw new IllegalArgumentException("Pictures that carry their '" + Sample.FEATURES + "' are for a head"
                    + " alone, and here "
                    + (cached
                            ? "cachedViews asks for the features of views"
                            : "the pictures themselves are learnt from")
                    + ". Say freezeBackbone() and leave augmentation, mix and views out, or leave the features out.");
        }
    }

    /** Refuses engines that do not run on the device now: the smallest program is opened on each. */
    static void runs(Engine trains, Engine serves, Device device) {
        runs("trains", trains, device);
        if (!serves.name().equals(trains.name())) {
            runs("serves and validates", serves, device);
        }
    }

    private static void runs(String purpose, Engine engine, Device device) {
        Graph.Builder graph = Graph.builder();
        String input = graph.add("input", new Input(DType.FLOAT32, 2));
        graph.output("output", graph.add("relu", Activation.RELU, input));
        Program smallest = new Program(graph.build(), ImmutableMap.of("input", Shape.of(1, 1)));
        try {
            engine.open(smallest, Weights.empty(), device).close();
        } catch (EngineException e) {
            throw new EngineException(
                    "The engine that " + purpose + ", " + engine.name() + ", does not run on " + device + " here: "
                            + e.getMessage(),
                    e);
        }
    }

    /** The streams whose labels are learnt. */
    static DataSet[] labelled(Choices recipe, Written objective) {
        return recipe.streams().entrySet().stream()
                .filter(each -> comparesLabels(objective, each.getKey(), each.getValue()))
                .map(Map.Entry::getValue)
                .toArray(DataSet[]::new);
    }

    /** What is odd; streams are those whose labels are learnt too. */
    static List<String> warnings(DataSet training, DataSet validation, DataSet... streams) {
        ImmutableList.Builder<String> warnings = ImmutableList.builder();
        Set<String> with = new HashSet<>(withPictures(training));
        for (DataSet each : streams) {
            with.addAll(withPictures(each));
        }
        List<String> without = new ArrayList<>(training.classes());
        without.removeAll(with);
        if (!without.isEmpty() && !with.isEmpty()) { // else the objective takes no labels
            warnings.add("There are no pictures to learn from of " + without.size() + " of "
                    + training.classes().size() + " classes: "
                    + String.join(", ", without.subList(0, Math.min(NAMED, without.size())))
                    + (without.size() > NAMED ? ", ..." : ""));
        }
        if (SPLITS.containsAll(training.classes())) {
            warnings.add("The classes to learn are called " + String.join(" and ", training.classes())
                    + ", as the parts of a data set are: give the folder in which the classes' own folders are.");
        }
        int shared = validation.sharedFiles(training);
        if (shared > 0) {
            warnings.add(shared + " of " + validation.size()
                    + " pictures to validate with are among those to learn from: the figures say how well they were"
                    + " remembered. split(0.8, seed) divides a data set.");
        }
        return warnings.build();
    }

    private static List<String> withPictures(DataSet pictures) {
        List<String> with = new ArrayList<>();
        int[] counts = pictures.counts();
        for (int k = 0; k < counts.length; k++) {
            if (counts[k] > 0) {
                with.add(pictures.classes().get(k));
            }
        }
        return with;
    }

    /** Every stream and view of the recipe is looked at. */
    static void streams(Choices recipe, Written objective, @Nullable Validation judge) {
        Set<String> names = new LinkedHashSet<>(recipe.streams().keySet());
        names.addAll(recipe.views().keySet());
        if (judge != null) {
            names.remove(judge.stream());
        }
        for (String name : names) {
            Given.Place place = objective.step().given().place(name);
            if (!objective.places().containsValue(place)
                    && !(place.samples() && objective.streams().contains(name))) {
                throw new IllegalArgumentException("The objective looks at every stream and view of a recipe, and "
                        + objective.objective() + " does not look at '" + name + "'. Leave it out, or say network(\""
                        + name + "\") in a term.");
            }
        }
    }

    /** Refuses to mix pictures where what belongs to one alone is looked at. */
    static void mixes(Choices recipe, DataSet training, Written objective) {
        if (recipe.mix() == null) {
            return;
        }
        Map<String, Datum.Kind> carries = training.carries();
        for (String value : objective.values(Given.LABELLED)) {
            if (carries.get(value) == Datum.Kind.MASK) {
                throw new IllegalArgumentException(
                        "A mix is of pictures and their classes, and the objective looks at '" + value
                                + "', a mask, which stays that of one picture. Leave out " + recipe.mix() + ".");
            }
        }
    }

    /** Refuses empty streams. */
    static void filled(Choices recipe) {
        recipe.streams().forEach((name, pictures) -> {
            if (pictures.size() == 0) {
                throw new IllegalArgumentException("A stream has pictures, and '" + name + "' has none");
            }
        });
    }
}
