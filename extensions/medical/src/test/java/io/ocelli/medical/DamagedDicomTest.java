package io.ocelli.medical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.image.Image;
import io.ocelli.testing.Golden;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that were cut or flipped at seeded places: read, or refused with the declared error, and nothing else. */
class DamagedDicomTest {
    private static final int TRIES = 60;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "MR_small.dcm",
                "MR_small_bigendian.dcm",
                "rtdose.dcm",
                "made-deflated.dcm",
                "made-1-bit-3-frames.dcm",
                "made-modality-lut.dcm",
                "made-voi-lut-and-window.dcm",
                "made-palette-first-10.dcm",
                "made-rgb-rle.dcm",
                "made-jpeg-lossless.dcm",
                "made-rgb-jpeg-lossless-sv1.dcm",
                "made-jpeg-ls-lossless.dcm",
                "SC_rgb_jls_lossy_line.dcm",
                "SC_rgb_jls_lossy_sample.dcm",
                "SC_rgb_dcmtk_+eb+cy+s2.dcm",
                "SC_rgb_dcmtk_+eb+cy+n2.dcm",
                "made-signed-j2k-lossless.dcm",
                "DICOMDIR",
                "nested_priv_SQ.dcm"
            })
    void damageIsReadOrRefusedWithTheDeclaredError(String file) throws IOException {
        byte[] whole = Files.readAllBytes(dicom(file));
        Random random = new Random(17);
        for (int i = 0; i < TRIES; i++) {
            check(Arrays.copyOf(whole, random.nextInt(whole.length)), "cut");
            byte[] flipped = whole.clone();
            for (int bit = 0; bit <= i % 4; bit++) {
                // the first half of the tries beyond the preamble, where the structure is, the others anywhere
                int range = i % 2 == 0 ? Math.min(whole.length, 1200) : whole.length;
                int at = Math.min(whole.length - 1, 132) + random.nextInt(Math.max(1, range - 132));
                flipped[Math.min(at, whole.length - 1)] ^= (byte) (1 << random.nextInt(8));
            }
            check(flipped, "flipped");
        }
    }

    private static void check(byte[] file, String name) {
        try {
            DicomPicture picture = DicomFile.of(file, name).picture();
            for (int frame = 0; frame < Math.min(3, picture.frames()); frame++) {
                picture.stored(frame);
            }
            picture.rgb8(0);
        } catch (DicomException e) {
            assertThat(e).hasMessageStartingWith(name + " is refused (" + e.kind() + ", at byte " + e.offset() + "): ");
            assertThat(e.offset()).isNotNegative();
        }
    }

    @Test
    void aFileCutInsideItsPixelsIsTruncatedAtItsEnd() throws IOException {
        byte[] cut = Arrays.copyOf(Files.readAllBytes(dicom("MR_small.dcm")), 5000);

        assertThatThrownBy(() -> DicomFile.of(cut, "cut.dcm"))
                .isInstanceOf(DicomException.class)
                .hasMessageStartingWith(
                        "cut.dcm is refused (TRUNCATED, at byte 1500): it ends at byte 5000, inside 8192");
    }

    @Test
    void aCompressedFrameThatClaimsTooMuchIsRefusedBeforeMemoryIsTaken() throws IOException {
        byte[] file = Files.readAllBytes(dicom("made-jpeg-ls-lossless.dcm"));
        Bytes bytes = new Bytes("claims.dcm", file);
        for (int at = 132; at < 1000; at++) {
            // Rows and Columns, explicit: (0028,0010) and (0028,0011)
            if (bytes.s32(at, false) == 0x00100028 || bytes.s32(at, false) == 0x00110028) {
                file[at + 8] = (byte) 0xFF;
                file[at + 9] = (byte) (bytes.u8(at + 2) == 0x10 ? 0x0F : 0xFF);
            }
        }
        DicomPicture picture = DicomFile.of(file, "claims.dcm").picture();

        assertThat(picture.rows()).isEqualTo(4095);
        assertThatThrownBy(() -> picture.stored(0))
                .isInstanceOf(DicomException.class)
                .hasMessageEndingWith("a frame has at most 178956970 pixels, it claims 4095 x 65535");
    }

    private static Path dicom(String file) {
        return Golden.shared().resolve("data/dicom").resolve(file);
    }

    @Test
    void highThroughputJpeg2000IsRefusedByItsName() {
        byte[] file = Part10.write(
                DicomDraft.SECONDARY_CAPTURE,
                DicomDraft.newUid(),
                "1.2.840.10008.1.2.4.201",
                PixelElements.of(Image.black(2, 2, 1), 8));
        DicomFile read = DicomFile.of(file, "file");
        assertThatThrownBy(read::picture)
                .isInstanceOfSatisfying(
                        DicomException.class, e -> assertThat(e.kind()).isEqualTo(DicomException.Kind.UNSUPPORTED))
                .hasMessageContaining("it has 1.2.840.10008.1.2.4.201 (High-Throughput JPEG 2000, HTJ2K); convert it");
    }
}
