package io.ocelli.imageio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.image.Images;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import javax.imageio.ImageIO;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InterruptedDecodingTest {
    @ParameterizedTest
    @ValueSource(strings = {"jpg", "png", "gif", "bmp", "tiff"})
    void endsAndLeavesTheThreadInterrupted(String format) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        ImageIO.write(new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB), format, file);
        byte[] picture = file.toByteArray();

        Thread.currentThread().interrupt();
        try {
            assertThatThrownBy(() -> Images.read(picture, "a"))
                    .isInstanceOf(CancellationException.class)
                    .hasMessage("a was not decoded: the thread that decodes it was interrupted");
            assertThat(Thread.currentThread().isInterrupted()).isTrue();
        } finally {
            Thread.interrupted();
        }
        assertThat(Images.read(picture, "a").width()).isEqualTo(300);
    }
}
