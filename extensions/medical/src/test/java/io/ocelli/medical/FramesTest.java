package io.ocelli.medical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.image.Image;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;

class FramesTest {
    private static DicomPicture picture(String syntax, Map<Integer, byte[]> pixels, byte[]... frames) {
        List<byte[]> items = new ArrayList<>(List.of(new byte[0]));
        items.addAll(Arrays.asList(frames));
        pixels.put(ElementReader.PIXEL_DATA, ElementBytes.fragments(ElementReader.PIXEL_DATA, items));
        byte[] file = Part10.write(DicomDraft.SECONDARY_CAPTURE, DicomDraft.newUid(), syntax, pixels);
        return DicomFile.of(file, "made.dcm").picture();
    }

    private static byte[] deflated(byte[] bytes) {
        Deflater deflater = new Deflater(9, true);
        deflater.setInput(bytes);
        deflater.finish();
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] buffer = new byte[1 << 16];
        while (!deflater.finished()) {
            out.write(buffer, 0, deflater.deflate(buffer));
        }
        deflater.end();
        return out.toByteArray();
    }

    private static Map<Integer, byte[]> gray(int rows, int columns) {
        return PixelElements.of(Image.black(rows, columns, 1), 8);
    }

    @Test
    void runsOfSamplesOfOneBitHaveEightInAByte() {
        Map<Integer, byte[]> pixels = gray(3, 4);
        for (String bits : List.of("BitsAllocated", "BitsStored")) {
            pixels.put(Dictionary.tag(bits), ElementBytes.word(Dictionary.tag(bits), 1));
        }
        pixels.put(Dictionary.tag("HighBit"), ElementBytes.word(Dictionary.tag("HighBit"), 0));
        byte[] frame = new byte[64 + 3];
        frame[0] = 1;
        frame[4] = 64;
        frame[64] = 1;
        frame[65] = 0b0101_0011;
        frame[66] = 0b1001;

        assertThat(picture(TransferSyntax.RLE.uid, pixels, frame).stored(0))
                .containsExactly(1, 1, 0, 0, 1, 0, 1, 0, 1, 0, 0, 1);
    }

    @Test
    void deflatedFramesAreEachOfTheirOwn() {
        Map<Integer, byte[]> pixels = gray(1, 3);
        int frames = Dictionary.tag("NumberOfFrames");
        pixels.put(frames, ElementBytes.text(frames, "IS", "2"));

        DicomPicture picture = picture(
                TransferSyntax.DEFLATED_FRAMES.uid, pixels, deflated(new byte[] {1, 2, 3}), deflated(new byte[] {4, 5, 6
                }));

        assertThat(picture.stored(0)).containsExactly(1, 2, 3);
        assertThat(picture.stored(1)).containsExactly(4, 5, 6);
    }

    @Test
    void whatBecomesFarMoreThanAPictureIsRefusedBeforeMemoryIsTaken() {
        byte[] bomb = deflated(new byte[70 << 20]);

        assertThatThrownBy(() -> Deflated.inflate(new Bytes("bomb.dcm", bomb)))
                .isInstanceOf(DicomException.class)
                .hasMessage("bomb.dcm is refused (UNSUPPORTED, at byte 0): what is deflated to " + bomb.length
                        + " bytes has at most 67108864, it has more; write it without compression");
    }

    @Test
    void decimalsAreThoseOfTheStandardAndNotOfJava() {
        for (String slope : List.of("NaN", "Infinity", "1d", "0x1p3", "1e999", "1,5")) {
            DicomBytes elements = new DicomBytes().text(0x00281053, "DS", slope);
            DicomPicture picture = DicomBytes.picture(1, 1, false, new DicomBytes(), 1);
            assertThat(picture.modality(0)).containsExactly(1);

            assertThatThrownBy(() -> DicomBytes.picture(1, 1, false, elements, 1))
                    .as(slope)
                    .isInstanceOf(DicomException.class)
                    .hasMessageEndingWith("(0028,1053) DS holds numbers, it has text");
        }
    }

    @Test
    void anUnknownColourSpaceIsNotRepeatedInTheError() {
        Map<Integer, byte[]> pixels = gray(1, 1);
        int photometric = Dictionary.tag("PhotometricInterpretation");
        pixels.put(photometric, ElementBytes.text(photometric, "CS", "DOE JANE"));

        assertThatThrownBy(() -> picture(TransferSyntax.RLE.uid, pixels, new byte[65]))
                .isInstanceOf(DicomException.class)
                .hasMessageEndingWith(
                        "the PhotometricInterpretation of no kind that is known is not read; convert the picture to gray"
                                + " or RGB");
    }

    @Test
    void aJpegFramesOwnMarkersSayItsColours() {
        byte[] jfif = {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xE0, 0, 8, 'J', 'F', 'I', 'F', 0, 0};
        byte[] named = new byte[21];
        System.arraycopy(new byte[] {(byte) 0xFF, (byte) 0xD8, (byte) 0xFF, (byte) 0xC0, 0, 17}, 0, named, 0, 6);
        named[12] = 'R';
        named[15] = 'G';
        named[18] = 'B';

        assertThat(JpegColours.of(new Bytes("", jfif), colours(Photometric.RGB)))
                .isEqualTo(Photometric.YBR_FULL);
        assertThat(JpegColours.of(new Bytes("", jfif), colours(Photometric.YBR_FULL_422)))
                .isEqualTo(Photometric.YBR_FULL_422);
        assertThat(JpegColours.of(new Bytes("", named), colours(Photometric.YBR_FULL)))
                .isEqualTo(Photometric.RGB);
    }

    private static PixelFormat colours(Photometric photometric) {
        return new PixelFormat(1, 1, 1, 3, false, 8, 8, 7, false, photometric);
    }
}
