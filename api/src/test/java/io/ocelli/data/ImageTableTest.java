package io.ocelli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.ImageException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageTableTest {
    @TempDir
    Path folder;

    @BeforeEach
    void pictures() throws IOException {
        for (String name : new String[] {"1.jpg", "2.jpg", "3.jpg", "a, \"b\".jpg", "path"}) {
            Files.createFile(folder.resolve(name));
        }
    }

    @Test
    void labelsAreNamesAndClassesSorted() throws IOException {
        DataSet table = table("1.jpg,dog\n2.jpg,cat\n3.jpg,dog\n");
        assertThat(table.classes()).containsExactly("cat", "dog");
        assertThat(table.labels()).containsExactly(1, 0, 1);
    }

    @Test
    void pathsBeginAtTheTablesFolder() throws IOException {
        DataSet table = table("1.jpg,dog\n" + folder.resolve("2.jpg") + ",dog\n");
        assertThat(table.sample(0).source().file()).isEqualTo(folder.resolve("1.jpg"));
        assertThat(table.sample(1).source().file()).isEqualTo(folder.resolve("2.jpg"));
    }

    @Test
    void aHeaderNamesTheColumns() throws IOException {
        DataSet table = table("split,Label,Path\ntrain,dog,1.jpg\n");
        assertThat(table.classes()).containsExactly("dog");
        assertThat(table.sample(0).source().file()).isEqualTo(folder.resolve("1.jpg"));
    }

    @Test
    void aFirstLineThatIsNoHeaderIsAPicture() throws IOException {
        assertThat(table("path,dog\n").size()).isEqualTo(1);
    }

    @Test
    void fieldsMayBeQuoted() throws IOException {
        DataSet table = table("\uFEFF\"a, \"\"b\"\".jpg\",\"golden\nretriever\"\r\n\r\n2.jpg,cat");
        assertThat(table.sample(0).source().file()).isEqualTo(folder.resolve("a, \"b\".jpg"));
        assertThat(table.classes()).containsExactly("cat", "golden\nretriever");
        assertThat(table.size()).isEqualTo(2);
    }

    @Test
    void anEmptyLabelIsNotKnown() throws IOException {
        assertThat(table("1.jpg,dog\n2.jpg,\n").labels()).containsExactly(0, -1);
    }

    @Test
    void severalClassesOfAPictureAreItsTargets() throws IOException {
        Files.writeString(csv(), "image,tags\n1.jpg,sea; sand\n2.jpg,\n3.jpg,sky;sea;\n");
        DataSet table = ImageTable.multiLabel(csv(), ";");
        assertThat(table.classes()).containsExactly("sand", "sea", "sky");
        assertThat(table.labels()).containsOnly(Sample.UNLABELLED);
        assertThat(table.carries()).containsOnly(Map.entry(Batch.TARGETS, Datum.Kind.LABELS));
        assertThat(table.sample(0).values().get(Batch.TARGETS)).isEqualTo(Datum.labels(3, 1, 0));
        assertThat(table.sample(1).values().get(Batch.TARGETS)).isEqualTo(Datum.labels(3));
        assertThat(table.sample(2).values().get(Batch.TARGETS)).isEqualTo(Datum.labels(3, 2, 1));
        assertThatThrownBy(() -> ImageTable.multiLabel(csv(), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A separator of classes has a character, received an empty one");
    }

    @Test
    void missingFilesAreListedWithTheirLines() {
        assertThatThrownBy(() -> table("path,label\n1.jpg,dog\n\"x.jpg\",\"a\nb\"\ny.jpg,cat\n"))
                .isInstanceOf(ImageException.class)
                .hasMessage(csv() + " names 2 files that do not exist: line 3: " + folder.resolve("x.jpg")
                        + "; line 5: " + folder.resolve("y.jpg")
                        + ". Relative paths begin at the CSV's folder; correct or remove these lines.");
    }

    @Test
    void whatIsNoRegularFileIsNamed() throws IOException {
        Files.createDirectory(folder.resolve("a.jpg"));
        assertThatThrownBy(() -> table("a.jpg,dog\n"))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("line 1: " + folder.resolve("a.jpg") + " (no regular file)");
    }

    @Test
    void aLineWithoutALabelIsNamed() {
        assertThatThrownBy(() -> table("1.jpg,dog\n2.jpg\n"))
                .isInstanceOf(ImageException.class)
                .hasMessage(csv() + ", line 2: a line has a path and a label, received ['2.jpg']");
    }

    @Test
    void aQuoteThatDoesNotEndIsNamed() {
        assertThatThrownBy(() -> table("1.jpg,dog\n\"2.jpg,dog\n"))
                .isInstanceOf(ImageException.class)
                .hasMessage(csv() + ", line 2: the quoted field that begins here does not end; add a \"");
    }

    @Test
    void whatFollowsAQuotedFieldIsNamed() {
        assertThatThrownBy(() -> table("\"1\".jpg,dog\n"))
                .isInstanceOf(ImageException.class)
                .hasMessage(csv() + ", line 1: a quoted field ends at its second \", received '.' after it;"
                        + " write a quote inside a field twice");
    }

    @Test
    void anEncodingThatIsNotUtf8IsNamed() throws IOException {
        Files.write(csv(), "1.jpg,dog\n2.jpg,ch\u00e2t\n".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> ImageTable.of(csv()))
                .isInstanceOf(ImageException.class)
                .hasMessage(
                        csv() + ", line 2: a table is in UTF-8, and its byte 226 here is not; if it is in Latin-1 or"
                                + " Windows-1252, save it in UTF-8.");
        Files.write(csv(), "1.jpg,dog\n".getBytes(StandardCharsets.UTF_16));
        assertThatThrownBy(() -> ImageTable.of(csv()))
                .isInstanceOf(ImageException.class)
                .hasMessage(
                        csv() + " is in UTF-16, or no text at all: byte 0 is 254. A table is in UTF-8: save it so.");
        Files.write(csv(), "1.jpg,dog\n".getBytes(StandardCharsets.UTF_16LE));
        assertThatThrownBy(() -> ImageTable.of(csv()))
                .hasMessage(csv() + " is in UTF-16, or no text at all: byte 1 is 0. A table is in UTF-8: save it so.");
    }

    @Test
    void namesBeyondAsciiAreRead() throws IOException {
        assertThat(table("1.jpg,ch\u00e2t\n2.jpg,\uD83D\uDC1C\n").classes())
                .containsExactly("ch\u00e2t", "\uD83D\uDC1C");
    }

    @Test
    void anotherSeparatorIsNamed() {
        assertThatThrownBy(() -> table("path;label\n1.jpg;dog\n"))
                .isInstanceOf(ImageException.class)
                .hasMessage(csv() + ", line 1: a line has a path and a label, received ['path;label']. Fields are"
                        + " separated by commas, and here ';' seems to be in their place: save the table with commas.");
        assertThatThrownBy(() -> table("1.jpg\tdog\n")).hasMessageContaining("here a tab seems");
    }

    @Test
    void anEmptyTableListsNothing() {
        assertThatThrownBy(() -> table("path,label\n"))
                .isInstanceOf(ImageException.class)
                .hasMessage(csv() + " lists no pictures; it has a line path,label for each");
    }

    @Test
    void aMissingTableIsNamed() {
        assertThatThrownBy(() -> ImageTable.of(csv()))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("The table " + csv() + " cannot be read: ");
    }

    private Path csv() {
        return folder.resolve("labels.csv");
    }

    private DataSet table(String text) throws IOException {
        Files.writeString(csv(), text);
        return ImageTable.of(csv());
    }
}
