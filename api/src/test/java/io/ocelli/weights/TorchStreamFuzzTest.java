package io.ocelli.weights;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.ocelli.error.WeightsException;
import java.nio.ByteBuffer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.provider.MethodSource;

@Tag("fuzz")
class TorchStreamFuzzTest {
    static Stream<byte[]> seeds() {
        return Stream.of("legacy.pth").map(Fixtures::bytes);
    }

    @MethodSource("seeds")
    @FuzzTest(maxDuration = "10m")
    void readsOrRefuses(byte[] content) {
        FileBytes file = FileBytes.of("fuzzed", ByteBuffer.wrap(content));
        try {
            StateDict.of(TorchStream.read(file), file).toMap().values().forEach(tensor -> tensor.toDoubles());
        } catch (WeightsException refused) {
            // the one documented exception
        }
    }
}
