package io.ocelli.android;

import io.ocelli.testing.ManualPage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AndroidManualTest {
    @Test
    void theManualsPageCompiles(@TempDir Path folder) throws Exception {
        ManualPage.read("docs/android.md").run(folder);
    }
}
