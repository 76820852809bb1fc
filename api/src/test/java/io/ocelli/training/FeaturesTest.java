package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.io.File;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FeaturesTest {
    private static final Shape EACH = Shape.of(1, 2);

    @AfterEach
    void clearTheInterruption() {
        Thread.interrupted();
    }

    private static Features features(boolean onDisk) {
        return onDisk ? Features.onDisk(DType.FLOAT32, EACH) : Features.of(DType.FLOAT32, EACH, 3);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void givesRowsInAnyOrder(boolean onDisk) {
        try (Features features = features(onDisk)) {
            features.put(1, Tensor.of(Shape.of(2, 2), 3f, 4f, 5f, 6f).bytes());
            features.put(0, Tensor.of(EACH, 1f, 2f).bytes());

            Tensor rows = features.rows(features.room(4), 2, 0, 2);
            assertThat(rows.shape()).isEqualTo(Shape.of(3, 2));
            assertThat(rows.toFloats()).containsExactly(5, 6, 1, 2, 5, 6);
        }
    }

    /** A channel would be closed by it. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anInterruptedThreadReadsAndWritesAllTheSame(boolean onDisk) {
        try (Features features = features(onDisk)) {
            Thread.currentThread().interrupt();
            features.put(0, Tensor.of(EACH, 1f, 2f).bytes());

            assertThat(features.rows(features.room(1), 0).toFloats()).containsExactly(1, 2);
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        }
    }

    @Test
    void whatIsOnTheDiskIsSealedAndAChangeIsNoticed() {
        byte[] plain = "of a picture, as it is".getBytes(StandardCharsets.US_ASCII);
        Sealed seal = new Sealed();
        byte[] sealed = seal.seal(plain, 3, 9);

        assertThat(new String(sealed, StandardCharsets.ISO_8859_1)).doesNotContain("picture");
        assertThat(seal.open(sealed)).isEqualTo("a picture".getBytes(StandardCharsets.US_ASCII));
        assertThat(seal.seal(plain, 3, 9)).isNotEqualTo(sealed);
        assertThatThrownBy(() -> new Sealed().open(sealed)).isInstanceOf(IllegalStateException.class);
        sealed[14] ^= 1;
        assertThatThrownBy(() -> seal.open(sealed))
                .hasMessageStartingWith("The temporary file of the backbone's features");
    }

    @Test
    void leavesNoFile() {
        Set<String> before = files();
        Features.onDisk(DType.FLOAT32, EACH).close();

        assertThat(files()).isEqualTo(before);
    }

    private static Set<String> files() {
        Set<String> names = new TreeSet<>();
        for (String name : new File(System.getProperty("java.io.tmpdir")).list()) {
            if (name.endsWith(".features")) {
                names.add(name);
            }
        }
        return names;
    }
}
