package io.ocelli.zoo.store;

import static io.ocelli.zoo.store.FileServer.status;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.WeightsException;
import org.junit.jupiter.api.Test;

/** Where a file comes from: its address, a redirect, a mirror, a proxy, or nowhere. */
class DownloadRoutesTest extends Downloading {
    @Test
    void followsRedirectsAndKeepsTheRange() {
        server.then(
                status(302, "Location", "/there/net.pth"),
                server.cutAfter(CUT),
                status(307, "Location", server.address() + "/elsewhere"),
                server::serve);

        assertThat(fetch(server.row(sha256))).hasBinaryContent(server.content());
        assertThat(server.asked())
                .extracting(FileServer.Asked::path)
                .containsExactly("/net.pth", "/there/net.pth", "/net.pth", "/elsewhere");
        assertThat(server.asked().get(3).range()).isEqualTo("bytes=" + CUT + "-");
    }

    @Test
    void refusesARedirectInACircle() {
        for (int i = 0; i < 20; i++) {
            server.then(status(301, "Location", "/net.pth"));
        }
        assertThatThrownBy(() -> fetch(server.row(sha256)))
                .hasMessageContaining("the server redirected more than 10 times, lastly to " + server.address());
        assertThat(server.asked()).hasSize(11);
    }

    @Test
    void refusesARedirectToAFile() {
        server.then(status(302, "Location", "file:///etc/hostname"));

        assertThatThrownBy(() -> fetch(server.row(sha256)))
                .hasMessageContaining("the server redirected from http to file:/etc/hostname, and a redirect leads to");
    }

    @Test
    void refusesAnAddressThatIsNotOfTheWeb() {
        assertThatThrownBy(() -> fetch(FileServer.row("a.pth", "file:///etc/hostname", null, 0)))
                .hasMessageContaining("files are brought by http and https alone");
    }

    @Test
    void takesTheMirrorsFile() {
        Route route = new Route(server.address() + "/mirror", null, 500, 500, quick());

        WeightsStore.at(folder, route).fetch(FileServer.row("a.pth", "https://a.invalid/x/a.pth", sha256, 0));
        assertThat(server.asked().get(0).path()).isEqualTo("/mirror/a.pth");
    }

    @Test
    void goesThroughTheProxyOfTheJdk() {
        System.setProperty("http.proxyHost", "127.0.0.1");
        System.setProperty("http.proxyPort", Integer.toString(server.port()));
        try {
            assertThat(fetch(FileServer.row("a.pth", "http://a.invalid/a.pth", sha256, 0)))
                    .hasBinaryContent(server.content());
        } finally {
            System.clearProperty("http.proxyHost");
            System.clearProperty("http.proxyPort");
        }
    }

    @Test
    void saysThatItIsOffline() {
        Route route = new Route(null, "OCELLI_OFFLINE", 500, 500, quick());

        assertThatThrownBy(() -> WeightsStore.at(folder, route).fetch(server.row(sha256)))
                .isInstanceOf(WeightsException.class)
                .hasMessage("net.pth is not in " + folder + " and is not downloaded from " + server.address()
                        + "/net.pth: OCELLI_OFFLINE is set. Unset it, or bring the file there yourself.");
        assertThat(server.asked()).isEmpty();
    }
}
