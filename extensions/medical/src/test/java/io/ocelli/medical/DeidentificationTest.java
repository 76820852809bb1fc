package io.ocelli.medical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableSet;
import io.ocelli.medical.ElementChange.Done;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeidentificationTest {
    private static final PseudonymKey KEY = PseudonymKey.of("a key for tests only".getBytes(StandardCharsets.UTF_8));
    private static final Deidentification BASIC = Deidentification.basic(KEY);
    private static final String STUDY = "1.2.3.4.5";

    private static DicomBytes patient(String id, String instance) {
        return new DicomBytes()
                .text(0x00080018, "UI", instance)
                .text(0x00080020, "DA", "20240229")
                .text(0x00080030, "TM", "101112")
                .text(0x0008002A, "DT", "20240301101112.5")
                .text(0x00081030, "LO", "CT of the liver of Mrs Doe")
                .text(0x00100010, "PN", "Doe^Jane")
                .text(0x00100020, "LO", id)
                .text(0x00100030, "DA", "19500101")
                .text(0x0020000D, "UI", STUDY);
    }

    private static DicomFile file(DicomBytes elements) {
        return DicomBytes.picture(2, 2, false, elements, 10, 20, 30, 40).file();
    }

    private static DicomFile done(Deidentification rules, DicomFile file) {
        return DicomFile.of(rules.apply(file).file(), "done");
    }

    @Test
    void oneIdentifierBecomesTheSameInAllFilesOfAKey() {
        DicomFile first = done(BASIC, file(patient("id-1", "1.2.3.1")));
        DicomFile second = done(Deidentification.basic(KEY), file(patient("id-1", "1.2.3.2")));

        assertThat(first.text("StudyInstanceUID")).isEqualTo(second.text("StudyInstanceUID"));
        assertThat(first.text("PatientID")).isEqualTo(second.text("PatientID"));
        assertThat(first.text("SOPInstanceUID")).isNotEqualTo(second.text("SOPInstanceUID"));
        assertThat(first.text("StudyInstanceUID").orElseThrow()).matches("2\\.25\\.[1-9][0-9]{1,38}");
    }

    @Test
    void anotherKeyGivesOtherIdentifiers() {
        DicomFile file = file(patient("id-1", "1.2.3.1"));

        assertThat(done(BASIC, file).text("StudyInstanceUID"))
                .isNotEqualTo(done(Deidentification.basic(PseudonymKey.random()), file)
                        .text("StudyInstanceUID"));
    }

    @Test
    void identifiersOfTheStandardItselfStay() {
        String talairach = "1.2.840.10008.1.4.1.1";
        Deidentified done = BASIC.apply(file(new DicomBytes().text(0x00200052, "UI", talairach)));

        assertThat(DicomFile.of(done.file(), "done").text("FrameOfReferenceUID"))
                .contains(talairach);
        assertThat(done.changes())
                .filteredOn(change -> change.keyword().equals("FrameOfReferenceUID"))
                .extracting(ElementChange::done)
                .containsExactly(Done.KEPT);
    }

    @Test
    void whatTheStandardDoesNotKnowGoesAlsoInItems() {
        DicomBytes item = new DicomBytes()
                .text(0x00091001, "LO", "Doe")
                .text(0x00080102, "SH", "DCM")
                .text(0x00080001, "LO", "Doe") // retired
                .text(0x000800F1, "LO", "Doe"); // none
        Deidentified done = BASIC.apply(file(new DicomBytes().sequence(0x00082218, item)));

        DataSet left = DicomFile.of(done.file(), "done").data().item("AnatomicRegionSequence");
        assertThat(left.elements())
                .extracting(Element::toString)
                .contains("(0008,0102) SH")
                .hasSize(2);
        assertThat(done.changes())
                .extracting(ElementChange::toString)
                .contains("(0008,2218)[0] (0009,1001) private: X, REMOVED", "(0008,2218)[0] (0008,00F1) : X, REMOVED");
    }

    @Test
    void addressesGoBeyondTheTable() {
        assertThat(BasicProfile.action(0x00081190)).isNull();
        assertThat(done(BASIC, file(new DicomBytes().text(0x00081190, "LO", "http://pacs.hospital/doe")))
                        .has("RetrieveURL"))
                .isFalse();
    }

    @Test
    void namesTimesAndIdentifiersThatTheTableDoesNotHaveGoToo() {
        DicomFile file = file(new DicomBytes()
                .text(0x00140104, "PN", "Doe^Jane")
                .text(0x00141020, "DA", "20240229")
                .text(0x00081167, "UI", "1.2.3.4")
                .text(0x0008010C, "UI", "2.16.840.1.113883.6.96"));
        DicomFile done = done(BASIC, file);

        assertThat(done.has("SecondaryReviewerName")).isFalse();
        assertThat(done.has("ExpiryDate")).isFalse();
        assertThat(done.text("MultiFrameSourceSOPInstanceUID")).contains(KEY.uid("1.2.3.4"));
        assertThat(done.text("CodingSchemeUID")).contains("2.16.840.1.113883.6.96");
        assertThat(IdentityCheck.reason(done)).isNull();
    }

    @Test
    void offsetTablesAndWhatIsBehindAFramesEndHideNothing() {
        byte[] jpeg = {(byte) 0xFF, (byte) 0xD8, 1, (byte) 0xFF, (byte) 0xD9, 'D', 'o', 'e'};
        List<Bytes> items = List.of(new Bytes("", "Doe ".getBytes(StandardCharsets.US_ASCII)), new Bytes("", jpeg));

        assertThat(Encapsulated.offsets(items)).isEmpty();
        assertThat(JpegComments.blank(jpeg, false)).isFalse();
        assertThat(JpegComments.blank(jpeg, true)).isTrue();
        assertThat(jpeg).endsWith(0xFF, 0xD9, 0, 0, 0);
    }

    @Test
    void datesOfAPatientGoBackByTheSameDaysWhereThatIsAsked() {
        Deidentification rules = BASIC.shiftingDates();
        DicomFile first = done(rules, file(patient("id-1", "1.2.3.1")));
        DicomFile other = done(rules, file(patient("id-2", "1.2.3.2")));
        int days = KEY.days("id-1");
        java.time.LocalDate study = java.time.LocalDate.of(2024, 2, 29).minusDays(days);

        assertThat(days).isBetween(1, 3650);
        assertThat(first.text("StudyDate")).contains(study.toString().replace("-", ""));
        assertThat(first.text(0x0008002A)).contains(study.plusDays(1).toString().replace("-", "") + "101112.5");
        assertThat(other.text("StudyDate")).isNotEqualTo(first.text("StudyDate"));
        assertThat(first.text("StudyTime")).contains("101112");
        assertThat(first.text("PatientBirthDate")).isEmpty();
        assertThat(first.text("LongitudinalTemporalInformationModified")).contains("MODIFIED");
    }

    @Test
    void descriptorsKeepOnlyTheWordsThatAreAllowed() {
        DicomFile done = done(BASIC.keepingWords(ImmutableSet.of("ct", "Liver")), file(patient("id-1", "1.2.3.1")));

        assertThat(done.text("StudyDescription")).contains("CT liver");
        assertThat(done(BASIC.keepingWords(ImmutableSet.of("MR")), file(patient("id-1", "1.2.3.1")))
                        .text("StudyDescription"))
                .isEmpty();
    }

    @Test
    void regionsOfDevicesThatBurnTextInAreMasked() {
        DicomFile file = file(new DicomBytes().text(0x00080060, "CS", "US"));
        Deidentification rules = BASIC.masking(
                BurntInText.where("Modality", "us").and("Columns", "2").at(1, 0, 5, 1));

        Deidentified done = rules.apply(file);

        DicomFile masked = DicomFile.of(done.file(), "done");
        assertThat(masked.picture().stored(0)).containsExactly(10, 10, 30, 40);
        assertThat(masked.text("BurnedInAnnotation")).contains("NO");
        assertThat(done.warnings()).isEmpty();
    }

    @Test
    void aRuleOfAnotherDeviceMasksNothingAndThatIsTold() {
        DicomFile file = file(new DicomBytes().text(0x00080060, "CS", "US"));

        Deidentified done =
                BASIC.masking(BurntInText.where("Columns", "3").at(0, 0, 2, 2)).apply(file);

        assertThat(DicomFile.of(done.file(), "done").picture().stored(0)).containsExactly(10, 20, 30, 40);
        assertThat(done.warnings())
                .containsExactly("pictures of this kind often show text, the file does not say whether this one does,"
                        + " and no rule masks it");
    }

    @Test
    void bitsBesideThoseThatCountAreCleared() {
        DicomBytes twelve = new DicomBytes().words(0x00280101, 12).words(0x00280102, 11);
        DicomFile file = DicomBytes.picture(1, 2, false, twelve, 0xF123, 0x8FFF).file();

        DicomFile done = done(BASIC, file);

        Bytes pixels = done.data().element(ElementReader.PIXEL_DATA).value();
        assertThat(pixels.u16(pixels.begin, false)).isEqualTo(0x123);
        assertThat(pixels.u16(pixels.begin + 2, false)).isEqualTo(0xFFF);
    }

    @Test
    void commentsOfJpegsAreBlanked() {
        byte[] jpeg = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xFE, 0, 5, 'D', 'o', 'e', (byte) 0xFF, (byte) 0xDA
        };

        assertThat(JpegComments.blank(jpeg)).isTrue();
        assertThat(jpeg).containsSequence(0, 5, 0, 0, 0, 0xFF, 0xDA);
        assertThat(JpegComments.blank(jpeg)).isFalse();
    }

    @Test
    void changesHoldNoValue() {
        assertThat(BASIC.apply(file(patient("id-1", "1.2.3.1"))).changes().toString())
                .contains("(0010,0010) PatientName: Z, EMPTIED")
                .contains("(0010,0020) PatientID: Z/D, REPLACED")
                .contains("(0012,0062) PatientIdentityRemoved: ADDED")
                .doesNotContain("Doe", "id-1", STUDY, "2024");
    }

    @Test
    void aKeyHasSixteenBytesAndIsNotPrinted() {
        assertThatThrownBy(() -> PseudonymKey.of(new byte[15]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A key has at least 16 secret bytes, received 15. Make one of 32 random bytes, and keep it"
                        + " where the pictures of the patients are kept.");
        assertThat(KEY.toString()).doesNotContain("tests");
    }

    @Test
    void aRuleOfBurntInTextNamesAttributesOfTheStandard() {
        assertThatThrownBy(() -> BurntInText.where("Modalty", "US"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A keyword is one of PS3.6, such as PatientName or PixelSpacing, received Modalty. Ask for"
                        + " private attributes by their tag, such as 0x00091001.");
        assertThatThrownBy(() -> BurntInText.where("Modality", "US").at(0, -1, 3, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A region begins at 0 or later and has a pixel at least, received left 0, top -1, width 3,"
                        + " height 3");
    }
}
