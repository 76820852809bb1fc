package io.ocelli.saving;

import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Size;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.tensor.DType;
import java.util.List;
import java.util.Map;

/** The smallest network with a stage, a batch norm and a head. */
final class TinyNetwork {
    private TinyNetwork() {}

    static Architecture ofClasses(int classes) {
        Graph.Builder graph = Graph.builder();
        String x = graph.add(Architecture.INPUT, new Input(DType.FLOAT32, 4));
        x = graph.add("conv", Conv2d.of(3, 4, 3).padding(1), x);
        x = graph.add("norm", BatchNorm2d.of(4), x);
        x = graph.add("pool", new AdaptiveAvgPool2d(Size.of(1)), x);
        x = graph.add("flatten", new Flatten(), x);
        graph.output(Architecture.LOGITS, graph.add("fc", Linear.of(4, classes), x));
        return new Architecture(
                "tiny", graph.build(), Map.of("norm", "norm"), "flatten", List.of("fc"), new InputSize(3, 8, 8));
    }
}
