package io.ocelli.spring;

import io.ocelli.error.OcelliException;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** An application that does not start for want of a model says so in two lines, and not in a stack of beans. */
final class OcelliFailureAnalyzer extends AbstractFailureAnalyzer<OcelliException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, OcelliException cause) {
        return new FailureAnalysis(
                "A classifier could not be opened: " + cause.getMessage(),
                "See to what the line above asks for, or change ocelli.classifiers.NAME.model.",
                cause);
    }
}
