package io.ocelli.openvino;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.jna.Memory;
import io.ocelli.tensor.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class PartialShapesTest {
    @Test
    void ranksPlacesAndExtentsLieAsOpenVinoReadsThem() {
        Memory block = PartialShapes.of(List.of(Shape.of(1, 224), Shape.of(), Shape.of(1)), true);

        assertThat(block.getLongArray(0, 2)).containsExactly(2, 2);
        assertThat(block.getPointer(16).getLongArray(0, 4)).containsExactly(-1, -1, 224, 224);
        assertThat(block.getLongArray(24, 2)).containsExactly(0, 0);
        assertThat(block.getPointer(40)).isNull();
        assertThat(block.getLongArray(48, 2)).containsExactly(1, 1);
        assertThat(block.getPointer(64).getLongArray(0, 2)).containsExactly(-1, -1);
    }

    @Test
    void forABatchOfOneAllExtentsAreClosed() {
        Memory block = PartialShapes.of(List.of(Shape.of(1, 224)), false);

        assertThat(block.getPointer(16).getLongArray(0, 4)).containsExactly(1, 1, 224, 224);
    }
}
