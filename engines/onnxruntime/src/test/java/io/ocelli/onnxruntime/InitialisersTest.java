package io.ocelli.onnxruntime;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.engine.Device;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InitialisersTest {
    private static final int BLOCK = 1 << 20;
    private static final int BLOCKS = 64;

    /** The memory that a session's weights were given in is free once it is made: others may write there. */
    @Test
    void aSessionKeepsWeightsOfItsOwn() {
        Program program = Networks.small(1 << 16); // 10 MB
        try (Runner runner = new OnnxRuntimeEngine().open(program, Networks.weights(program), Device.CPU)) {
            List<Tensor> input = List.of(Networks.input(1));
            float[] expected = runner.run(input).get(0).toFloats();
            for (int round = 0; round < 5; round++) {
                System.gc();
                List<ByteBuffer> taken = new ArrayList<>();
                for (int i = 0; i < BLOCKS; i++) {
                    ByteBuffer block = ByteBuffer.allocateDirect(BLOCK);
                    while (block.hasRemaining()) {
                        block.putLong(-1); // not a number, as floats
                    }
                    taken.add(block);
                }
                assertThat(runner.run(input).get(0).toFloats()).containsExactly(expected);
                assertThat(taken).hasSize(BLOCKS);
            }
        }
    }
}
