package io.ocelli.medical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.testing.Golden;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class DicomDecoderTest {
    private static Path dicom(String file) {
        return Golden.shared().resolve("data/dicom").resolve(file);
    }

    @Test
    void filesAreReadAmongOtherPictures() {
        assertThat(Images.read(dicom("MR_small.dcm")))
                .isEqualTo(DicomPicture.read(dicom("MR_small.dcm")).grey8(0));
        assertThat(Images.read(dicom("made-rgb-rle.dcm")).channels()).isEqualTo(3);
    }

    @Test
    void wholeAPictureHasHounsfieldUnitsOfSixteenBits() {
        Image image = Images.readWhole(dicom("CT_small.dcm"));

        assertThat(image.depth()).isEqualTo(Image.Depth.INT16);
        assertThat(image.sample(4, 0, 0)).isEqualTo(-841);
    }

    @Test
    void aBrokenFileIsAPictureThatCannotBeRead() {
        assertThatThrownBy(() -> Images.read(dicom("MR_truncated.dcm")))
                .isInstanceOf(ImageException.class)
                .hasMessageContaining("MR_truncated.dcm is refused (TRUNCATED, at byte ");
    }

    @Test
    void valuesBeyondSixteenBitsAreNoPictureOfSixteenBits() {
        assertThatThrownBy(
                        () -> DicomPicture.read(dicom("made-32-bit-signed.dcm")).image(0))
                .isInstanceOf(DicomException.class)
                .hasMessageContaining("take modality(frame) or grey8(frame)");
    }

    @Test
    void attributesAreAskedForByKeywordOrTag() {
        DicomFile file = DicomFile.read(dicom("CT_small.dcm"));

        assertThat(file.text("Modality")).contains("CT");
        assertThat(file.text(0x00080060)).contains("CT");
        assertThat(file.numbers("PixelSpacing")).containsExactly(0.661468, 0.661468);
        assertThat(file.text("ViewPosition")).isEmpty();
    }

    @Test
    void anUnknownKeywordIsRefused() {
        DicomFile file = DicomFile.read(dicom("CT_small.dcm"));

        assertThatThrownBy(() -> file.text("Shoesize"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith(
                        "received Shoesize. Ask for private attributes by their tag, such as 0x00091001.");
    }

    @Test
    void aReportHasAttributesAndNoPicture() {
        DicomFile report = DicomFile.read(dicom("test-SR.dcm"));

        assertThat(report.text("Modality")).contains("SR");
        assertThatThrownBy(report::picture)
                .hasMessageContaining("is refused (NO_PIXEL_DATA, at byte ")
                .hasMessageEndingWith("a picture was expected, it has none; its attributes can be read by DicomFile");
    }
}
