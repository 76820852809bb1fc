package io.ocelli.explanation;

import io.ocelli.graph.AvgPool2d;
import io.ocelli.graph.Resize;
import io.ocelli.graph.Value;
import java.util.List;

/**
 * What stands at each place of a picture: the stages' maps, each the mean of 3 x 3 pixels (zeros beyond the edge count), resized to
 * the first one's size and behind each other (Roth et al. 2022).
 */
final class Embedding {
    private Embedding() {}

    /**
     * N P D, of H W places row by row.
     *
     * @param stages maps N C H W, the first of the largest size
     */
    static Value of(List<Value> stages, int height, int width) {
        Value all = averaged(stages.get(0));
        for (Value stage : stages.subList(1, stages.size())) {
            all = all.concat(1, averaged(stage).then(Resize.to(Resize.Mode.BILINEAR, height, width)));
        }
        return all.reshape(0, 0, -1).permute(0, 2, 1);
    }

    private static Value averaged(Value map) {
        return map.then(AvgPool2d.of(3, 1).padding(1));
    }
}
