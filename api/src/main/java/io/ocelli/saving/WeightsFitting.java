package io.ocelli.saving;

import io.ocelli.error.WeightsException;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Parameter;
import io.ocelli.model.Architecture;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.LoadReport;
import io.ocelli.weights.Loading;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Fits weights from files to networks. */
public final class WeightsFitting {
    private static final Logger LOG = LoggerFactory.getLogger("io.ocelli.Classifier");

    private WeightsFitting() {}

    /** Weights for every entry of a network, in its order, and how they came about. */
    public record Fitted(Weights weights, LoadReport report) {}

    /** Who wrote weights, on which hangs what they may lack and hold besides. */
    public enum Source {
        /** This library, which leaves nothing out. */
        SAVED,
        /** Anyone; counts of batches and tables that follow from the architecture are often left out. */
        NAMED,
        /** The architecture's authors, who may have saved it with auxiliary heads that the network lacks. */
        PUBLISHED
    }

    /**
     * What is demanded of weights.
     *
     * @param origin what to call them in messages
     * @param source who wrote them
     * @param loading whether all has to fit
     */
    public record Terms(String origin, Source source, Loading loading) {}

    /** The number of classes of the head that these weights hold; the architecture's own where they hold none. */
    public static int classes(Weights weights, Architecture architecture) {
        Tensor head = weights.find(architecture.classifiers().get(0) + ".weight");
        return head == null || head.shape().rank() == 0
                ? architecture.classes()
                : head.shape().at(0);
    }

    /**
     * The graph's state dict out of these weights.
     *
     * @param fresh what stands where nothing fits, which strict loading does not ask for
     * @throws WeightsException with the report, if the terms are not met
     */
    public static Fitted fit(Weights weights, Graph graph, Weights fresh, Terms terms) {
        return fit(weights, graph.parameters(), null, fresh, terms);
    }

    /** As {@link #fit}, but the classifying layers are taken from {@code fresh}. */
    public static Fitted withHead(Weights weights, Architecture architecture, Weights fresh, Terms terms) {
        return fit(weights, architecture.graph().parameters(), architecture, fresh, terms);
    }

    private static Fitted fit(
            Weights weights, List<Parameter> parameters, @Nullable Architecture newHead, Weights fresh, Terms terms) {
        Map<String, Tensor> fitted = new LinkedHashMap<>();
        Map<String, Tensor> rest = new LinkedHashMap<>(weights.toMap());
        List<LoadReport.Entry> missing = new ArrayList<>();
        List<LoadReport.Entry> otherShape = new ArrayList<>();
        int loaded = 0;
        for (Parameter parameter : parameters) {
            String name = parameter.name();
            Tensor given = rest.remove(name);
            // the tables of a saved graph are of any size that its file claims: none is made from it
            Tensor tensor = given == null && terms.source() != Source.SAVED ? parameter.absent() : given;
            if (newHead != null && isHead(name, newHead)) {
                fitted.put(name, fresh.get(name));
            } else if (tensor != null && tensor.shape().equals(parameter.shape())) {
                fitted.put(name, parameter.type().isFloating() ? tensor.to(parameter.type()) : tensor);
                loaded += given == null ? 0 : 1;
            } else {
                (tensor == null ? missing : otherShape)
                        .add(new LoadReport.Entry(name, parameter.shape(), tensor == null ? null : tensor.shape()));
                Tensor start = fresh.find(name);
                if (start != null) {
                    fitted.put(name, start);
                }
            }
        }
        List<LoadReport.Entry> leftOver = new ArrayList<>();
        rest.forEach((name, tensor) -> leftOver.add(new LoadReport.Entry(name, null, tensor.shape())));
        LoadReport report = new LoadReport(terms.origin(), loaded, missing, leftOver, otherShape);
        judge(report, terms);
        Weights whole = Weights.of(fitted);
        whole.requireFinite(
                "those of " + terms.origin(), "They diverged in training, or the file is damaged: take others.");
        return new Fitted(whole, report);
    }

    private static void judge(LoadReport report, Terms terms) {
        if (report.isComplete()) {
            return;
        }
        boolean fits = report.missing().isEmpty() && report.otherShape().isEmpty();
        if (fits && terms.source() == Source.PUBLISHED) {
            LOG.debug("{}", report);
        } else if (terms.loading() == Loading.STRICT) {
            throw new WeightsException("The weights do not fit the network. " + report
                    + ". Check that the architecture is the one they were trained for; weights(path, Loading.PARTIAL) takes"
                    + " what fits.");
        } else if (report.loaded() == 0) {
            throw new WeightsException("Nothing in the weights fits the network. " + report
                    + ". Check that the architecture is the one they were trained for.");
        } else {
            LOG.warn("The weights fit the network in part, and the rest is as a network begins. {}", report);
        }
    }

    private static boolean isHead(String parameter, Architecture architecture) {
        for (String classifier : architecture.classifiers()) {
            if (parameter.startsWith(classifier + ".")) {
                return true;
            }
        }
        return false;
    }
}
