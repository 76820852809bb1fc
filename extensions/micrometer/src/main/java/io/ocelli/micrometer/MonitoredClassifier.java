package io.ocelli.micrometer;

import io.ocelli.Answer;
import io.ocelli.PictureClassifier;
import io.ocelli.Prediction;
import io.ocelli.TimedPrediction;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.OnBroken;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.Metric;
import io.ocelli.metrics.MultiLabelEvaluation;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A classifier whose answers are measured. */
final class MonitoredClassifier implements PictureClassifier {
    private final PictureClassifier classifier;
    private final ClassifierMetrics metrics;

    MonitoredClassifier(PictureClassifier classifier, ClassifierMetrics metrics) {
        this.classifier = classifier;
        this.metrics = metrics;
    }

    @Override
    public List<String> labels() {
        return classifier.labels();
    }

    @Override
    public Prediction classify(ImageSource source) {
        return timed(source).prediction();
    }

    @Override
    public TimedPrediction timed(ImageSource source) {
        metrics.asked();
        long start = System.nanoTime();
        TimedPrediction answer;
        try {
            answer = classifier.timed(source);
        } catch (RuntimeException e) {
            metrics.failed(e, System.nanoTime() - start);
            throw e;
        }
        metrics.answered(answer);
        return answer;
    }

    @Override
    public <T> List<Prediction> classify(List<T> elements, Function<? super T, ImageSource> source) {
        metrics.asked(elements.size());
        List<Prediction> predictions;
        try {
            predictions = classifier.classify(
                    elements, element -> source.apply(element).around(this::measured));
        } catch (RuntimeException e) {
            metrics.failed(e);
            metrics.dropped(elements.size() - 1L);
            throw e;
        }
        predictions.forEach(metrics::answered);
        return predictions;
    }

    private Image measured(Supplier<Image> read) {
        long start = System.nanoTime();
        Image image = read.get();
        metrics.decoded(System.nanoTime() - start);
        return image;
    }

    @Override
    public <T> Stream<Answer<T>> classifyAll(Stream<T> elements, Function<? super T, ImageSource> source) {
        AtomicLong ahead = new AtomicLong();
        Stream<T> taken = elements.peek(element -> {
            ahead.incrementAndGet();
            metrics.asked();
        });
        return classifier
                .classifyAll(taken, element -> source.apply(element).around(this::measured))
                .peek(answer -> {
                    ahead.decrementAndGet();
                    ImageException error = answer.error();
                    if (error == null) {
                        metrics.answered(answer.prediction());
                    } else {
                        metrics.failed(error);
                    }
                })
                .onClose(() -> metrics.dropped(ahead.getAndSet(0)));
    }

    @Override
    public float[] logits(ImageSource source) {
        return classifier.logits(source);
    }

    @Override
    public Evaluation evaluate(DataSet pictures, OnBroken onBroken, Metric... measures) {
        return classifier.evaluate(pictures, onBroken, measures);
    }

    @Override
    public MultiLabelEvaluation evaluateLabels(DataSet pictures, OnBroken onBroken) {
        return classifier.evaluateLabels(pictures, onBroken);
    }

    @Override
    public void close() {
        classifier.close();
    }

    @Override
    public String toString() {
        return classifier.toString();
    }
}
