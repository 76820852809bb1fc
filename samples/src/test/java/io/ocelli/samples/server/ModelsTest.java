package io.ocelli.samples.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableMap;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.Classifier;
import io.ocelli.error.OcelliException;
import io.ocelli.testing.Relabelled;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several models by name, which are opened again while they answer. */
class ModelsTest {
    private static final String TOKEN = "0123456789abcdef";
    private static final byte[] PICTURE = Running.picture(1, 320, 240);

    @TempDir
    static Path folder;

    private static ClassifierServer server;
    private static Client client;

    @BeforeAll
    static void start() throws Exception {
        SavedModels.save(folder.resolve("a"), "a");
        SavedModels.save(folder.resolve("b"), "b");
        server = Service.of(ImmutableMap.of(
                        "first", () -> Classifier.load(folder.resolve("a")),
                        "second", () -> Classifier.load(folder.resolve("b"))))
                .at("127.0.0.1", 0)
                .with(Access.FREE.withTokens(List.of(TOKEN)))
                .start();
        client = new Client(server.port());
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static HttpResponse<String> ask(String method, String path) throws Exception {
        return client.send(HttpRequest.newBuilder(client.at(path))
                .header("Authorization", "Bearer " + TOKEN)
                .method(method, HttpRequest.BodyPublishers.ofByteArray(method.equals("POST") ? PICTURE : new byte[0]))
                .build());
    }

    private static String label(String path) throws Exception {
        JsonObject answer = JsonParser.parseString(ask("POST", path).body()).getAsJsonObject();
        return answer.get("model").getAsString() + " says "
                + answer.getAsJsonArray("top")
                        .get(0)
                        .getAsJsonObject()
                        .get("label")
                        .getAsString()
                        .substring(0, 2);
    }

    @Test
    void eachIsAskedByItsNameAndTheFirstWithoutOne() throws Exception {
        assertThat(label("/classify")).isEqualTo("first says a:");
        assertThat(label("/models/first/classify")).isEqualTo("first says a:");
        assertThat(label("/models/second/classify")).startsWith("second says ");
        HttpResponse<String> other = ask("POST", "/models/third/classify");
        assertThat(other.statusCode()).isEqualTo(404);
        assertThat(other.body()).contains("There is no model 'third'; there are [first, second]");
    }

    @Test
    void areToldOf() throws Exception {
        JsonObject first = JsonParser.parseString(ask("GET", "/models").body())
                .getAsJsonObject()
                .getAsJsonArray("models")
                .get(0)
                .getAsJsonObject();
        assertThat(first.get("name").getAsString()).isEqualTo("first");
        assertThat(first.get("first").getAsBoolean()).isTrue();
        JsonObject second =
                JsonParser.parseString(ask("GET", "/models/second").body()).getAsJsonObject();
        assertThat(second.getAsJsonArray("labels")).hasSize(1000);
        assertThat(second.get("first").getAsBoolean()).isFalse();
    }

    @Test
    void oneIsOpenedAgainAndWhereItCannotBeTheOneBeforeGoesOn() throws Exception {
        Relabelled.folder(folder.resolve("b"), "c");
        HttpResponse<String> reloaded = ask("POST", "/models/second/reload");
        assertThat(reloaded.statusCode()).as(reloaded.body()).isEqualTo(200);
        assertThat(reloaded.body()).contains("\"labels\":[\"c: ");
        assertThat(label("/models/second/classify")).isEqualTo("second says c:");

        Path config = folder.resolve("b").resolve("config.json");
        String kept = Files.readString(config);
        Files.writeString(config, "{");
        HttpResponse<String> failed = ask("POST", "/models/second/reload");
        assertThat(failed.statusCode()).isEqualTo(500);
        assertThat(failed.body())
                .contains("The model 'second' could not be opened again, and the one before it goes on: ");
        assertThatThrownBy(() -> server.reload())
                .isInstanceOf(OcelliException.class)
                .hasMessageStartingWith(
                        "The model 'second' could not be opened again, and the one before it goes on: ");
        assertThat(label("/models/second/classify")).isEqualTo("second says c:");
        assertThat(ask("GET", "/metrics").body())
                .contains("ocelli_reloads_total{model=\"second\",outcome=\"success\"} 1\n")
                .contains("ocelli_reloads_total{model=\"second\",outcome=\"error\"} 2\n")
                .contains("ocelli_reloads_total{model=\"first\",outcome=\"success\"} 1\n");
        Files.writeString(config, kept);
    }

    @Test
    void theirNamesStandInPaths() {
        assertThatThrownBy(() -> Service.of("ants and bees", () -> Classifier.load(folder)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A model's name is letters, digits, dots, dashes and underscores, for it stands in paths;"
                        + " received 'ants and bees'");
        assertThatThrownBy(() -> Service.of(Map.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A server has at least one model, received none");
    }
}
