package io.ocelli.medical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class DicomVolumeTest {
    private static final String AXIAL = "1\\0\\0\\0\\1\\0";

    private static DicomPicture slice(String position, String orientation, int value) {
        DicomBytes place = new DicomBytes()
                .text(0x00200032, "DS", position)
                .text(0x00200037, "DS", orientation)
                .text(0x00280030, "DS", "0.5\\0.25");
        return DicomBytes.picture(1, 2, true, place, value, value);
    }

    private static DicomPicture axial(double z, int value) {
        return slice("0\\0\\" + z, AXIAL, value);
    }

    @Test
    void slicesLieInTheOrderOfThePatientWhateverThatOfTheFiles() {
        DicomVolume volume = DicomVolume.of(List.of(axial(5, 3), axial(-1, 1), axial(2, 2)));

        assertThat(volume.depth()).isEqualTo(3);
        assertThat(new double[] {volume.modality(0)[0], volume.modality(1)[0], volume.modality(2)[1]})
                .containsExactly(1, 2, 3);
        assertThat(volume.spacing()).containsExactly(3, 0.5, 0.25);
        assertThat(volume.position(0)).isEqualTo(-1);
    }

    @Test
    void theOrderIsAlongTheNormalAndNotAnAxis() {
        // rows to the back, columns to the feet: the normal is to the right, against x
        String sagittal = "0\\1\\0\\0\\0\\-1";

        DicomVolume volume = DicomVolume.of(List.of(slice("1\\0\\0", sagittal, 1), slice("2\\0\\0", sagittal, 2)));

        assertThat(volume.modality(0)).containsExactly(2, 2);
    }

    @Test
    void twoSlicesAtOnePlaceAreRefused() {
        assertThatThrownBy(() -> DicomVolume.of(List.of(axial(1, 1), axial(1, 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The slices of a volume lie at different places, received two at 1.0 mm: made.dcm, frame 0,"
                        + " and made.dcm, frame 0. Leave one out.");
    }

    @Test
    void aSliceOfAnotherDirectionIsRefused() {
        assertThatThrownBy(() -> DicomVolume.of(List.of(axial(1, 1), slice("0\\0\\2", "0\\1\\0\\1\\0\\0", 2))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("received one of another direction: made.dcm, frame 0");
    }

    @Test
    void aMissingSliceIsSaid() {
        assertThatThrownBy(() -> DicomVolume.of(List.of(axial(1, 1), axial(2, 2), axial(4, 3))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("received gaps from 1.0 to 2.0 mm; slices seem to be missing before made.dcm");
    }

    @Test
    void aSliceWithoutPlaceIsMalformed() {
        DicomPicture nowhere = DicomBytes.picture(1, 1, false, new DicomBytes(), 1);

        assertThatThrownBy(() -> DicomVolume.of(List.of(nowhere)))
                .isInstanceOf(DicomException.class)
                .hasMessageContaining("a slice of a volume has ImagePositionPatient of 3 numbers, it has 0");
    }

    @Test
    void noSlicesAreNoVolume() {
        assertThatThrownBy(() -> DicomVolume.of(List.of())).hasMessage("A volume has a slice at least, received none");
    }

    @Test
    void framesOfAnEnhancedFileHaveTheirOwnPlaceValuesAndWindow() {
        DicomBytes shared = new DicomBytes()
                .sequence(0x00209116, new DicomBytes().text(0x00200037, "DS", AXIAL))
                .sequence(0x00289110, new DicomBytes().text(0x00280030, "DS", "1\\1"))
                .sequence(0x00289145, rescale("-1000"));
        DicomBytes second = new DicomBytes()
                .sequence(0x00209113, new DicomBytes().text(0x00200032, "DS", "0\\0\\-3"))
                .sequence(
                        0x00289132, new DicomBytes().text(0x00281050, "DS", "5").text(0x00281051, "DS", "1"))
                .sequence(0x00289145, rescale("0"));
        DicomBytes first = new DicomBytes().sequence(0x00209113, new DicomBytes().text(0x00200032, "DS", "0\\0\\7"));
        DicomBytes groups = new DicomBytes().sequence(0x52009229, shared).sequence(0x52009230, first, second);

        DicomPicture picture = DicomBytes.picture(1, 2, false, groups, 4, 6, 4, 6);
        DicomVolume volume = DicomVolume.of(List.of(picture));

        assertThat(picture.modality(0)).containsExactly(-996, -994);
        assertThat(picture.windows(0)).isEmpty();
        assertThat(picture.grey8(1).samples()).containsExactly((byte) 0, (byte) 255);
        assertThat(volume.modality(0)).containsExactly(4, 6);
        assertThat(volume.image(1).words()).containsExactly((short) -996, (short) -994);
    }

    private static DicomBytes rescale(String intercept) {
        return new DicomBytes().text(0x00281052, "DS", intercept).text(0x00281053, "DS", "1");
    }
}
