package io.ocelli.samples.server;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link LoadTest} in a form that every build has time for. */
class ShortLoadTest {
    @Test
    void noAnswerIsLostOrWrongInFiveSeconds(@TempDir Path folder) throws Exception {
        LoadTest.load(folder, 5);
    }

    @Test
    void noneIsWherePicturesOfRequestsAreGathered(@TempDir Path folder) throws Exception {
        LoadTest.load(folder, 5, "--gather", "8");
    }
}
