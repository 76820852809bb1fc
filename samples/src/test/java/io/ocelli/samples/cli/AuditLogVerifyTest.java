package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import io.ocelli.Classifier;
import io.ocelli.medical.custody.Audited;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogVerifyTest {
    @TempDir
    Path folder;

    private Path log(int answers) throws IOException {
        Path file = folder.resolve("answers.log");
        Path picture = Ran.picture(folder.resolve("picture.png"), 0xff0000);
        try (Classifier classifier =
                        Classifier.model("resnet20_cifar").head("well", "ill").untrained();
                Classifier audited = classifier.with(Audited.by("room 2", classifier, file))) {
            for (int i = 0; i < answers; i++) {
                audited.classify(picture);
            }
        }
        return file;
    }

    @Test
    void aWholeLogIsToldWithItsLastHash() throws IOException {
        Path file = log(2);
        Ran ran = Ran.cli("audit-log", "verify", file);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).matches("(?s).*answers.log is whole: 2 lines, the last one's hash is [0-9a-f]{64}\\R");
    }

    @Test
    void itIsWrittenAsJson() throws IOException {
        Path json = folder.resolve("said.json");
        Path file = log(2);

        assertThat(Ran.cli("audit-log", "verify", "--json", json, file).code()).isZero();
        assertThat(JsonParser.parseString(Files.readString(json))
                        .getAsJsonObject()
                        .get("lines")
                        .getAsInt())
                .isEqualTo(2);
    }

    @Test
    void aRemovedLineIsRefusedWithItsPlace() throws IOException {
        Path file = log(3);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.remove(1);
        Files.write(file, lines);
        Ran ran = Ran.cli("audit-log", "verify", file);

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err())
                .isEqualTo("ocelli: " + file
                        + " is refused at line 2: it does not continue the line before: one was removed,"
                        + " added or changed there" + System.lineSeparator());
    }

    @Test
    void aMissingLogIsAWrongArgument() {
        Ran ran = Ran.cli("audit-log", "verify", folder.resolve("none"));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).startsWith("ocelli: FILE: there is no file ");
    }
}
