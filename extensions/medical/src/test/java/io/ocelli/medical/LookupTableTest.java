package io.ocelli.medical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LookupTableTest {
    private static DicomBytes modality(DicomBytes item) {
        return new DicomBytes().sequence(0x00283000, item);
    }

    @Test
    void theFirstValueMayBeNegativeAndEntriesAreNot() {
        DicomBytes table = new DicomBytes().words(0x00283002, "SS", 3, -1, 16).words(0x00283006, "OW", 10, 20, 60000);

        DicomPicture picture = DicomBytes.picture(1, 5, true, modality(table), -9, -1, 0, 1, 9);

        assertThat(picture.modality(0)).containsExactly(10, 10, 20, 60000, 60000);
    }

    @Test
    void noEntriesAre65536() {
        int[] entries = new int[65536 / 4];
        DicomBytes table = new DicomBytes().words(0x00283002, 0, 0, 16).words(0x00283006, "OW", entries);

        assertThatThrownBy(() ->
                        DicomBytes.picture(1, 1, false, modality(table), 1).modality(0))
                .isInstanceOf(DicomException.class)
                .hasMessageContaining("a lookup table has 65536 entries, it has 32768 bytes");
    }

    @Test
    void entriesOfEightBitsMayBeBytes() {
        DicomBytes table = new DicomBytes().words(0x00283002, 4, 0, 8).words(0x00283006, "OW", 0x0201, 0x0403);

        assertThat(DicomBytes.picture(1, 4, false, modality(table), 0, 1, 2, 3).modality(0))
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void aTableOfInterestIsPreferredToAWindow() {
        DicomBytes table = new DicomBytes().words(0x00283002, 2, 0, 8).words(0x00283006, "OW", 255, 51);
        DicomBytes both = new DicomBytes()
                .text(0x00281050, "DS", "1")
                .text(0x00281051, "DS", "2")
                .sequence(0x00283010, table);

        DicomPicture picture = DicomBytes.picture(1, 2, false, both, 0, 1);

        assertThat(picture.grey8(0).samples()).containsExactly((byte) 255, (byte) 51);
        assertThat(picture.windows(0)).isEmpty();
    }

    @Test
    void aPalettesSegmentsAreDiscreteLinearOrRepeated() {
        DicomBytes segments = new DicomBytes();
        for (int colour = 0; colour < 3; colour++) {
            segments.words(0x00281101 + colour, 7, 0, 16);
        }
        for (int colour = 0; colour < 3; colour++) {
            // one entry, three up to 1024, and the linear segment at byte 6 once more, from there
            segments.words(0x00281221 + colour, "OW", 0, 1, 256, 1, 3, 1024, 2, 1, 6, 0);
        }
        Palette palette = Palette.of(ElementReader.read(new Bytes("made", segments.array()), true, false), false);

        assertThat(palette.red().entries()).containsExactly(256, 512, 768, 1024, 1024, 1024, 1024);
        assertThat(Palette.level(palette.blue(), 2)).isEqualTo((byte) 3);
    }
}
