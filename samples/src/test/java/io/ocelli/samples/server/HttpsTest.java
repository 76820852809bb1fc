package io.ocelli.samples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.Classifier;
import io.ocelli.error.OcelliException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpsTest {
    private static final String PASSWORD = "correct horse";

    @TempDir
    static Path folder;

    private static Path password;

    @BeforeAll
    static void keys() throws Exception {
        password = Files.writeString(folder.resolve("password"), PASSWORD + "\n");
        generate(folder.resolve("keys.p12"), "CN=first");
        generate(folder.resolve("other.p12"), "CN=second");
    }

    private static void generate(Path file, String name) throws Exception {
        keytool(
                "-genkeypair",
                "-keystore",
                file.toString(),
                "-dname",
                name,
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-ext",
                "san=ip:127.0.0.1",
                "-validity",
                "2");
    }

    private static void keytool(String... arguments) throws Exception {
        List<String> command = new java.util.ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString()));
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storetype", "PKCS12", "-storepass", PASSWORD));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String printed = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(printed).isZero();
    }

    private static Certificate certificate(Path store) throws Exception {
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream file = Files.newInputStream(store)) {
            keys.load(file, PASSWORD.toCharArray());
        }
        return keys.getCertificate("server");
    }

    /** Who trusts this store's certificate alone. */
    private static HttpClient trusting(Path store) throws Exception {
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("server", certificate(store));
        TrustManagerFactory managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        managers.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, managers.getTrustManagers(), null);
        return HttpClient.newBuilder().sslContext(context).build();
    }

    private static HttpResponse<String> post(HttpClient client, ClassifierServer server) throws Exception {
        return client.send(
                HttpRequest.newBuilder(URI.create(server.address() + "classify"))
                        .POST(HttpRequest.BodyPublishers.ofByteArray(Running.picture(1, 64, 48)))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
    }

    private static Service service(Path store, Path passwordFile) {
        return Service.of(
                        "lite0",
                        () -> Classifier.efficientnetLite0().pretrained().open())
                .at("127.0.0.1", 0)
                .with(new Https(store, passwordFile));
    }

    @Test
    void itShowsItselfByTheHostsKeysAndReadsThemAnewAtAReload() throws Exception {
        Path store = Files.copy(folder.resolve("keys.p12"), folder.resolve("served.p12"));
        try (ClassifierServer server = service(store, password).start()) {
            assertThat(server.address()).isEqualTo("https://127.0.0.1:" + server.port() + "/");
            HttpResponse<String> response = post(trusting(store), server);
            assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
            X509Certificate shown =
                    (X509Certificate) response.sslSession().orElseThrow().getPeerCertificates()[0];
            assertThat(shown.getSubjectX500Principal().getName()).isEqualTo("CN=first");
            assertThat(response.sslSession().orElseThrow().getProtocol()).isEqualTo("TLSv1.3");
            assertThatThrownBy(() -> post(trusting(folder.resolve("other.p12")), server))
                    .isInstanceOf(SSLHandshakeException.class);

            Files.copy(folder.resolve("other.p12"), store, StandardCopyOption.REPLACE_EXISTING);
            server.reload();
            assertThat(post(trusting(folder.resolve("other.p12")), server).statusCode())
                    .isEqualTo(200);

            Files.write(store, new byte[10]);
            assertThatThrownBy(server::reload)
                    .isInstanceOf(OcelliException.class)
                    .hasMessageStartingWith("The key store " + store + " cannot be opened: ");
            assertThat(post(trusting(folder.resolve("other.p12")), server).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void plainHttpIsNotAnsweredThere() throws Exception {
        try (ClassifierServer server =
                service(folder.resolve("keys.p12"), password).start()) {
            assertThatThrownBy(() -> new Client(server.port()).get("/health")).isInstanceOf(java.io.IOException.class);
        }
    }

    @Test
    void whatDoesNotOpenIsToldAtTheStart() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong"), "wrong");
        Path store = folder.resolve("keys.p12");
        assertThatThrownBy(() -> service(store, wrong).start())
                .isInstanceOf(OcelliException.class)
                .hasMessage("The key store " + store + " cannot be opened: keystore password was incorrect; it is"
                        + " PKCS #12 or JKS, and the first line of " + wrong + " its password");
        Path certificate = folder.resolve("certificate.pem");
        keytool(
                "-exportcert",
                "-rfc",
                "-keystore",
                store.toString(),
                "-alias",
                "server",
                "-file",
                certificate.toString());
        Path alone = folder.resolve("alone.p12");
        keytool(
                "-importcert",
                "-noprompt",
                "-keystore",
                alone.toString(),
                "-alias",
                "ca",
                "-file",
                certificate.toString());
        assertThatThrownBy(() -> service(alone, password).start())
                .isInstanceOf(OcelliException.class)
                .hasMessage("The key store " + alone
                        + " has certificates alone; HTTPS needs a private key with its certificate ('keytool -genkeypair',"
                        + " or 'openssl pkcs12 -export -inkey KEY -in CHAIN')");
    }
}
