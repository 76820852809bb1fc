package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import io.ocelli.Classifier;
import io.ocelli.error.WeightsException;
import io.ocelli.files.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Where a search for a smaller network keeps its candidates, each in a folder of its name, and what it is a search of. */
final class CompressionFolder {
    private static final String SUBJECT = "search.txt";

    private final Path folder;

    CompressionFolder(Path folder) {
        this.folder = folder;
    }

    /**
     * Makes it ready for a search, or refuses another's.
     *
     * @param subject what the networks in it hang on, line by line
     */
    void claim(List<String> subject) {
        Path file = folder.resolve(SUBJECT);
        try {
            Files.createDirectories(folder);
            if (Files.exists(file)) {
                require(ImmutableList.copyOf(Files.readAllLines(file, StandardCharsets.UTF_8)), subject);
            } else {
                byte[] text = String.join("\n", subject).getBytes(StandardCharsets.UTF_8);
                WholeFile.write(file, out -> out.write(text));
            }
        } catch (IOException e) {
            throw failed("written", e);
        }
    }

    private void require(List<String> before, List<String> now) {
        for (int i = 0; i < now.size(); i++) {
            String was = i < before.size() ? before.get(i) : "nothing";
            if (!was.equals(now.get(i))) {
                throw new IllegalStateException("A search goes on with its own networks, and " + folder
                        + " has those of another: there '" + was + "', here '" + now.get(i)
                        + "'. Name another folder, or remove this one.");
            }
        }
    }

    /** The place of a candidate. */
    Path of(String name) {
        return folder.resolve(name);
    }

    boolean has(String name) {
        return Files.isRegularFile(of(name).resolve("config.json"));
    }

    Classifier open(String name) {
        return Classifier.load(of(name));
    }

    /** Of the files that a candidate is saved as. */
    long bytes(String name) {
        try (Stream<Path> files = Files.list(of(name))) {
            long bytes = 0;
            for (Path file : files.collect(Collectors.toList())) {
                bytes += Files.size(file);
            }
            return bytes;
        } catch (IOException e) {
            throw failed("read", e);
        }
    }

    /** Removes one of its folders with all that is in it. */
    void remove(String name) {
        remove(of(name));
    }

    /** Removes it with all that is in it. */
    void remove() {
        remove(folder);
    }

    private void remove(Path place) {
        if (!Files.exists(place)) {
            return;
        }
        try (Stream<Path> files = Files.walk(place)) {
            List<Path> all = files.collect(Collectors.toList());
            Collections.reverse(all);
            for (Path file : all) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw failed("removed", e);
        }
    }

    private WeightsException failed(String done, IOException cause) {
        return new WeightsException(
                "The networks of a search cannot be " + done + " in " + folder + ": " + cause, cause);
    }

    @Override
    public String toString() {
        return folder.toString();
    }
}
