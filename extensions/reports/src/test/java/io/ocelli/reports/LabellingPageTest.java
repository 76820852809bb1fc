package io.ocelli.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.image.Image;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabellingPageTest {
    @TempDir
    Path folder;

    @Test
    void whatClassesAreCalledIsTextAndNoMarkup() throws Exception {
        Path picture = folder.resolve("a \"b\".png");
        ImageIO.write(new BufferedImage(4, 4, BufferedImage.TYPE_INT_RGB), "png", picture.toFile());
        Path page = folder.resolve("page.html");
        LabellingPage.write(
                List.of("</script><b>", "ok"),
                List.of(new LabellingPage.Asked(Sample.of(picture, Sample.UNLABELLED), 0, 0.5)),
                page);
        String html = Files.readString(page);
        assertThat(html)
                .contains("[\"\\u003c/script>\\u003cb>\",\"ok\"]")
                .contains("a \\\"b\\\".png")
                .doesNotContain("</script><b>");
        assertThat(html.split("<script", -1)).as("the data and the code").hasSize(3);
    }

    @Test
    void refusesNoneAndWhatLiesInNoFile() {
        assertThatThrownBy(() -> LabellingPage.write(List.of("a"), List.of(), folder.resolve("page.html")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A page to label in has from 1 to 600 pictures, received 0. Ask for fewer at a time.");
        Sample inMemory = new Sample("made", ImageSource.of(Image.black(2, 2, 3)), Sample.UNLABELLED);
        assertThatThrownBy(() -> new LabellingPage.Asked(inMemory, 0, 1))
                .hasMessageContaining("lie in files, whose paths are written; received made");
    }
}
