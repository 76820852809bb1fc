package io.ocelli.serving;

import io.ocelli.data.Batch;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.OnBroken;
import io.ocelli.data.Sample;
import io.ocelli.error.ImageException;
import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.Metric;
import io.ocelli.metrics.MultiLabelEvaluation;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what a classifier says of labelled pictures. */
final class Examination {
    private static final Logger LOG = LoggerFactory.getLogger("io.ocelli.Classifier");

    private Examination() {}

    /**
     * The evaluation of a data set whose labels are indexes of these.
     *
     * @param scoring what is said of samples
     * @throws IllegalArgumentException naming a picture without a label
     */
    static Evaluation of(
            DataSet pictures,
            List<String> labels,
            OnBroken onBroken,
            Function<List<Sample>, List<Scored<Sample>>> scoring,
            Metric... metrics) {
        requireLabels(pictures);
        Evaluation.Accumulator counts = Evaluation.accumulator(labels, metrics);
        ask(pictures, onBroken, scoring, (probabilities, sample) -> counts.add(probabilities, sample.label()));
        return counts.evaluation();
    }

    /**
     * As {@link #of}, of a data set whose pictures are of any number of these.
     *
     * @throws IllegalArgumentException naming a picture without {@value Batch#TARGETS}
     */
    static MultiLabelEvaluation ofSeveral(
            DataSet pictures,
            List<String> labels,
            OnBroken onBroken,
            Function<List<Sample>, List<Scored<Sample>>> scoring) {
        for (int i = 0; i < pictures.size(); i++) {
            targets(pictures.sample(i), labels.size());
        }
        MultiLabelEvaluation.Accumulator counts = MultiLabelEvaluation.accumulator(labels);
        ask(
                pictures,
                onBroken,
                scoring,
                (probabilities, sample) -> counts.add(probabilities, targets(sample, labels.size())));
        return counts.evaluation();
    }

    private static boolean[] targets(Sample sample, int classes) {
        Datum own = sample.values().get(Batch.TARGETS);
        if (!(own instanceof Datum.Labels) || ((Datum.Labels) own).classes() != classes) {
            throw new IllegalArgumentException("Pictures to evaluate several classes with carry labels of " + classes
                    + " classes as '" + Batch.TARGETS + "', and " + sample.name() + " has "
                    + (own == null ? "none" : own)
                    + ". ImageFolder.multiLabel and ImageTable.multiLabel give them.");
        }
        boolean[] targets = new boolean[classes];
        ((Datum.Labels) own).labels().forEach(label -> targets[label] = true);
        return targets;
    }

    /** Gives what is said of each picture that can be read to {@code counts}, in order. */
    private static void ask(
            DataSet pictures,
            OnBroken onBroken,
            Function<List<Sample>, List<Scored<Sample>>> scoring,
            BiConsumer<float[], Sample> counts) {
        int skipped = 0;
        int batch = ParallelBatches.batch(pictures.size(), ServedNetwork.BATCH);
        try (ParallelBatches<Sample, Scored<Sample>> results =
                new ParallelBatches<>(samples(pictures), batch, scoring)) {
            while (results.hasNext()) {
                Scored<Sample> scored = results.next();
                ImageException error = scored.error();
                if (error == null) {
                    counts.accept(scored.orThrow().probabilities(), scored.element());
                } else if (onBroken == OnBroken.SKIP) {
                    skipped++;
                    LOG.debug("Left out of the evaluation: {}", named(scored.element(), error));
                } else {
                    throw new ImageException(
                            named(scored.element(), error)
                                    + ". Remove or replace the picture, or choose OnBroken.SKIP, which leaves it out.",
                            error);
                }
            }
        }
        if (skipped > 0) {
            LOG.warn(
                    "{} of {} pictures could not be read and were left out of the evaluation",
                    skipped,
                    pictures.size());
        }
    }

    private static void requireLabels(DataSet pictures) {
        int[] labels = pictures.labels();
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] == Sample.UNLABELLED) {
                throw new IllegalArgumentException("Pictures to evaluate with have a class, and "
                        + pictures.sample(i).name() + " has none. Leave it out, or classify it instead.");
            }
        }
    }

    private static String named(Sample sample, ImageException error) {
        String message = String.valueOf(error.getMessage());
        return message.contains(sample.name()) ? message : sample.name() + ": " + message;
    }

    private static Iterator<Sample> samples(DataSet pictures) {
        return new Iterator<Sample>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < pictures.size();
            }

            @Override
            public Sample next() {
                if (!hasNext()) {
                    throw new NoSuchElementException("The last picture was taken");
                }
                return pictures.sample(next++);
            }
        };
    }
}
