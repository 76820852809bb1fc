package io.ocelli.medical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MedicalTest {
    private static final Deidentification BASIC = Deidentification.basic(PseudonymKey.random());
    private static final Medical STRICT = Medical.strict();

    @TempDir
    Path folder;

    private static DicomFile identified(DicomBytes more) {
        return DicomBytes.picture(2, 2, false, more, 1, 2, 3, 4).file();
    }

    private static DicomFile patient() {
        return identified(new DicomBytes()
                .text(0x00080020, "DA", "20240301")
                .text(0x00081030, "LO", "liver of Doe")
                .text(0x00100010, "PN", "Doe^Jane"));
    }

    private static void refuses(DicomFile file, String why) {
        assertThatThrownBy(() -> STRICT.check(file, "picture 3"))
                .isInstanceOf(IdentifiedPictureException.class)
                .hasMessage(
                        "picture 3 is refused: " + why + ". De-identify it first, by Deidentification or 'ocelli dicom"
                                + " deidentify', and look at what that warns of");
    }

    @Test
    void whatIsNotDeidentifiedIsRefused() {
        refuses(patient(), "it does not say that its patient's identity was removed (PatientIdentityRemoved)");
    }

    @Test
    void whatIsDeidentifiedIsNot() {
        for (Deidentification rules :
                List.of(BASIC, BASIC.shiftingDates(), BASIC.keepingWords(ImmutableSet.of("liver")))) {
            DicomFile file = DicomFile.of(rules.apply(patient()).file(), "done");

            assertThatCode(() -> STRICT.check(file, "done")).doesNotThrowAnyException();
        }
    }

    @Test
    void aFileThatSaysSoAndStillHasANameIsRefused() {
        refuses(
                identified(new DicomBytes().text(0x00100010, "PN", "Doe^Jane").text(0x00120062, "CS", "YES")),
                "its attribute (0010,0010) PatientName has a value");
    }

    @Test
    void aDateThatWasNotMovedIsRefused() {
        refuses(
                identified(new DicomBytes().text(0x00080020, "DA", "20240301").text(0x00120062, "CS", "YES")),
                "its attribute (0008,0020) StudyDate has a value");
    }

    @Test
    void aPrivateAttributeIsRefusedAlsoInAnItem() {
        DicomBytes item = new DicomBytes().text(0x00091001, "LO", "Doe");

        refuses(
                identified(new DicomBytes().sequence(0x00082218, item).text(0x00120062, "CS", "YES")),
                "its private attribute (0009,1001) has a value");
    }

    @Test
    void pixelsThatShowTextAreRefused() {
        DicomBytes says = new DicomBytes().text(0x00120062, "CS", "YES");
        refuses(
                DicomBytes.picture(2, 2, false, says, new DicomBytes().text(0x00280301, "CS", "YES"), 1, 2, 3, 4)
                        .file(),
                "it says that its pixels show text (BurnedInAnnotation)");
    }

    private DataSet pictures(byte[]... files) throws IOException {
        Path classes = Files.createDirectories(folder.resolve("Doe_Jane"));
        Sample[] samples = new Sample[files.length];
        for (int i = 0; i < files.length; i++) {
            Path file = Files.write(classes.resolve("Doe-" + i + ".dcm"), files[i]);
            samples[i] = Sample.of(file, 0);
        }
        return DataSet.of(List.of("liver"), List.of(samples));
    }

    @Test
    void picturesOfADataSetAreCheckedWhenTheyAreReadAndCalledByNumber() throws IOException {
        byte[] done = BASIC.apply(patient()).file();
        DataSet strict = STRICT.of(pictures(done, patient().data().bytes().array));

        assertThat(strict.sample(0).source().read().size()).hasToString("2 x 2");
        assertThat(strict.sample(1).name()).isEqualTo("picture 1");
        assertThatThrownBy(() -> strict.sample(1).source().read())
                .isInstanceOf(IdentifiedPictureException.class)
                .hasMessageStartingWith("picture 1 is refused: ");
        assertThatThrownBy(() -> STRICT.check(pictures(done, patient().data().bytes().array)))
                .isInstanceOf(IdentifiedPictureException.class);
    }

    @Test
    void errorsOfPicturesDoNotNameTheirFiles() throws IOException {
        DataSet strict = STRICT.of(pictures("no picture".getBytes(java.nio.charset.StandardCharsets.US_ASCII)));

        assertThatThrownBy(() -> strict.sample(0).source().read())
                .isInstanceOf(ImageException.class)
                .hasMessageStartingWith("picture 0 cannot be read: it is no picture, or damaged")
                .hasMessageNotContaining("Doe")
                .hasNoCause();
    }

    @Test
    void picturesThatAreNoFilesPass() {
        DataSet strict =
                STRICT.of(DataSet.of(List.of("a"), List.of(new Sample("x", ImageSource.of(Image.black(2, 2, 3)), 0))));

        assertThat(strict.sample(0).source().read()).isEqualTo(Image.black(2, 2, 3));
    }
}
