package io.ocelli.android;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnx.proto.OnnxMl;
import ai.onnxruntime.OrtEnvironment;
import com.android.tools.r8.CompilationFailedException;
import com.android.tools.r8.D8;
import com.android.tools.r8.D8Command;
import com.android.tools.r8.DiagnosticsHandler;
import com.android.tools.r8.OutputMode;
import com.android.tools.r8.tracereferences.TraceReferences;
import com.android.tools.r8.tracereferences.TraceReferencesCommand;
import com.android.tools.r8.tracereferences.TraceReferencesConsumer;
import com.google.common.collect.ImmutableList;
import com.google.errorprone.annotations.CanIgnoreReturnValue;
import com.google.gson.Gson;
import com.google.protobuf.Message;
import io.ocelli.Classifier;
import io.ocelli.compression.Compress;
import io.ocelli.dense.SlidingWindow;
import io.ocelli.explanation.Explain;
import io.ocelli.onnxruntime.OnnxFormat;
import io.ocelli.transforms.CenterCrop;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;

/** What is published for Android becomes dex for API 26, and calls nothing that Android 8.0 lacks. */
class DexTest {
    private static final int API = 26;

    /** A class of each artifact. */
    private static final List<Class<?>> OURS = List.of(
            Classifier.class,
            CenterCrop.class,
            type("io.ocelli.zoo.Families"),
            OnnxFormat.class,
            type("io.ocelli.learning.AdaBn"),
            Compress.class,
            Explain.class,
            SlidingWindow.class,
            AndroidPictures.class);

    private static final List<Class<?>> THEIRS = List.of(
            ImmutableList.class,
            CanIgnoreReturnValue.class,
            Gson.class,
            Logger.class,
            NullMarked.class,
            Message.class,
            OnnxMl.class,
            OrtEnvironment.class);

    @TempDir
    private static Path folder;

    private static Path android;

    @BeforeAll
    static void readApi() throws IOException, ClassNotFoundException {
        android = AndroidApi.jar(folder);
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, DexTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Path home(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Tools take jars, and a module's classes lie in a folder. */
    private Path jar(Class<?> type) throws IOException {
        Path home = home(type);
        if (Files.isRegularFile(home)) {
            return home;
        }
        Path jar = folder.resolve(type.getName() + ".jar");
        try (OutputStream file = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(file);
                Stream<Path> classes = Files.walk(home)) {
            for (Path each :
                    (Iterable<Path>) classes.filter(path -> path.toString().endsWith(".class"))::iterator) {
                zip.putNextEntry(new ZipEntry(home.relativize(each).toString().replace('\\', '/')));
                Files.copy(each, zip);
                zip.closeEntry();
            }
        }
        return jar;
    }

    private List<Path> jars(List<Class<?>> types) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Class<?> type : types) {
            jars.add(jar(type));
        }
        return jars;
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

    private Set<String> missing(List<Path> program, List<Path> libraries) throws CompilationFailedException {
        Missing missing = new Missing();
        TraceReferences.run(TraceReferencesCommand.builder()
                .addLibraryFiles(android)
                .addTargetFiles(libraries)
                .addSourceFiles(program)
                .setConsumer(missing)
                .build());
        return missing.missing;
    }

    private Path dex(List<Path> jars, List<Path> libraries) throws CompilationFailedException {
        Path dex = folder.resolve("dex" + jars.size() + ".zip");
        D8.run(D8Command.builder()
                .addProgramFiles(jars)
                .addClasspathFiles(libraries)
                .addLibraryFiles(android)
                .setMinApiLevel(API)
                .setOutput(dex, OutputMode.DexIndexed)
                .build());
        return dex;
    }

    @Test
    void everyArtifactBecomesDexAndFindsWhatItCalls() throws Exception {
        List<Path> libraries = jars(THEIRS);
        Path dex = dex(jars(OURS), libraries);

        assertThat(missing(List.of(dex), libraries)).isEmpty();
        System.out.printf("The dex of %d artifacts has %,d bytes%n", OURS.size(), Files.size(dex));
    }

    /** The check checks: a method of Java 11 that no desugaring replaces. */
    @Test
    void aMethodThatAndroidLacksIsReported() throws Exception {
        String name = Modern.class.getName().replace('.', '/') + ".class";
        Path dex = dex(List.of(home(Modern.class).resolve(name)), List.of());

        assertThat(missing(List.of(dex), jars(OURS))).anyMatch(each -> each.contains("readAllBytes"));
    }
}
