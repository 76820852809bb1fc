package io.ocelli.medical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.image.Image;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Pictures and masks that become DICOM files, read back. */
class DicomDraftTest {
    private static final List<String> CLASSES = List.of("background", "lesion");

    private static Image words(Image.Depth depth, int... values) {
        short[] words = new short[values.length];
        for (int i = 0; i < words.length; i++) {
            words[i] = (short) values[i];
        }
        return Image.of(1, values.length, 1, words, depth);
    }

    private static DicomDraft source() {
        return DicomDraft.of(words(Image.Depth.UINT16, 0, 4095))
                .bits(12)
                .with("PatientName", "Quibblesworth^Zenobia")
                .with("PatientID", "PID-774411")
                .with("StudyInstanceUID", "2.25.1")
                .with("SeriesInstanceUID", "2.25.2")
                .with("FrameOfReferenceUID", "2.25.3")
                .with("ImagePositionPatient", "1\\2\\3")
                .with("PixelSpacing", "0.5\\0.5");
    }

    @Test
    void samplesAreReadBackAsTheyWere() {
        DicomPicture unsigned = source().file().picture();
        assertThat(unsigned.stored(0)).containsExactly(0, 4095);
        assertThat(unsigned.file().numbers("BitsStored")).containsExactly(12);
        DicomPicture signed =
                DicomDraft.of(words(Image.Depth.INT16, -1024, 3071, 0)).file().picture();
        assertThat(signed.image(0).words()).containsExactly(new short[] {-1024, 3071, 0});
        Image colours = Image.of(1, 1, 3, new byte[] {1, (byte) 200, 3});
        assertThat(DicomDraft.of(colours).file().picture().rgb8(0).samples()).isEqualTo(colours.samples());
    }

    @Test
    void moreBitsThanCountAreRefused() {
        DicomDraft draft = DicomDraft.of(words(Image.Depth.UINT16, 4096)).bits(12);
        assertThatThrownBy(draft::bytes)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Samples of 12 bits are 0 to 4095, received 4096. Say bits(...) of more.");
    }

    @Test
    void whatDescribesThePixelsIsThePicturesOwn() {
        DicomDraft draft = source();
        assertThatThrownBy(() -> draft.with("Rows", "7"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("What describes the file and its pixels comes from the picture, received Rows");
    }

    @Test
    void aMaskNamesItsSourceAndLiesWhereThatDoes() {
        DicomFile source = source().file();
        DicomFile mask = MaskCapture.of(source, Image.of(1, 2, 1, new byte[] {0, 1}), CLASSES)
                .file();

        assertThat(mask.text("SOPClassUID")).contains(DicomDraft.SECONDARY_CAPTURE);
        assertThat(mask.text("SOPInstanceUID")).isNotEqualTo(source.text("SOPInstanceUID"));
        assertThat(mask.text("SeriesInstanceUID")).isNotEqualTo(source.text("SeriesInstanceUID"));
        for (String keyword : List.of(
                "PatientName", "PatientID", "StudyInstanceUID", "FrameOfReferenceUID", "ImagePositionPatient")) {
            assertThat(mask.text(keyword)).as(keyword).isPresent().isEqualTo(source.text(keyword));
        }
        DataSet referenced = mask.data().items("SourceImageSequence").get(0);
        assertThat(referenced.text("ReferencedSOPInstanceUID"))
                .isEqualTo(source.text("SOPInstanceUID").orElseThrow());
        assertThat(referenced.text("ReferencedSOPClassUID")).isEqualTo(DicomDraft.SECONDARY_CAPTURE);
        DataSet segment = mask.data().items("SegmentSequence").get(1);
        assertThat(segment.number("SegmentNumber")).isEqualTo(1);
        assertThat(segment.text("SegmentLabel")).isEqualTo("lesion");
        assertThat(mask.picture().stored(0)).containsExactly(0, 1);
        assertThat(mask.picture().grey8(0).samples()).containsExactly(0, 255);
    }

    @Test
    void theMaskOfADeidentifiedPictureIsDeidentified() {
        DicomFile source = DicomFile.of(
                Deidentification.basic(PseudonymKey.random())
                        .apply(source().file())
                        .file(),
                "source");
        Image mask = Image.of(1, 2, 1, new byte[] {0, 1});
        Medical.strict().check(MaskCapture.of(source, mask, CLASSES).file(), "mask");
    }

    @Test
    void aMaskOfAnotherSizeOrOfOtherClassesIsRefused() {
        DicomFile source = source().file();
        assertThatThrownBy(() -> MaskCapture.of(source, Image.black(2, 2, 1), CLASSES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the size of its picture, 1 x 2, received Image 2 x 2 x 1");
        assertThatThrownBy(() -> MaskCapture.of(source, Image.of(1, 2, 1, new byte[] {0, 2}), CLASSES))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A mask's numbers are of the classes [background, lesion], received 2");
    }
}
