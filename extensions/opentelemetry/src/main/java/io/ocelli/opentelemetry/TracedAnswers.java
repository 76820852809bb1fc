package io.ocelli.opentelemetry;

import io.ocelli.Answer;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import java.util.Iterator;
import java.util.Spliterator;
import java.util.Spliterators;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** The answers to a stream, whose span ends with the last of them, with a failure, or with the stream. */
final class TracedAnswers<T> implements Iterator<Answer<T>> {
    private static final AttributeKey<Long> FAILED = AttributeKey.longKey("ocelli.batch.failed");

    private final Stream<Answer<T>> stream;
    private final Span span;
    private @Nullable Iterator<Answer<T>> answers;
    private long answered;
    private long failed;

    private TracedAnswers(Stream<Answer<T>> stream, Span span) {
        this.stream = stream;
        this.span = span;
    }

    static <T> Stream<Answer<T>> of(Stream<Answer<T>> answers, Span span) {
        TracedAnswers<T> traced = new TracedAnswers<>(answers, span);
        return StreamSupport.stream(
                        Spliterators.spliteratorUnknownSize(traced, Spliterator.ORDERED | Spliterator.NONNULL), false)
                .onClose(traced::close);
    }

    /** Nothing is taken before the first is asked for. */
    private Iterator<Answer<T>> answers() {
        if (answers == null) {
            answers = stream.iterator();
        }
        return answers;
    }

    @Override
    public boolean hasNext() {
        boolean more = false;
        try {
            more = answers().hasNext();
        } catch (RuntimeException | Error e) {
            Spans.fail(span, e);
            throw e;
        } finally {
            if (!more) {
                end();
            }
        }
        return more;
    }

    @Override
    public Answer<T> next() {
        Answer<T> answer = answers().next();
        answered++;
        failed += answer.failed() ? 1 : 0;
        return answer;
    }

    private void close() {
        end();
        stream.close();
    }

    private void end() {
        if (span.isRecording()) {
            span.setAttribute(Spans.SIZE, answered);
            span.setAttribute(FAILED, failed);
            span.end();
        }
    }
}
