package io.ocelli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.ImageException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TarShardsTest {
    @TempDir
    Path folder;

    private final ByteArrayOutputStream tar = new ByteArrayOutputStream();

    @Test
    void filesThatAreCalledAlikeAreASample() throws IOException {
        file("a/1.jpg", "one");
        file("a/1.cls", "2\n");
        file("a/2.cls", "0");
        file("a/2.json", "{}");
        file("a/2.PNG", "two");
        file("README", "no sample");
        file("a/3.jpg", "three");
        file("a/3.seg.png", "no picture of its own");
        DataSet shards = TarShards.of(written("x.tar"));
        assertThat(shards.classes()).containsExactly("0", "1", "2");
        assertThat(shards.labels()).containsExactly(2, 0, Sample.UNLABELLED);
        assertThat(shards.sample(0).name()).isEqualTo(folder.resolve("x.tar") + ":a/1.jpg");
        assertThat(contents(shards)).containsExactly("one", "two", "three");
    }

    /** As tar puts them when it is given all pictures first. */
    @Test
    void theFilesOfASampleMayLieApart() throws IOException {
        file("2.jpg", "two");
        file("1.jpg", "one");
        file("1.cls", "1");
        file("2.cls", "0");
        DataSet shards = TarShards.of(written("x.tar"));
        assertThat(contents(shards)).containsExactly("two", "one");
        assertThat(shards.labels()).containsExactly(0, 1);
        file("1.png", "again");
        Path twice = written("twice.tar");
        assertThatThrownBy(() -> TarShards.of(twice))
                .isInstanceOf(ImageException.class)
                .hasMessage("A sample in a shard has one picture, received 1.jpg and 1.png in " + twice
                        + ". Call one of them by another name.");
    }

    @Test
    void shardsComeOneAfterTheOtherAndKeysBeginAnew() throws IOException {
        file("1.jpg", "one");
        file("1.cls", "dog");
        Path first = written("x.tar");
        tar.reset();
        file("1.jpg", "another");
        file("1.cls", "cat");
        DataSet shards = TarShards.of(first, written("y.tar"));
        assertThat(shards.classes()).containsExactly("cat", "dog");
        assertThat(shards.labels()).containsExactly(1, 0);
        assertThat(contents(shards)).containsExactly("one", "another");
        assertThat(shards).hasToString("2 shards: 2 pictures of 2 classes");
    }

    @Test
    void classesThatAreNamedAreFoundByNameAndByIndex() throws IOException {
        file("1.jpg", "one");
        file("1.cls", "dog");
        file("2.jpg", "two");
        file("2.cls", "0");
        Path shard = written("x.tar");
        assertThat(TarShards.of(List.of(shard), List.of("cat", "dog")).labels()).containsExactly(1, 0);
        assertThatThrownBy(() -> TarShards.of(List.of(shard), List.of("cat")))
                .isInstanceOf(ImageException.class)
                .hasMessage("A class in a shard is one of the 1 names or its index, received 'dog' for " + shard
                        + ":1.jpg. The names are ['cat'].");
    }

    @Test
    void namesAreReadAsPosixAndGnuWriteThem() throws IOException {
        String longName = "d/".repeat(80) + "1.jpg";
        header("././@LongLink", longName.length() + 1, 'L', "");
        content(longName + "\0");
        file("short.jpg", "gnu");
        String path = "path=" + "p/".repeat(100) + "\u00e9.jpg\n";
        int length = path.getBytes(StandardCharsets.UTF_8).length + 4;
        header("PaxHeader", length, 'x', "");
        content(length + " " + path);
        file("short.jpg", "pax");
        header("2.jpg", 5, '0', "pre/fix");
        content("posix");
        header("folder.jpg", 0, '5', "");
        List<TarIndex.Entry> entries = TarIndex.read(written("x.tar"));
        assertThat(entries)
                .extracting(TarIndex.Entry::name)
                .containsExactly(longName, "p/".repeat(100) + "\u00e9.jpg", "pre/fix/2.jpg");
        assertThat(entries).extracting(TarIndex.Entry::size).containsExactly(3L, 3L, 5L);
    }

    @Test
    void whatIsNoArchiveOrCutOffIsSaid() throws IOException {
        Path gzip = folder.resolve("x.tar.gz");
        Files.write(gzip, Arrays.copyOf(new byte[] {0x1f, (byte) 0x8b}, 600));
        assertThatThrownBy(() -> TarShards.of(gzip))
                .isInstanceOf(ImageException.class)
                .hasMessage(gzip + " is no tar archive, or a damaged one: there is no header at byte 0. A shard is an"
                        + " uncompressed .tar: a .tar.gz is unpacked by gunzip first.");
        file("1.jpg", "x".repeat(1000));
        Path cut = folder.resolve("cut.tar");
        Files.write(cut, Arrays.copyOf(tar.toByteArray(), 1000));
        assertThatThrownBy(() -> TarShards.of(cut))
                .hasMessage("The tar archive " + cut + " is cut off: it has 1000 bytes, and '1.jpg', of 1000 bytes,"
                        + " begins at 512. Copy it again.");
        assertThatThrownBy(() -> TarShards.of(folder.resolve("none.tar")))
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("The tar archive " + folder.resolve("none.tar") + " cannot be read: ");
        tar.reset();
        file("readme.txt", "nothing");
        Path none = written("none.tar");
        assertThatThrownBy(() -> TarShards.of(none))
                .hasMessage(
                        "Shards have pictures (.jpg .png and others that ImageFolder takes), and there is none in ['"
                                + none + "']");
    }

    @Test
    void damagedArchivesAreErrorsThatSayWhich() throws IOException {
        file("1.jpg", "one");
        header("PaxHeader", 30, 'x', "");
        content("30 path=22222222222222222.jpg\n");
        file("1.cls", "2");
        byte[] whole = Files.readAllBytes(written("x.tar"));
        Path damaged = folder.resolve("damaged.tar");
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            byte[] bytes = whole.clone();
            for (int k = 0; k <= random.nextInt(3); k++) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            Files.write(damaged, bytes);
            try {
                TarShards.of(damaged);
            } catch (ImageException e) {
                assertThat(e).hasMessageContaining("damaged.tar");
            }
        }
    }

    private void file(String name, String content) throws IOException {
        header(name, content.length(), '0', "");
        content(content);
    }

    private void header(String name, int size, char type, String prefix) throws IOException {
        byte[] header = new byte[512];
        put(header, 0, name);
        put(header, 124, String.format("%011o", size));
        header[156] = (byte) type;
        put(header, 257, "ustar");
        put(header, 263, "00");
        put(header, 345, prefix);
        put(header, 148, "        ");
        int sum = 0;
        for (byte b : header) {
            sum += b & 255;
        }
        put(header, 148, String.format("%06o\0 ", sum));
        tar.write(header);
    }

    private void content(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        tar.write(Arrays.copyOf(bytes, (bytes.length + 511) / 512 * 512));
    }

    private static void put(byte[] header, int at, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        System.arraycopy(bytes, 0, header, at, bytes.length);
    }

    private Path written(String name) throws IOException {
        Path path = folder.resolve(name);
        byte[] files = tar.toByteArray();
        Files.write(path, Arrays.copyOf(files, files.length + 1024));
        return path;
    }

    private static List<String> contents(DataSet shards) {
        List<String> contents = new ArrayList<>();
        for (int i = 0; i < shards.size(); i++) {
            PictureElsewhere picture = (PictureElsewhere) shards.sample(i).source();
            contents.add(new String(picture.bytes().get(), StandardCharsets.UTF_8));
        }
        return contents;
    }
}
