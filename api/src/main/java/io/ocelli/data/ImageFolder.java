package io.ocelli.data;

import com.google.common.collect.ImmutableList;
import io.ocelli.error.ImageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemLoopException;
import java.nio.file.FileVisitOption;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * A folder whose sub-folders are the classes, as torchvision's {@code ImageFolder}: the classes are sorted by name, and the
 * pictures of each, which may lie in further folders, by path; sorting is by code points. A picture is a file with an
 * extension of torchvision's list (jpg, jpeg, png, ppm, bmp, pgm, tif, tiff, webp, in any case). Files are looked up once,
 * by {@link #of}. Links are followed. Immutable.
 */
public final class ImageFolder implements DataSet {
    private static final ImmutableList<String> EXTENSIONS =
            ImmutableList.of(".jpg", ".jpeg", ".png", ".ppm", ".bmp", ".pgm", ".tif", ".tiff", ".webp");

    private final Path root;
    private final DataSet pictures;
    private final List<Path> ignored;

    private ImageFolder(Path root, DataSet pictures, List<Path> ignored) {
        this.root = root;
        this.pictures = pictures;
        this.ignored = ImmutableList.copyOf(ignored);
    }

    /**
     * The pictures in a folder with one sub-folder for each class.
     *
     * @throws ImageException if there is no such folder, it has no sub-folders, one of them has no picture, or it cannot
     *     be listed
     */
    public static ImageFolder of(Path root) {
        requireFolder(root);
        List<String> classes = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root, entry -> Files.isDirectory(entry))) {
            entries.forEach(entry -> classes.add(name(entry)));
        } catch (IOException e) {
            throw new ImageException("The folder " + root + " cannot be listed: " + e, e);
        }
        if (classes.isEmpty()) {
            throw new ImageException("An image folder has one sub-folder for each class, and " + root
                    + " has none. Move each picture into a folder named as its class; a CSV of path,label is read by"
                    + " ImageTable, pictures without labels by ImageFolder.unlabelled.");
        }
        classes.sort(Names.ORDER);
        List<Sample> samples = new ArrayList<>();
        List<Path> ignored = new ArrayList<>();
        List<String> empty = new ArrayList<>();
        for (int label = 0; label < classes.size(); label++) {
            int before = samples.size();
            collect(root.resolve(classes.get(label)), label, samples, ignored);
            if (samples.size() == before) {
                empty.add(classes.get(label));
            }
        }
        if (!empty.isEmpty()) {
            throw new ImageException("Each class folder of an image folder has a picture (" + extensions()
                    + "), and of those in " + root + " these have none: " + Names.list(empty)
                    + ". Remove them, or put pictures into them.");
        }
        return new ImageFolder(root, new Samples(classes, samples), ignored);
    }

    /**
     * All pictures in a folder and its sub-folders, without labels and sorted by path: to be classified, not evaluated.
     *
     * @throws ImageException if there is no such folder, it has no picture, or it cannot be listed
     */
    public static ImageFolder unlabelled(Path root) {
        requireFolder(root);
        List<Sample> samples = new ArrayList<>();
        List<Path> ignored = new ArrayList<>();
        collect(root, Sample.UNLABELLED, samples, ignored);
        if (samples.isEmpty()) {
            throw new ImageException("The folder " + root + " has no picture (" + extensions() + ").");
        }
        return new ImageFolder(root, new Samples(Collections.emptyList(), samples), ignored);
    }

    /**
     * Pictures of several classes: each is of all folders that it lies in, so that {@code sea/sand/1.jpg} is of {@code sea} and
     * of {@code sand}, and one that lies in the root of none. What a picture is of is its {@value Batch#TARGETS}, 1 for each of
     * its classes, for a loss that asks for each by itself; {@link Sample#CLASS} it has none.
     *
     * @throws ImageException if there is no such folder, no picture lies in a folder of it, or it cannot be listed
     */
    public static ImageFolder multiLabel(Path root) {
        requireFolder(root);
        List<Sample> samples = new ArrayList<>();
        List<Path> ignored = new ArrayList<>();
        collect(root, Sample.UNLABELLED, samples, ignored);
        List<Set<String>> names = new ArrayList<>();
        boolean some = false;
        for (Sample sample : samples) {
            Path file = root.relativize(Objects.requireNonNull(sample.source().file()));
            Set<String> folders = new LinkedHashSet<>();
            for (int i = 0; i < file.getNameCount() - 1; i++) {
                folders.add(file.getName(i).toString());
            }
            names.add(folders);
            some |= !folders.isEmpty();
        }
        if (!some) {
            throw new ImageException("The classes of pictures are the folders that they lie in, and in those of " + root
                    + " there is no picture (" + extensions() + ").");
        }
        return new ImageFolder(root, Several.of(samples, names), ignored);
    }

    /** What lies below the class folders and is no regular file, or not a picture by its extension; in order. */
    public List<Path> ignored() {
        return ignored;
    }

    @Override
    public List<String> classes() {
        return pictures.classes();
    }

    @Override
    public int size() {
        return pictures.size();
    }

    @Override
    public Sample sample(int i) {
        return pictures.sample(i);
    }

    @Override
    public Map<String, Datum.Kind> carries() {
        return pictures.carries();
    }

    @Override
    public String toString() {
        return root + ": " + pictures;
    }

    private static void requireFolder(Path root) {
        if (!Files.isDirectory(root)) {
            throw new ImageException(
                    Files.exists(root)
                            ? "An image folder is a folder, and " + root
                                    + " is a file. Give the folder that holds the class folders; a CSV of path,label is"
                                    + " read by ImageTable."
                            : "There is no folder " + root.toAbsolutePath()
                                    + ". Give the folder that holds one sub-folder for each class.");
        }
    }

    /** Adds a folder's pictures, folder after folder in the order of their paths, as {@code sorted(os.walk(...))} has them. */
    private static void collect(Path folder, int label, List<Sample> samples, List<Path> ignored) {
        List<Path> files = new ArrayList<>();
        List<Path> others = new ArrayList<>(); // a pipe, a device, a link to nothing: reading may wait for ever
        try {
            Files.walkFileTree(
                    folder, EnumSet.of(FileVisitOption.FOLLOW_LINKS), Integer.MAX_VALUE, new SimpleFileVisitor<Path>() {
                        @Override
                        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                            (attributes.isRegularFile() ? files : others).add(file);
                            return FileVisitResult.CONTINUE;
                        }
                    });
        } catch (FileSystemLoopException e) {
            throw new ImageException(
                    "Links are followed, and " + e.getFile()
                            + " leads back to a folder that it lies in. Remove the link.",
                    e);
        } catch (IOException | UncheckedIOException e) {
            throw new ImageException("The folder " + folder + " cannot be listed: " + e, e);
        }
        Comparator<Path> order = Comparator.comparing((Path file) -> folderOf(folder, file), Names.ORDER)
                .thenComparing(ImageFolder::name, Names.ORDER);
        files.sort(order);
        others.sort(order);
        ignored.addAll(others);
        for (Path file : files) {
            if (isPicture(file)) {
                samples.add(Sample.of(file, label));
            } else {
                ignored.add(file);
            }
        }
    }

    private static String folderOf(Path root, Path file) {
        Path relative = root.relativize(file);
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < relative.getNameCount() - 1; i++) {
            path.append('/').append(relative.getName(i));
        }
        return path.toString();
    }

    private static boolean isPicture(Path file) {
        return isPicture(name(file));
    }

    /** Whether a file's name ends as those of pictures do. */
    static boolean isPicture(String file) {
        String name = file.toLowerCase(Locale.ROOT);
        for (String extension : EXTENSIONS) {
            if (name.endsWith(extension)) {
                return true;
            }
        }
        return false;
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }

    private static String extensions() {
        return String.join(" ", EXTENSIONS);
    }
}
