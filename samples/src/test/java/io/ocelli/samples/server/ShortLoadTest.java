package io.ocelli.samples.server;

import org.junit.jupiter.api.Test;

/** {@link LoadTest} in a form that every build has time for. */
class ShortLoadTest {
    @Test
    void noAnswerIsLostOrWrongInFiveSeconds() throws Exception {
        LoadTest.load(5);
    }
}
