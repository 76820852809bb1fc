package io.ocelli.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The files of samples by one name each, whatever links lead to their folders; each folder is looked up once. */
final class RealFiles {
    private final Map<Path, Path> folders = new HashMap<>();

    /** The sample's file; nothing where it lies in none. */
    Optional<Path> of(Sample sample) {
        @Nullable Path file = sample.source().file();
        @Nullable Path folder = file == null ? null : file.toAbsolutePath().getParent();
        return file == null || folder == null
                ? Optional.empty()
                : Optional.of(folders.computeIfAbsent(folder, RealFiles::real).resolve(file.getFileName()));
    }

    private static Path real(Path folder) {
        try {
            return folder.toRealPath();
        } catch (IOException e) {
            return folder.normalize();
        }
    }
}
