package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb report on pictures of two of ImageNet's classes. */
class ReportVerbTest {
    @TempDir
    Path folder;

    private Path data;

    @BeforeEach
    void render() throws Exception {
        data = folder.resolve("data");
        for (String label : new String[] {"goldfish", "tench"}) {
            Files.createDirectories(data.resolve(label));
            Ran.picture(data.resolve(label).resolve("1.png"), label.hashCode());
        }
    }

    private Ran report(Object out, Object... more) {
        Object[] all = new Object[7 + more.length];
        System.arraycopy(
                new Object[] {"report", "--model", "efficientnet_lite0", "--data", data, "--out", out}, 0, all, 0, 7);
        System.arraycopy(more, 0, all, 7, more.length);
        return Ran.cli(all);
    }

    @Test
    void eachFormIsWritten() throws Exception {
        for (String name : new String[] {"report.html", "report.json", "report.csv", "report.md"}) {
            Ran ran = report(folder.resolve(name));
            assertThat(ran.code()).as(ran.err()).isZero();
            assertThat(ran.out()).contains("2 pictures, 1000 classes", "Written to " + folder.resolve(name));
        }
        assertThat(Files.readString(folder.resolve("report.html"))).contains("<h1>efficientnet_lite0</h1>");
        assertThat(JsonParser.parseString(Files.readString(folder.resolve("report.json")))
                        .getAsJsonObject()
                        .keySet())
                .contains("evaluation", "labelErrors", "duplicates", "milliseconds");
        assertThat(Files.readString(folder.resolve("report.csv")).lines()).hasSize(3);
        assertThat(Files.readString(folder.resolve("report.md"))).startsWith("---\n");
    }

    @Test
    void leaksAreLookedFor() throws Exception {
        Ran ran = report(folder.resolve("report.json"), "--against", data);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(JsonParser.parseString(Files.readString(folder.resolve("report.json")))
                        .getAsJsonObject()
                        .getAsJsonArray("leaks"))
                .hasSize(2);
    }

    @Test
    void aBrokenPictureIsToldAndTheOthersAreReported() throws Exception {
        Files.writeString(data.resolve("tench/broken.png"), "no picture");
        Ran ran = report(folder.resolve("report.html"));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).hasLineCount(1).contains("broken.png is in none of the formats");
        assertThat(Files.readString(folder.resolve("report.html"))).contains("Pictures that could not be read");
    }

    @Test
    void anotherExtensionIsRefused() {
        Ran ran = report("report.pdf");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err())
                .hasLineCount(1)
                .contains("--out is a file that ends with .html, .json, .csv or .md, received report.pdf");
    }

    @Test
    void classesThatTheModelDoesNotKnowAreNamed() throws Exception {
        Ran.picture(Files.createDirectories(data.resolve("mermaid")).resolve("1.png"), 1);
        Ran ran = report(folder.resolve("report.html"));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).hasLineCount(1).contains("mermaid");
    }
}
