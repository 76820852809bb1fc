package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.graph.Graph;
import io.ocelli.image.Transforms;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Tensor;
import java.util.Collection;
import java.util.Collections;
import java.util.List;

/** What a network computes at some of its nodes. Holds natives until closed. */
final class NodeResults implements AutoCloseable {
    private final List<String> nodes;
    private final Runner runner;

    NodeResults(Network network, Collection<String> nodes) {
        this.nodes = ImmutableList.copyOf(nodes);
        Graph.Builder graph = NetworkPrograms.withPixels(network.architecture().graph(), network.preprocessing());
        for (int i = 0; i < this.nodes.size(); i++) {
            graph.output("result" + i, this.nodes.get(i));
        }
        Program program = new Program(
                graph.build(), NetworkPrograms.pixels(network.architecture().input()));
        this.runner = Placement.forInference(null, program, Device.CPU).open(program, network.weights(), Device.CPU);
    }

    /** Pictures one at a time, as a network's own preprocessing has them. */
    static BatchLoader pictures(Network network, DataSet pictures) {
        return BatchLoader.of(pictures)
                .batchSize(1)
                .channels(network.architecture().input().channels())
                .transform(Transforms.evaluation(network.preprocessing()));
    }

    /** The nodes, in the order of the results. */
    List<String> nodes() {
        return nodes;
    }

    /** The results, uint8 N H W C given. */
    List<Tensor> of(Tensor pixels) {
        return runner.run(Collections.singletonList(pixels));
    }

    @Override
    public void close() {
        runner.close();
    }
}
