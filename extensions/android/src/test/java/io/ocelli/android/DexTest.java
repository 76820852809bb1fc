package io.ocelli.android;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.Classifier;
import io.ocelli.compression.Compress;
import io.ocelli.dense.SlidingWindow;
import io.ocelli.explanation.Explain;
import io.ocelli.onnxruntime.OnnxFormat;
import io.ocelli.transforms.CenterCrop;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is published for Android becomes dex for API 26, and calls nothing that Android 8.0 lacks. */
class DexTest {
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

    @TempDir
    private static Path folder;

    private static Dex dex;

    @BeforeAll
    static void readApi() throws IOException, ClassNotFoundException {
        dex = new Dex(folder);
    }

    private static Class<?> type(String name) {
        try {
            return Class.forName(name, false, DexTest.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void everyArtifactBecomesDexAndFindsWhatItCalls() throws Exception {
        List<Path> libraries = dex.jars(Dex.LIBRARIES);
        Path made = dex.of(dex.jars(OURS), libraries);

        assertThat(dex.missing(made, libraries)).isEmpty();
        System.out.printf("The dex of %d artifacts has %,d bytes, compressed%n", OURS.size(), Dex.bytes(made));
    }

    /** The check checks: a method of Java 11 that no desugaring replaces. */
    @Test
    void aMethodThatAndroidLacksIsReported() throws Exception {
        Path made = dex.of(List.of(Dex.classFile(Modern.class)), List.of());

        assertThat(dex.missing(made, dex.jars(OURS))).anyMatch(each -> each.contains("readAllBytes"));
    }
}
