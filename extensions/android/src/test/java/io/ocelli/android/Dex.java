package io.ocelli.android;

import ai.onnx.proto.OnnxMl;
import ai.onnxruntime.OrtEnvironment;
import com.android.tools.r8.CompilationFailedException;
import com.android.tools.r8.D8;
import com.android.tools.r8.D8Command;
import com.android.tools.r8.DiagnosticsHandler;
import com.android.tools.r8.JdkClassFileProvider;
import com.android.tools.r8.OutputMode;
import com.android.tools.r8.R8;
import com.android.tools.r8.R8Command;
import com.android.tools.r8.origin.Origin;
import com.android.tools.r8.tracereferences.TraceReferences;
import com.android.tools.r8.tracereferences.TraceReferencesCommand;
import com.android.tools.r8.tracereferences.TraceReferencesConsumer;
import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.gson.Gson;
import com.google.j2objc.annotations.Weak;
import com.google.protobuf.Message;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.NullMarked;
import org.slf4j.Logger;

/** Makes dex of jars for Android 8.0, as an application's build does, and finds what it calls and nobody has. */
public final class Dex {
    private static final int API = 26;
    /** What the JDK's and Android's own classes name, and the jar that applications are compiled against has not. */
    private static final List<String> OF_THE_API = List.of(
            "-dontwarn java.lang.NamedPackage",
            "-dontwarn java.lang.constant.**",
            "-dontwarn java.lang.invoke.TypeDescriptor$*",
            "-dontwarn java.util.random.RandomGenerator",
            "-dontwarn android.**");

    private static final String R8_RULES = "META-INF/com.android.tools/r8/";
    private static final String RULES = "META-INF/proguard/";

    /** A class of each library that ours need on Android. */
    public static final List<Class<?>> LIBRARIES = List.of(
            ImmutableList.class,
            CanIgnoreReturnValue.class,
            Weak.class,
            Gson.class,
            Logger.class,
            NullMarked.class,
            Message.class,
            OnnxMl.class,
            OrtEnvironment.class);

    static {
        // As in an application's build, which knows nothing of the tools' own assertions.
        Dex.class.getClassLoader().setPackageAssertionStatus("com.android.tools.r8", false);
    }

    private final Path folder;
    private final Path android;

    /** @param folder for what is made */
    public Dex(Path folder) throws IOException, ClassNotFoundException {
        this.folder = folder;
        this.android = AndroidApi.jar(folder);
    }

    /** The jars that classes lie in. */
    public List<Path> jars(List<Class<?>> types) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Class<?> type : types) {
            jars.add(jar(type));
        }
        return jars;
    }

    /** The folder or jar that a class lies in. */
    public static Path home(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** A class of a module that was not packaged. */
    public static Path classFile(Class<?> type) {
        return home(type).resolve(type.getName().replace('.', '/') + ".class");
    }

    /** Tools take jars, and a module's classes lie in a folder; a desktop's natives stay where they are. */
    private Path jar(Class<?> type) throws IOException {
        Path jar = folder.resolve(type.getName() + ".jar");
        Path home = home(type);
        if (Files.isDirectory(home)) {
            copy(home, jar);
        } else {
            try (FileSystem zip = FileSystems.newFileSystem(home)) {
                copy(zip.getPath("/"), jar);
            }
        }
        return jar;
    }

    private static void copy(Path home, Path jar) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> all = Files.walk(home)) {
            for (Path each : (Iterable<Path>) all.filter(
                    path -> Files.isRegularFile(path) && !path.toString().contains("/native/"))::iterator) {
                zip.putNextEntry(new ZipEntry(home.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, zip);
                zip.closeEntry();
            }
        }
    }

    /** An archive of dex. */
    public Path of(List<Path> program, List<Path> libraries) throws CompilationFailedException {
        Path dex = folder.resolve("dex" + program.size() + ".zip");
        D8.run(D8Command.builder()
                .addProgramFiles(program)
                .addClasspathFiles(libraries)
                .addLibraryFiles(android)
                .setMinApiLevel(API)
                .setOutput(dex, OutputMode.DexIndexed)
                .build());
        return dex;
    }

    /**
     * What is left of a program by the rules that its jars bring and a few more.
     *
     * @param program jars and class files
     * @param mode dex, or class files for the JVM
     */
    public Path shrunk(List<Path> program, OutputMode mode, List<String> rules)
            throws IOException, CompilationFailedException {
        Path shrunk = folder.resolve("shrunk" + mode + ".jar");
        List<String> all = new ArrayList<>(rules);
        all.addAll(OF_THE_API);
        for (Path each : program) {
            if (each.toString().endsWith(".jar")) {
                all.addAll(rules(each));
            }
        }
        R8Command.Builder command = R8Command.builder()
                .addProgramFiles(program)
                .addProguardConfiguration(all, Origin.unknown())
                .setOutput(shrunk, mode);
        if (mode == OutputMode.DexIndexed) {
            command.setMinApiLevel(API);
        } else {
            command.addLibraryResourceProvider(JdkClassFileProvider.fromSystemJdk());
        }
        command.addLibraryFiles(android);
        R8.run(command.build());
        return shrunk;
    }

    /** Those of the folder for R8, or of the older one where a jar has none there. */
    private static List<String> rules(Path jar) throws IOException {
        List<String> rules = rules(jar, R8_RULES);
        return rules.isEmpty() ? rules(jar, RULES) : rules;
    }

    private static List<String> rules(Path jar, String place) throws IOException {
        List<String> rules = new ArrayList<>();
        try (ZipFile zip = new ZipFile(jar.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                if (entry.getName().startsWith(place) && !entry.isDirectory()) {
                    new String(zip.getInputStream(entry).readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .forEach(rules::add);
                }
            }
        }
        return rules;
    }

    /** The bytes of dex within an archive, as they lie in an application's package. */
    public static long bytes(Path archive) throws IOException {
        long bytes = 0;
        try (ZipFile zip = new ZipFile(archive.toFile())) {
            for (ZipEntry entry : Collections.list(zip.entries())) {
                bytes += entry.getName().endsWith(".dex") ? entry.getCompressedSize() : 0;
            }
        }
        return bytes;
    }

    /** Definitions that a program's references do not find. */
    private static final class Missing implements TraceReferencesConsumer {
        private final Set<String> missing = new TreeSet<>();

        private void accept(TracedReference<?, ?> traced) {
            if (traced.isMissingDefinition()) {
                missing.add(traced.getReference() + " by "
                        + traced.getReferencedFromContext().getOrigin());
            }
        }

        @Override
        public void acceptType(TracedClass traced, DiagnosticsHandler handler) {
            accept(traced);
        }

        @Override
        public void acceptField(TracedField traced, DiagnosticsHandler handler) {
            accept(traced);
        }

        @Override
        public void acceptMethod(TracedMethod traced, DiagnosticsHandler handler) {
            accept(traced);
        }
    }

    /** What dex names and neither Android 8.0 nor these libraries have. */
    public Set<String> missing(Path dex, List<Path> libraries) throws CompilationFailedException {
        Missing missing = new Missing();
        TraceReferences.run(TraceReferencesCommand.builder()
                .addLibraryFiles(android)
                .addTargetFiles(libraries)
                .addSourceFiles(dex)
                .setConsumer(missing)
                .build());
        return missing.missing;
    }
}
