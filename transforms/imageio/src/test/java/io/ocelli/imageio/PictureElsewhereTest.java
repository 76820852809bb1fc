package io.ocelli.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.data.ImageSource;
import io.ocelli.error.ImageException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PictureElsewhereTest {
    @Test
    void bytesThatLieElsewhereAreAskedForAtEachReadAndNamedInErrors() {
        AtomicInteger fetched = new AtomicInteger();
        ImageSource source = ImageSource.of("row 7", () -> {
            fetched.incrementAndGet();
            return new byte[] {1, 2, 3};
        });

        assertThatThrownBy(source::read).isInstanceOf(ImageException.class).hasMessageContaining("row 7");
        assertThatThrownBy(source::readWhole).isInstanceOf(ImageException.class).hasMessageContaining("row 7");
        assertThatThrownBy(() -> source.readFor(image -> image))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("row 7");
        assertThat(fetched).hasValue(3);
    }
}
