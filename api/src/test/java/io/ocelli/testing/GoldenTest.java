package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.tensor.Shape;
import org.junit.jupiter.api.Test;

class GoldenTest {
    @Test
    void fillsAsTheReferenceDoes() {
        assertThat(Golden.fill("fp32", Shape.of(4), -1, 1))
                .containsExactly(-0.9990001916885376f, 0.4650384187698364f, 0.10865473747253418f, -0.5300469398498535f);
    }

    @Test
    void countersStayZero() {
        assertThat(Golden.parameter("bn1.num_batches_tracked", Shape.of(), 1)).isNull();
    }
}
