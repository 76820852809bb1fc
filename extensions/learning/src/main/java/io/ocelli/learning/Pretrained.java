package io.ocelli.learning;

import com.google.common.collect.ImmutableList;
import io.ocelli.model.Network;
import io.ocelli.training.History;
import io.ocelli.weights.Safetensors;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;

/**
 * What came of a {@link Pretraining}.
 *
 * @param network the backbone's weights under its own names, without those of a head
 * @param history epoch by epoch
 * @param spreads after each epoch, how far projections spread within its batches: the mean deviation of their directions'
 *     dimensions, as a share of what it is where they point everywhere, 1 / sqrt(D); 0 where all are one
 */
public record Pretrained(Network network, History history, List<Double> spreads) {
    public Pretrained {
        spreads = ImmutableList.copyOf(spreads);
    }

    /** Whether projections became one, so that nothing was learnt. */
    public boolean collapsed() {
        return !spreads.isEmpty() && Spread.collapsed(spreads.get(spreads.size() - 1));
    }

    /**
     * Writes the weights as safetensors, which {@code weights(file)} reads where another head is asked for. The file appears whole
     * or not at all.
     *
     * @throws io.ocelli.error.WeightsException if it cannot be written
     */
    public void save(Path file) {
        Safetensors.write(file, network.weights(), Collections.emptyMap());
    }
}
