package io.ocelli.samples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.testing.ManualPage;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The client of the manual's page asks a server that wants a token. */
class ServerManualTest {
    private static final String TOKEN = "0123456789abcdef0123456789abcdef";

    @TempDir
    Path folder;

    private Running running;

    @BeforeEach
    void serve() throws Exception {
        Files.writeString(folder.resolve("tokens"), TOKEN + "\n");
        Files.write(folder.resolve("photo.jpg"), Running.picture(1, 64, 48));
        running = new Running(Access.FREE.withTokens(Access.tokens(folder.resolve("tokens"))), Limits.DEFAULT);
        System.setProperty("server", running.at("/").toString());
    }

    @AfterEach
    void end() {
        System.clearProperty("server");
        running.close();
    }

    @Test
    void whoHasTheTokenIsAnswered() throws Exception {
        ManualPage.read("docs/server.md").run(folder);

        assertThat(running.post("/classify", Running.picture(1, 64, 48)).statusCode())
                .as("and nobody else")
                .isEqualTo(401);
    }

    @Test
    void whoHasAnotherIsTold() throws Exception {
        Files.writeString(folder.resolve("tokens"), TOKEN.replace('0', '1') + "\n");

        assertThatThrownBy(() -> ManualPage.read("docs/server.md").run(folder))
                .isInstanceOf(AssertionError.class)
                .cause()
                .hasMessageContaining("The token is not one of this server's; ask who runs it");
    }
}
