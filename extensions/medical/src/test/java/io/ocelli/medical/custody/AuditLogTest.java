package io.ocelli.medical.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.hash.Hashing;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.Classifier;
import io.ocelli.image.Image;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditLogTest {
    @TempDir
    Path folder;

    private Path log(int lines) {
        Path file = folder.resolve("audit.log");
        for (int i = 1; i <= lines; i++) {
            JsonObject entry = new JsonObject();
            entry.addProperty("label", "class " + i);
            AuditLog.of(file).add(List.of(entry));
        }
        return file;
    }

    private static void verifyRefuses(Path file, String message) {
        assertThatThrownBy(() -> AuditLog.of(file).verify())
                .isInstanceOf(CustodyException.class)
                .hasMessage(file + " is refused " + message);
    }

    @Test
    void eachLineHoldsTheHashOfTheOneBefore() throws IOException {
        Path file = log(3);
        List<String> lines = Files.readAllLines(file);

        AuditLog.Head head = AuditLog.of(file).verify();

        JsonObject first = JsonParser.parseString(lines.get(0)).getAsJsonObject();
        JsonObject second = JsonParser.parseString(lines.get(1)).getAsJsonObject();
        String hash = first.get("hash").getAsString();
        assertThat(first.get("previous").getAsString()).isEqualTo("0".repeat(64));
        assertThat(second.get("previous").getAsString()).isEqualTo(hash);
        String hashed = lines.get(0).substring(0, lines.get(0).indexOf(",\"hash\""));
        assertThat(Hashing.sha256().hashString(hashed, StandardCharsets.UTF_8).toString())
                .isEqualTo(hash);
        assertThat(head.lines()).isEqualTo(3);
        assertThat(lines.get(2)).endsWith(head.hash() + "\"}");
    }

    @Test
    void aChangedLineIsNamed() throws IOException {
        Path file = log(4);
        Files.writeString(file, Files.readString(file).replace("class 3", "class 8"));

        verifyRefuses(file, "at line 3: it was changed: its hash is not that of what it says");
    }

    @Test
    void aRemovedLineIsMissedWhereverItWas() throws IOException {
        Path file = log(4);
        List<String> whole = Files.readAllLines(file);
        for (int i = 0; i < 3; i++) {
            List<String> rest = new ArrayList<>(whole);
            rest.remove(i);
            Files.write(file, rest);

            verifyRefuses(
                    file,
                    "at line " + (i + 1)
                            + ": it does not continue the line before: one was removed, added or changed there");
        }
        Files.write(file, whole.subList(0, 3));
        verifyRefuses(file, "after line 3: it had 4 lines, and the last 1 were removed");
    }

    @Test
    void exchangedAndDoubledLinesAreNamed() throws IOException {
        Path file = log(3);
        List<String> whole = Files.readAllLines(file);
        Files.write(file, List.of(whole.get(1), whole.get(0), whole.get(2)));
        verifyRefuses(file, "at line 1: it does not continue the line before: one was removed, added or changed there");

        Files.write(file, List.of(whole.get(0), whole.get(0), whole.get(1), whole.get(2)));
        verifyRefuses(file, "at line 2: it does not continue the line before: one was removed, added or changed there");
    }

    @Test
    void aLineWrittenAnewWithItsHashBreaksTheNext() throws IOException {
        Path file = log(3);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        JsonObject forged = new JsonObject();
        forged.addProperty("label", "forged");
        lines.set(1, AuditLines.line(2, AuditLines.hash(lines.get(0)), forged));
        Files.write(file, lines);

        verifyRefuses(file, "at line 3: it does not continue the line before: one was removed, added or changed there");
    }

    @Test
    void aLastLineWrittenAnewIsNotTheOneOfTheHead() throws IOException {
        Path file = log(2);
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        JsonObject forged = new JsonObject();
        forged.addProperty("label", "class 9");
        lines.set(1, AuditLines.line(2, AuditLines.hash(lines.get(0)), forged));
        Files.write(file, lines);

        verifyRefuses(
                file,
                "at line 2: it is not the one that was written, as " + folder.resolve("audit.log.head") + " says");
    }

    @Test
    void aLogWithoutItsHeadIsRefused() throws IOException {
        Path file = log(2);
        Files.delete(folder.resolve("audit.log.head"));

        assertThatThrownBy(() -> AuditLog.of(file).verify())
                .isInstanceOf(CustodyException.class)
                .hasMessage(file + " is refused: the file " + folder.resolve("audit.log.head")
                        + " that says how many lines it has is not there; bring it, too");
    }

    @Test
    void nothingIsAddedToALogThatLostLines() throws IOException {
        Path file = log(3);
        Files.write(file, Files.readAllLines(file).subList(0, 2));

        assertThatThrownBy(() -> AuditLog.of(file).add(List.of(new JsonObject())))
                .isInstanceOf(CustodyException.class)
                .hasMessageContaining("lines were removed. Begin another log");
    }

    @Test
    void aCrashInTheMiddleOfALineIsGoneOnFrom() throws IOException {
        Path file = log(2);
        String whole = Files.readString(file);
        Files.writeString(file, whole + "{\"number\":3,\"prev");
        JsonObject entry = new JsonObject();
        entry.addProperty("label", "after");

        AuditLog.of(file).add(List.of(entry));

        assertThat(AuditLog.of(file).verify().lines()).isEqualTo(3);
        assertThat(Files.readString(file)).startsWith(whole).contains("after");
    }

    @Test
    void aCrashBetweenTheLineAndTheHeadIsGoneOnFrom() throws IOException {
        Path file = log(2);
        byte[] head = Files.readAllBytes(folder.resolve("audit.log.head"));
        log(1);
        Files.write(folder.resolve("audit.log.head"), head);

        assertThat(AuditLog.of(file).verify().lines()).isEqualTo(3);
        log(1);
        assertThat(AuditLog.of(file).verify().lines()).isEqualTo(4);
    }

    @Test
    void manyThreadsAddOneAfterTheOther() {
        Path file = folder.resolve("audit.log");
        IntStream.range(0, 24).parallel().forEach(i -> log(1));

        assertThat(AuditLog.of(file).verify().lines()).isEqualTo(24);
    }

    @Test
    void eachAnswerIsALineWithThePicturesHashAndTheDecision() throws IOException {
        Path file = folder.resolve("answers.log");
        Image picture = Untrained.picture(80);
        try (Classifier classifier = Untrained.classifier();
                Classifier deciding = classifier.withThreshold(0.99);
                Classifier audited = deciding.with(Audited.by("room 2", classifier, file))) {
            audited.classify(picture);
            audited.classify(Untrained.picture(81));
        }

        List<String> lines = Files.readAllLines(file);
        JsonObject line = JsonParser.parseString(lines.get(0)).getAsJsonObject();
        assertThat(line.keySet())
                .containsExactly(
                        "number",
                        "previous",
                        "time",
                        "who",
                        "model",
                        "picture",
                        "label",
                        "probability",
                        "decisions",
                        "hash");
        assertThat(line.get("who").getAsString()).isEqualTo("room 2");
        assertThat(line.get("model").getAsString()).matches("resnet20_cifar sha256:[0-9a-f]{64}");
        assertThat(line.get("picture").getAsString()).isEqualTo("sha256:" + Audited.hash(picture));
        assertThat(line.get("decisions").toString()).isEqualTo("[{\"by\":\"Threshold\",\"labels\":[]}]");
        assertThat(lines.get(1)).doesNotContain(Audited.hash(picture));
        assertThat(AuditLog.of(file).verify().lines()).isEqualTo(2);
    }

    @Test
    void aSavedClassifierGoesOnWritingToItsLog() throws IOException {
        Path file = folder.resolve("answers.log");
        Path model = folder.resolve("model");
        try (Classifier classifier = Untrained.classifier();
                Classifier audited = classifier.with(Audited.by("room 2", classifier, file))) {
            audited.save(model);
        }
        try (Classifier again = Classifier.load(model)) {
            again.classify(Untrained.picture(1));
        }

        assertThat(Files.readAllLines(file)).hasSize(1);
    }

    @Test
    void whatCannotBeWrittenIsNotAnswered() throws IOException {
        Path file = Files.createDirectory(folder.resolve("a folder"));
        try (Classifier classifier = Untrained.classifier();
                Classifier audited = classifier.with(Audited.by("room 2", classifier, file))) {
            assertThatThrownBy(() -> audited.classify(Untrained.picture(1)))
                    .isInstanceOf(CustodyException.class)
                    .hasMessageStartingWith(
                            "The audit log " + file + " cannot be written, so that nothing is answered: ");
        }
    }

    @Test
    void anAuditSaysWhoAskedWhichModel() {
        assertThatThrownBy(() -> new Audited("", "model", "log"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "An audit says who asked, which model answered and where that is written, received '', 'model',"
                                + " 'log'");
    }
}
