package io.ocelli.samples.android;

import static org.assertj.core.api.Assertions.assertThat;

import ai.onnxruntime.OrtEnvironment;
import android.app.Activity;
import com.android.tools.r8.OutputMode;
import io.ocelli.Classifier;
import io.ocelli.android.AndroidPictures;
import io.ocelli.android.Dex;
import io.ocelli.onnxruntime.OnnxFormat;
import io.ocelli.testing.JavaProcess;
import io.ocelli.transforms.CenterCrop;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application as it is installed: dex for API 26, and what R8 leaves of it. */
class InstalledTest {
    /** What Android's build writes for what the manifest names. */
    private static final List<String> OF_THE_MANIFEST =
            List.of("-keep class * extends android.app.Activity { <init>(); }");

    @TempDir
    private static Path folder;

    private static Dex dex;
    private static List<Path> own;
    private static List<Path> others;

    @BeforeAll
    static void readApi() throws Exception {
        dex = new Dex(folder);
        own = dex.jars(List.of(PhotoActivity.class));
        others = dex.jars(List.of(
                AndroidPictures.class,
                Classifier.class,
                CenterCrop.class,
                Class.forName("io.ocelli.zoo.Families"),
                OnnxFormat.class));
        others.addAll(dex.jars(Dex.LIBRARIES));
    }

    private static List<Path> all() {
        List<Path> all = new ArrayList<>(own);
        all.addAll(others);
        return all;
    }

    /** What it calls becomes dex by the test of the artifacts. */
    @Test
    void theApplicationBecomesDexAndFindsWhatItCalls() throws Exception {
        assertThat(dex.missing(dex.of(own, others), others)).isEmpty();
    }

    @Tag("proof")
    @Test
    void itIsSmallerWhenItIsShrunk() throws Exception {
        long whole = Dex.bytes(dex.of(all(), List.of()));
        long shrunk = Dex.bytes(dex.shrunk(all(), OutputMode.DexIndexed, OF_THE_MANIFEST));

        System.out.printf("The application's dex has %,d bytes, compressed; shrunk %,d%n", whole, shrunk);
        assertThat(shrunk).isLessThan(whole / 2);
    }

    /** What is found by name is kept by the jars' rules: R8 makes class files too, which run here. */
    @Tag("proof")
    @Test
    void theShrunkApplicationLearnsAndAnswers() throws Exception {
        Path model = folder.resolve("model");
        try (Classifier classifier = Classifier.efficientnetLite0().pretrained().open()) {
            classifier.save(model);
        }
        List<Path> program = all();
        program.addAll(List.of(Dex.classFile(Trial.class), Dex.classFile(Things.class)));
        Path shrunk = dex.shrunk(
                program,
                OutputMode.ClassFile,
                List.of("-keep class " + Trial.class.getName() + " { public static void main(java.lang.String[]); }"));
        String path = Stream.of(shrunk, Dex.home(OrtEnvironment.class), Dex.home(Activity.class))
                .map(Path::toString)
                .collect(Collectors.joining(File.pathSeparator));

        assertThat(tried(path, model)).hasSize(2).isEqualTo(tried(JavaProcess.classPath(), model));
    }

    /** What the trial says on a class path, without what loggers say before. */
    private static List<String> tried(String path, Path model) throws Exception {
        Path own = Files.createTempDirectory(folder, "own").resolve("classes");
        return JavaProcess.run(JavaProcess.of(path, List.of("-Xmx512m"), Trial.class, model.toString(), own.toString()))
                .lines()
                .filter(line -> line.matches("[0-9.]+|\\[.*]"))
                .toList();
    }
}
