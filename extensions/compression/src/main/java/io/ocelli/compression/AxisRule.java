package io.ocelli.compression;

import io.ocelli.graph.Activation;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.Add;
import io.ocelli.graph.AvgPool2d;
import io.ocelli.graph.Clamp;
import io.ocelli.graph.Divide;
import io.ocelli.graph.Dropout;
import io.ocelli.graph.FakeQuantize;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.L2Normalize;
import io.ocelli.graph.LogSoftmax;
import io.ocelli.graph.MaxPool2d;
import io.ocelli.graph.Maximum;
import io.ocelli.graph.Minimum;
import io.ocelli.graph.Multiply;
import io.ocelli.graph.Operation;
import io.ocelli.graph.Power;
import io.ocelli.graph.Reshape;
import io.ocelli.graph.Resize;
import io.ocelli.graph.Scale;
import io.ocelli.graph.Softmax;
import io.ocelli.graph.StochasticDepth;
import io.ocelli.graph.StopGradient;
import io.ocelli.graph.Subtract;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/** What an operation without weights does to the axes of its inputs. */
enum AxisRule {
    /** Each element for itself, broadcast. */
    SAME,
    /** Channels each for itself, of N C H W. */
    PICTURE,
    /** As {@link #SAME}, but together along one axis, which stays whole. */
    ALONG,
    /** The same elements in another shape. */
    RESHAPE,
    UNKNOWN;

    private static final Map<Class<? extends Operation>, AxisRule> RULES = rules();

    static AxisRule of(Operation operation) {
        if (operation instanceof FakeQuantize && ((FakeQuantize) operation).axis() != null) {
            return UNKNOWN;
        }
        return RULES.getOrDefault(operation.getClass(), UNKNOWN);
    }

    /** The axis that stays whole. */
    static int dimension(Operation operation, int rank) {
        int dimension = operation instanceof Softmax
                ? ((Softmax) operation).dimension()
                : operation instanceof LogSoftmax ? ((LogSoftmax) operation).dimension() : -1;
        return dimension < 0 ? dimension + rank : dimension;
    }

    private static Map<Class<? extends Operation>, AxisRule> rules() {
        Map<Class<? extends Operation>, AxisRule> rules = new HashMap<>();
        all(
                rules,
                SAME,
                Arrays.asList(
                        Activation.class,
                        Add.class,
                        Clamp.class,
                        Divide.class,
                        Dropout.class,
                        FakeQuantize.class,
                        Maximum.class,
                        Minimum.class,
                        Multiply.class,
                        Power.class,
                        Scale.class,
                        StochasticDepth.class,
                        StopGradient.class,
                        Subtract.class));
        all(rules, PICTURE, Arrays.asList(AdaptiveAvgPool2d.class, AvgPool2d.class, MaxPool2d.class, Resize.class));
        all(rules, ALONG, Arrays.asList(L2Normalize.class, LogSoftmax.class, Softmax.class));
        all(rules, RESHAPE, Arrays.asList(Flatten.class, Reshape.class));
        return Collections.unmodifiableMap(rules);
    }

    private static void all(
            Map<Class<? extends Operation>, AxisRule> rules,
            AxisRule rule,
            Collection<Class<? extends Operation>> operations) {
        operations.forEach(operation -> rules.put(operation, rule));
    }
}
