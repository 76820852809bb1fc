package io.ocelli.openvino;

import java.io.File;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where OpenVINO's C library is: where {@code ocelli.openvino}, or the environment's {@code OCELLI_OPENVINO}, says, or one of the
 * usual places. Nothing is loaded.
 *
 * @param named what these say, or null
 * @param environment the process's
 * @param libraryPath {@code java.library.path}
 */
record OpenVinoFolder(@Nullable String named, Map<String, String> environment, String libraryPath) {
    static final String PROPERTY = "ocelli.openvino";

    private static final String LIBRARY = System.mapLibraryName("openvino_c");
    private static final Pattern VERSIONED_ON_MACOS = Pattern.compile("libopenvino_c\\.[0-9.]+\\.dylib");

    /** Where an archive of OpenVINO's, or a package of the system's, has its libraries. */
    private static final List<String> WITHIN = List.of(
            "runtime/lib/intel64",
            "runtime/lib/aarch64",
            "runtime/lib/intel64/Release",
            "runtime/lib/arm64/Release",
            "runtime/bin/intel64/Release",
            "runtime/bin/arm64/Release");

    private static final List<String> SYSTEM = List.of(
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib/aarch64-linux-gnu",
            "/usr/lib64",
            "/usr/local/lib",
            "/opt/homebrew/lib");

    /** Of this process. */
    static OpenVinoFolder here() {
        return new OpenVinoFolder(
                System.getProperty(PROPERTY, System.getenv("OCELLI_OPENVINO")),
                System.getenv(),
                System.getProperty("java.library.path", ""));
    }

    /** The library's file, or null where there is none. */
    @Nullable
    Path library() {
        if (named != null) {
            Path place = path(named);
            return place == null || Files.isRegularFile(place) ? place : in(place);
        }
        for (Path folder : folders()) {
            Path library = in(folder);
            if (library != null) {
                return library;
            }
        }
        return null;
    }

    /** What tells the library from another version of it; empty where there is none. */
    String version() {
        Path library = library();
        try {
            return library == null ? "" : library.toRealPath() + " of " + Files.size(library) + " bytes";
        } catch (IOException e) {
            return library.toString();
        }
    }

    /** What is missing and how to bring it, or null where the library is there. */
    @Nullable
    String missing() {
        if (library() != null) {
            return null;
        }
        return named == null
                ? "OpenVINO is taken where the machine has it, and its C library " + LIBRARY + " was not found beside"
                        + " INTEL_OPENVINO_DIR, in the Python of VIRTUAL_ENV or CONDA_PREFIX, on java.library.path, below"
                        + " /opt/intel or in " + SYSTEM
                        + ". Install OpenVINO (Intel's archive, the system's package, or"
                        + " pip install openvino) and name the folder that holds the library with -D" + PROPERTY
                        + "=FOLDER, or take another engine"
                : "The property " + PROPERTY + ", or OCELLI_OPENVINO in the environment, names the folder that holds"
                        + " OpenVINO's C library " + LIBRARY + " (of pip, site-packages/openvino/libs), or that file,"
                        + " received '" + named + "', where there is none";
    }

    private List<Path> folders() {
        List<Path> folders = new ArrayList<>();
        archive(folders, path(environment.get("INTEL_OPENVINO_DIR")));
        python(folders, path(environment.get("VIRTUAL_ENV")));
        Path conda = path(environment.get("CONDA_PREFIX"));
        python(folders, conda);
        if (conda != null) {
            folders.add(conda.resolve("lib"));
            folders.add(conda.resolve("Library").resolve("bin"));
        }
        for (String place : libraryPath.split(Pattern.quote(File.pathSeparator))) {
            Path folder = path(place);
            if (folder != null) {
                folders.add(folder);
            }
        }
        Path intel = path("/opt/intel");
        if (intel != null) {
            entries(intel, "openvino*").forEach(folder -> archive(folders, folder));
        }
        SYSTEM.forEach(folder -> folders.add(Path.of(folder)));
        return folders;
    }

    private static void archive(List<Path> folders, @Nullable Path root) {
        if (root != null) {
            WITHIN.forEach(place -> folders.add(root.resolve(place)));
        }
    }

    private static void python(List<Path> folders, @Nullable Path root) {
        if (root != null) {
            entries(root.resolve("lib"), "python3*")
                    .forEach(python -> folders.add(python.resolve("site-packages/openvino/libs")));
            folders.add(root.resolve("Lib/site-packages/openvino/libs"));
        }
    }

    /** The library in a folder: the file without a version where there is one. */
    private static @Nullable Path in(Path folder) {
        return entries(folder, "*openvino_c*").stream()
                .filter(file -> isLibrary(String.valueOf(file.getFileName())))
                .min(Comparator.comparingInt(file -> file.toString().length()))
                .orElse(null);
    }

    private static boolean isLibrary(String name) {
        return name.equals(LIBRARY)
                || name.startsWith(LIBRARY + ".")
                || VERSIONED_ON_MACOS.matcher(name).matches();
    }

    /** What a folder holds of these names, the last of the alphabet, such as the newest version, first. */
    private static List<Path> entries(Path folder, String names) {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(folder, names)) {
            found.forEach(entries::add);
        } catch (IOException e) {
            return List.of(); // no such folder, or one that is not ours to read
        }
        entries.sort(Comparator.reverseOrder());
        return entries;
    }

    private static @Nullable Path path(@Nullable String text) {
        try {
            return text == null || text.isEmpty() ? null : Path.of(text).toAbsolutePath();
        } catch (InvalidPathException e) {
            return null;
        }
    }
}
