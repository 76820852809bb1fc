package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.Classifier;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verb train with a teacher. */
class DistilTest {
    @TempDir
    Path folder;

    private Path pictures;
    private Path teacher;

    @BeforeEach
    void render() throws Exception {
        pictures = Ran.pictures(folder.resolve("pictures"), 5);
        teacher = folder.resolve("teacher");
        try (Classifier untrained = Classifier.lenet5().head("blue", "red").untrained()) {
            untrained.save(teacher);
            untrained.exportOnnx(folder.resolve("teacher.onnx"));
        }
    }

    private Ran train(Object... more) {
        List<Object> all = new ArrayList<>(List.of("--epochs", 1, "--batch", 5));
        all.addAll(Arrays.asList(more));
        return Ran.train(folder.resolve("saved"), "lenet5", pictures, all.toArray());
    }

    @ParameterizedTest
    @ValueSource(strings = {"kd", "dkd", "at", "hint", "rkd", "sp", "pkt", "crd"})
    void aTermOfTheTeacherIsLearntBesideTheLabels(String method) {
        Ran ran = train("--teacher", teacher, "--distil", method);

        assertThat(ran.code()).as(ran.err()).isZero();
        try (Classifier saved = Classifier.load(folder.resolve("saved"))) {
            assertThat(saved.labels()).containsExactly("blue", "red");
        }
    }

    @Test
    void anOnnxFileIsAskedOnce() {
        Ran ran = train("--teacher", folder.resolve("teacher.onnx"));
        assertThat(ran.code()).as(ran.err()).isZero();

        Ran inside = train("--teacher", folder.resolve("teacher.onnx"), "--distil", "rkd");
        assertThat(inside.code()).isNotZero();
        assertThat(inside.err()).contains("--distil rkd looks into a network, and ", "say kd or dkd");
    }

    @Test
    void whatDoesNotGoTogetherIsTold() {
        assertThat(train("--distil", "kd").err())
                .contains("--distil kd says how to learn from a --teacher, and none is named");
        assertThat(train("--teacher", teacher, "--distil", "magic").err())
                .contains("--distil is kd, dkd, at, hint, rkd, sp, pkt or crd, received 'magic'");
        assertThat(train("--teacher", teacher, "--unlabelled", pictures, "--adapt", "mcc")
                        .err())
                .contains("--teacher and --adapt both say what is learnt beside the labels; say one of them");
    }
}
