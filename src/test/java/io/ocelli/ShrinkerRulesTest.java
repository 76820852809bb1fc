package io.ocelli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** R8 and ProGuard rename what nothing in the code names; the jars bring rules for what is found by name. */
class ShrinkerRulesTest {
    private static final List<String> INTERFACES = List.of(
            "io.ocelli.engine.Engine",
            "io.ocelli.engine.ProgramFormat",
            "io.ocelli.engine.ProgramWriter",
            "io.ocelli.image.ImageDecoder",
            "io.ocelli.image.TransformProvider",
            "io.ocelli.model.ModelFamily",
            "io.ocelli.model.WeightsSource",
            "io.ocelli.serving.DecoratorProvider");

    private static final Pattern ASKED = Pattern.compile("Services\\.of\\((\\w+)\\.class\\)");

    private static String rules(String folder, String name) throws IOException {
        try (InputStream in = ShrinkerRulesTest.class.getResourceAsStream("/META-INF/" + folder + "/" + name)) {
            assertThat(in).as(folder + "/" + name).isNotNull();
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"proguard", "com.android.tools/r8"})
    void theRulesAreWhereShrinkersLookForThem(String folder) throws IOException {
        assertThat(rules(folder, "ocelli-onnxruntime.pro")).contains("-keep class ai.onnxruntime.** { *; }");
        assertThat(rules(folder, "ocelli-pytorch.pro")).contains("-keep class ai.djl.** { *; }");
        assertThat(rules(folder, "ocelli-api.pro")).contains("io.ocelli.graph.Operation");
    }

    @Test
    void everyInterfaceWithProvidersIsKeptWithThem() throws IOException {
        String rules = rules("proguard", "ocelli-api.pro");
        for (String type : INTERFACES) {
            assertThat(rules)
                    .contains("-keep interface " + type + "\n")
                    .contains("-keep class * implements " + type + " { public <init>(); }\n");
        }
    }

    /** An interface whose providers are looked for comes into the list above, and into the rules. */
    @Test
    void noOtherInterfaceHasProviders() throws IOException {
        Set<String> asked = new TreeSet<>();
        try (Stream<Path> files = Files.walk(sources())) {
            for (Path file :
                    files.filter(each -> each.toString().endsWith(".java")).toList()) {
                ASKED.matcher(Files.readString(file)).results().forEach(match -> asked.add(match.group(1)));
            }
        }
        assertThat(asked)
                .containsExactlyInAnyOrderElementsOf(INTERFACES.stream()
                        .map(name -> name.substring(name.lastIndexOf('.') + 1))
                        .toList());
    }

    /** Of the api, whose are all interfaces with providers; tests run in the module's folder or in the checkout's. */
    private static Path sources() {
        Path sources = Path.of("api/src/main/java");
        return Files.isDirectory(sources) ? sources : Path.of("..").resolve(sources);
    }
}
