package io.ocelli.proofs;

import io.ocelli.testing.Golden;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Enumeration;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;

/** The picture archives beside the golden files, unpacked once into the build's folder. */
final class SharedData {
    private SharedData() {}

    /** The folder of an archive's pictures; skips the calling test where the archive is absent. */
    static Path unpacked(String name) {
        Path zip = Golden.shared().resolve("data").resolve(name + ".zip");
        Path folder = Path.of("target", "data", name).toAbsolutePath();
        if (Files.exists(folder)) {
            return folder;
        }
        Path temporary = folder.resolveSibling(name + ".part");
        try (ZipFile archive = new ZipFile(zip.toFile())) {
            for (Enumeration<? extends ZipEntry> entries = archive.entries(); entries.hasMoreElements(); ) {
                unpack(archive, entries.nextElement(), temporary);
            }
            return Files.move(temporary, folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void unpack(ZipFile archive, ZipEntry entry, Path folder) throws IOException {
        Path file = folder.resolve(entry.getName());
        if (entry.isDirectory() || !file.normalize().startsWith(folder)) {
            return;
        }
        Files.createDirectories(file.getParent());
        try (InputStream in = archive.getInputStream(entry)) {
            Files.copy(in, file, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    /** A weights file. */
    static Path weights(String file) {
        return Golden.shared().resolve("weights").resolve(file);
    }
}
