package io.ocelli.proofs;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code kill -9} at twenty random moments changes no bit of what a training gives. */
@Tag("proof")
class KillAndResumeTest {
    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void twentyKillsChangeNothing(String engine, @TempDir Path folder) throws IOException, InterruptedException {
        KilledTraining.endsBitForBit(folder, engine, 20, new Random(20));
    }
}
