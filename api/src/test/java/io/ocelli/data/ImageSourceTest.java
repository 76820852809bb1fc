package io.ocelli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.image.Image;
import io.ocelli.image.Intensities;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class ImageSourceTest {
    private static final Image EIGHT = Image.black(1, 1, 1);
    private static final Image SIXTEEN = Image.of(1, 1, 1, new short[] {1000}, Image.Depth.UINT16);
    private static final Image REDUCED = Image.black(2, 2, 1);
    private static final Path FILE = Paths.get("picture.png");

    private static final ImageSource SOURCE = new ImageSource() {
        @Override
        public Image read() {
            return EIGHT;
        }

        @Override
        public Image readWhole() {
            return SIXTEEN;
        }

        @Override
        public Image readFor(Transform next) {
            return REDUCED;
        }

        @Override
        public Path file() {
            return FILE;
        }
    };

    @Test
    void whatIsAroundASourceIsAroundEachOfItsReads() {
        AtomicInteger reads = new AtomicInteger();
        ImageSource counted = SOURCE.around(read -> {
            reads.incrementAndGet();
            return read.get();
        });

        assertThat(counted.read()).isSameAs(EIGHT);
        assertThat(counted.readWhole()).isSameAs(SIXTEEN);
        assertThat(counted.readFor(image -> image)).isSameAs(REDUCED);
        assertThat(reads).hasValue(3);
        assertThat(counted.file()).isEqualTo(FILE);
    }

    @Test
    void aNetworkThatTakesSixteenBitsIsGivenThem() {
        Preprocessing preprocessing = Preprocessing.imagenet();
        assertThat(SOURCE.readFor(preprocessing)).isSameAs(EIGHT);
        assertThat(SOURCE.readFor(preprocessing.withIntensities(Intensities.zScore())))
                .isSameAs(SIXTEEN);
    }
}
