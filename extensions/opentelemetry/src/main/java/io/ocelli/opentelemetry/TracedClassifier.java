package io.ocelli.opentelemetry;

import io.ocelli.Answer;
import io.ocelli.PictureClassifier;
import io.ocelli.Prediction;
import io.ocelli.TimedPrediction;
import io.ocelli.Timings;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.OnBroken;
import io.ocelli.image.Image;
import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.Metric;
import io.ocelli.metrics.MultiLabelEvaluation;
import io.ocelli.serving.Decision;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.Scope;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** A classifier with a span around each call. */
final class TracedClassifier implements PictureClassifier {
    private static final String CLASSIFY = "classify";
    private static final String EVALUATE = "evaluate";

    private static final AttributeKey<Double> CONFIDENCE = AttributeKey.doubleKey("ocelli.confidence");
    private static final AttributeKey<Boolean> REFUSED = AttributeKey.booleanKey("ocelli.decision.refused");
    private static final AttributeKey<Double> DECODE = AttributeKey.doubleKey("ocelli.decode.duration");
    private static final AttributeKey<Double> TRANSFORM = AttributeKey.doubleKey("ocelli.transform.duration");
    private static final AttributeKey<Double> NETWORK = AttributeKey.doubleKey("ocelli.network.duration");
    private static final AttributeKey<Double> DECORATORS = AttributeKey.doubleKey("ocelli.decorators.duration");

    private final PictureClassifier classifier;
    private final Spans spans;

    TracedClassifier(PictureClassifier classifier, Spans spans) {
        this.classifier = classifier;
        this.spans = spans;
    }

    /** What is done within a span. */
    private <R> R within(String operation, Function<Span, R> call) {
        Span span = spans.start(operation);
        try (Scope scope = span.makeCurrent()) {
            return call.apply(span);
        } catch (RuntimeException | Error e) {
            Spans.fail(span, e);
            throw e;
        } finally {
            span.end();
        }
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
        return within(CLASSIFY, span -> {
            TimedPrediction answer = classifier.timed(source);
            tell(span, answer);
            return answer;
        });
    }

    private static void tell(Span span, TimedPrediction answer) {
        span.setAttribute(CONFIDENCE, (double) answer.prediction().confidence());
        Decision decision = answer.prediction().decision();
        if (decision != null) {
            span.setAttribute(REFUSED, decision.isRefusal());
        }
        Timings timings = answer.timings();
        span.setAttribute(DECODE, timings.decode() / 1e3);
        span.setAttribute(TRANSFORM, timings.transform() / 1e3);
        span.setAttribute(NETWORK, timings.network() / 1e3);
        span.setAttribute(DECORATORS, timings.decorators() / 1e3);
    }

    @Override
    public <T> List<Prediction> classify(List<T> elements, Function<? super T, ImageSource> source) {
        return within(CLASSIFY, span -> {
            span.setAttribute(Spans.SIZE, (long) elements.size());
            return classifier.classify(elements, in(Context.current(), source));
        });
    }

    @Override
    public <T> Stream<Answer<T>> classifyAll(Stream<T> elements, Function<? super T, ImageSource> source) {
        Span span = spans.start(CLASSIFY);
        boolean begun = false;
        try {
            Context context = Context.current().with(span);
            Stream<Answer<T>> answers = TracedAnswers.of(classifier.classifyAll(elements, in(context, source)), span);
            begun = true;
            return answers;
        } catch (RuntimeException | Error e) {
            Spans.fail(span, e);
            throw e;
        } finally {
            if (!begun) {
                span.end();
            }
        }
    }

    /** Sources that are made and read within a context, on whatever thread. */
    private static <T> Function<T, ImageSource> in(Context context, Function<? super T, ImageSource> source) {
        return element -> {
            try (Scope scope = context.makeCurrent()) {
                return source.apply(element).around(read -> within(context, read));
            }
        };
    }

    private static Image within(Context context, Supplier<Image> read) {
        try (Scope scope = context.makeCurrent()) {
            return read.get();
        }
    }

    @Override
    public float[] logits(ImageSource source) {
        return within(CLASSIFY, span -> classifier.logits(source));
    }

    @Override
    public Evaluation evaluate(DataSet pictures, OnBroken onBroken, Metric... metrics) {
        return within(EVALUATE, span -> {
            span.setAttribute(Spans.SIZE, (long) pictures.size());
            return classifier.evaluate(pictures, onBroken, metrics);
        });
    }

    @Override
    public MultiLabelEvaluation evaluateLabels(DataSet pictures, OnBroken onBroken) {
        return within(EVALUATE, span -> {
            span.setAttribute(Spans.SIZE, (long) pictures.size());
            return classifier.evaluateLabels(pictures, onBroken);
        });
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
