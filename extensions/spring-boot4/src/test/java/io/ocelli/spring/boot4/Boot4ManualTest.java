package io.ocelli.spring.boot4;

import io.ocelli.testing.ManualPage;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class Boot4ManualTest {
    @Test
    void theManualsPageCompiles(@TempDir Path folder) throws Exception {
        ManualPage.read("docs/spring-boot.md").run(folder);
    }
}
