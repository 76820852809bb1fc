package io.ocelli.samples.cli;

import io.ocelli.data.DataSet;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Counts the files that two data sets both have, by whatever paths or links. */
final class SharedFiles {
    private SharedFiles() {}

    static int count(DataSet one, DataSet other) {
        Set<Path> files = new HashSet<>();
        for (int i = 0; i < one.size(); i++) {
            Path file = real(one.sample(i).source().file());
            if (file != null) {
                files.add(file);
            }
        }
        int shared = 0;
        for (int i = 0; i < other.size(); i++) {
            if (files.contains(real(other.sample(i).source().file()))) {
                shared++;
            }
        }
        return shared;
    }

    private static @Nullable Path real(@Nullable Path file) {
        try {
            return file == null ? null : file.toRealPath();
        } catch (IOException e) {
            return null; // whoever reads it says what is wrong
        }
    }
}
