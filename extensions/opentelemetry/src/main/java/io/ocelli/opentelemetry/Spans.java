package io.ocelli.opentelemetry;

import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanBuilder;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;

/** Spans about one model. */
record Spans(Tracer tracer, String model) {
    static final AttributeKey<Long> SIZE = AttributeKey.longKey("ocelli.batch.size");

    private static final AttributeKey<String> MODEL = AttributeKey.stringKey("ocelli.model.name");
    private static final AttributeKey<String> ERROR = AttributeKey.stringKey("error.type");

    /** One that begins now, below the current one. */
    Span start(String operation) {
        return tracer.spanBuilder(operation + " " + model)
                .setAttribute(MODEL, model)
                .startSpan();
    }

    /** One below another, which may begin earlier. */
    SpanBuilder below(Span parent, String name) {
        return tracer.spanBuilder(name).setParent(Context.current().with(parent));
    }

    static void fail(Span span, Throwable error) {
        span.recordException(error);
        span.setAttribute(ERROR, error.getClass().getName());
        span.setStatus(StatusCode.ERROR);
    }
}
