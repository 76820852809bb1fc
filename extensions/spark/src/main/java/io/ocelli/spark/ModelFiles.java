package io.ocelli.spark;

import io.ocelli.saving.SavedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The saved classifier's folder {@code model} in the path of a saved stage, on any file system that Hadoop knows. */
final class ModelFiles {
    private ModelFiles() {}

    static void write(ShippedModel model, String path, Configuration hadoop) throws IOException {
        Path folder = new Path(path, "model");
        write(model.config(), new Path(folder, SavedFiles.CONFIG), hadoop);
        write(model.weights(), new Path(folder, SavedFiles.WEIGHTS), hadoop);
    }

    private static void write(byte[] content, Path file, Configuration hadoop) throws IOException {
        try (OutputStream out = file.getFileSystem(hadoop).create(file, true)) {
            out.write(content);
        }
    }

    static ShippedModel read(String path, Configuration hadoop) throws IOException {
        Path folder = new Path(path, "model");
        return new ShippedModel(
                read(new Path(folder, SavedFiles.CONFIG), hadoop), read(new Path(folder, SavedFiles.WEIGHTS), hadoop));
    }

    private static byte[] read(Path file, Configuration hadoop) throws IOException {
        FileSystem files = file.getFileSystem(hadoop);
        try (InputStream in = files.open(file)) {
            return in.readAllBytes();
        }
    }
}
