package io.ocelli.serving;

import io.ocelli.data.DataSet;
import io.ocelli.data.OnBroken;
import io.ocelli.data.Sample;
import io.ocelli.error.ImageException;
import io.ocelli.metrics.Evaluation;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
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
            Function<List<Sample>, List<Scored<Sample>>> scoring) {
        requireLabels(pictures);
        Evaluation.Accumulator counts = Evaluation.accumulator(labels);
        int skipped = 0;
        int batch = ParallelBatches.batch(pictures.size(), ServedNetwork.BATCH);
        try (ParallelBatches<Sample, Scored<Sample>> results =
                new ParallelBatches<>(samples(pictures), batch, scoring)) {
            while (results.hasNext()) {
                Scored<Sample> scored = results.next();
                ImageException error = scored.error();
                if (error == null) {
                    counts.add(
                            scored.orThrow().probabilities(), scored.element().label());
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
        return counts.evaluation();
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
