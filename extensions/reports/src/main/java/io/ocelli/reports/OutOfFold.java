package io.ocelli.reports;

import io.ocelli.Backbone;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.data.Split;
import io.ocelli.graph.Value;
import io.ocelli.image.Image;
import io.ocelli.training.Objective;
import io.ocelli.training.Step;
import io.ocelli.training.Training;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Heads on one frozen backbone, one for each fold, that learn together: each from all pictures but those of its fold. So the
 * backbone sees each picture once to learn, and once to answer, however many folds there are.
 */
final class OutOfFold {
    private static final String GIVEN = "given";
    private static final String OTHERS = "others";
    /** Below any number of pictures but none. */
    private static final double LEAST = 1e-6;

    private final DataSet pictures;
    private final int folds;
    private final int[] foldOf;

    /**
     * @param pictures with labels, two or more
     * @param folds from 2 to the number of pictures
     */
    OutOfFold(DataSet pictures, int folds, long seed) {
        this.pictures = pictures;
        this.folds = folds;
        this.foldOf = new int[pictures.size()];
        List<Sample> numbered = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            Sample sample = pictures.sample(i);
            numbered.add(new Sample(Integer.toString(i), sample.source(), sample.label()));
        }
        List<Split> splits = DataSet.of(pictures.classes(), numbered).kFold(folds, seed);
        for (int fold = 0; fold < folds; fold++) {
            DataSet held = splits.get(fold).validation();
            for (int i = 0; i < held.size(); i++) {
                foldOf[Integer.parseInt(held.sample(i).name())] = fold;
            }
        }
    }

    /** The heads' answers side by side: of K classes, K folds of outputs. {@link #part} takes a picture's. */
    Classifier fit(Backbone backbone, Training recipe) {
        List<Sample> unlabelled = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            Sample sample = pictures.sample(i);
            unlabelled.add(with(sample.name(), sample.source(), sample.label(), others(i)));
        }
        // What is asked later is not measured while they learn, and a training measures something.
        Sample black = with("black", ImageSource.of(Image.black(1, 1, 3)), 0, Datum.row(new float[folds]));
        return backbone.freezeBackbone()
                .head(labels())
                .fit(
                        DataSet.of(List.of(), unlabelled),
                        DataSet.of(List.of(), List.of(black)),
                        recipe.objective(objective()));
    }

    private static Sample with(String name, ImageSource source, int label, Datum others) {
        return new Sample(name, source, Map.of(GIVEN, Datum.label(label), OTHERS, others));
    }

    private List<String> labels() {
        List<String> labels = new ArrayList<>(pictures.classes());
        for (int fold = 1; fold < folds; fold++) {
            for (String name : pictures.classes()) {
                labels.add(name + "\u0001".repeat(fold));
            }
        }
        return labels;
    }

    /** 1 for each head that learns from a picture. */
    private Datum others(int picture) {
        float[] others = new float[folds];
        for (int fold = 0; fold < folds; fold++) {
            others[fold] = fold == foldOf[picture] ? 0 : 1;
        }
        return Datum.row(others);
    }

    private Objective objective() {
        return Objective.of(
                "heads",
                step -> IntStream.range(0, folds)
                        .mapToObj(fold -> head(step, fold))
                        .reduce(Value::plus)
                        .orElseThrow());
    }

    private Value head(Step step, int fold) {
        int classes = pictures.classes().size();
        Value learns = step.value(OTHERS).slice(1, fold, fold + 1);
        Value targets = step.value(GIVEN).oneHot(classes).times(learns);
        Value logits = step.network().logits().slice(1, fold * classes, (fold + 1) * classes);
        Value count = learns.sum();
        return logits.logSoftmax(1).times(targets).sum().negate().dividedBy(count.maximum(count.constant(LEAST)));
    }

    /** Where in the answers the head begins that has not learnt from a picture. */
    int part(int picture) {
        return foldOf[picture] * pictures.classes().size();
    }
}
