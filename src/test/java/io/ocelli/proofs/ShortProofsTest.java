package io.ocelli.proofs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The proofs in a form that every build has time for; a second or ten each. */
class ShortProofsTest {
    /** Enough to see what one picture's pixels would leave behind: 0.6 MiB each. */
    private static final String PREDICTIONS = "300";

    @ParameterizedTest
    @MethodSource("io.ocelli.proofs.SoakTest#engines")
    void predictionsLeaveNothingBehind(String engine) throws Exception {
        Memory.inAProcess(SoakTest.Predictions.class, engine, PREDICTIONS);
    }

    @Test
    void twoTrainingsAtOnceGiveWhatEachGivesAlone() {
        new ConcurrentTrainingTest().twoTrainingsAtOnceGiveWhatEachGivesAlone();
    }
}
