package io.ocelli.proofs;

import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The proofs in a form that every build has time for; a second or ten each. */
class ShortProofsTest {
    /** Enough to see what one picture's pixels would leave behind: 0.6 MiB each. */
    private static final String PREDICTIONS = "200";

    @ParameterizedTest
    @MethodSource("io.ocelli.proofs.SoakTest#engines")
    void predictionsLeaveNothingBehind(String engine) throws Exception {
        Memory.inAProcess(SoakTest.Predictions.class, engine, PREDICTIONS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"pytorch", "onnxruntime"})
    void aKillChangesNothing(String engine, @TempDir Path folder) throws Exception {
        KilledTraining.endsBitForBit(folder, engine, 1, new Random(1));
    }

    @Test
    void twoTrainingsAtOnceGiveWhatEachGivesAlone() {
        new ConcurrentTrainingTest().twoTrainingsAtOnceGiveWhatEachGivesAlone();
    }
}
