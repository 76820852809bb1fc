package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.image.Image;
import io.ocelli.medical.DicomDraft;
import io.ocelli.medical.DicomFile;
import io.ocelli.testing.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DicomTest {
    @TempDir
    Path folder;

    private static Path dicom(String name) {
        return Golden.shared().resolve("data/dicom").resolve(name);
    }

    private static JsonObject file(Path json, int index) throws IOException {
        return JsonParser.parseString(Files.readString(json))
                .getAsJsonObject()
                .getAsJsonArray("files")
                .get(index)
                .getAsJsonObject();
    }

    @Test
    void inspectSaysWhatTheGoldenFileSays() throws IOException {
        Path json = folder.resolve("found.json");
        String[] names = {"made-window-two.dcm", "made-ybr-full.dcm", "made-3-frames.dcm", "made-modality-lut.dcm"};
        Ran ran = Ran.cli(
                "dicom", "inspect", "--json", json, dicom(names[0]), dicom(names[1]), dicom(names[2]), dicom(names[3]));

        assertThat(ran.code()).as(ran.err()).isZero();
        for (int i = 0; i < names.length; i++) {
            same(names[i], file(json, i), golden(names[i]));
        }
        assertThat(ran.out())
                .contains("made-window-two.dcm: Explicit VR Little Endian, MONOCHROME2, 1 frames of 40 x 48");
    }

    private static JsonObject golden(String name) {
        for (JsonElement each : Golden.json("numbers/dicom.json").getAsJsonArray("files")) {
            if (each.getAsJsonObject().get("file").getAsString().equals(name)) {
                return each.getAsJsonObject();
            }
        }
        throw new AssertionError("no golden " + name);
    }

    /** Every name of the golden file, but for how pixels near a half are counted. */
    private static void same(String where, JsonObject found, JsonObject golden) {
        for (String name : golden.keySet()) {
            if (name.equals("grey8_near_half")) {
                continue;
            }
            JsonElement expected = golden.get(name);
            JsonElement actual = found.get(name);
            String place = where + " " + name;
            assertThat(actual).as(place).isNotNull();
            if (expected.isJsonObject()) {
                same(place, actual.getAsJsonObject(), expected.getAsJsonObject());
            } else if (expected.isJsonPrimitive()
                    && expected.getAsJsonPrimitive().isNumber()) {
                assertThat(actual.getAsDouble()).as(place).isCloseTo(expected.getAsDouble(), within(1e-6));
            } else if (expected.isJsonArray()) {
                assertThat(actual.getAsJsonArray()).as(place).hasSameSizeAs(expected.getAsJsonArray());
            } else {
                assertThat(actual).as(place).isEqualTo(expected);
            }
        }
    }

    @Test
    void inspectAnswersWithTheKindOfARefusal() throws IOException {
        Path json = folder.resolve("found.json");
        Ran ran = Ran.cli("dicom", "inspect", "--json", json, dicom("no_meta.dcm"), folder.resolve("none.dcm"));

        assertThat(ran.code()).isZero();
        assertThat(file(json, 0).getAsJsonObject("refuse").get("kind").getAsString())
                .isEqualTo("no_meta");
        assertThat(file(json, 0).getAsJsonObject("refuse").get("error").getAsString())
                .contains("no_meta.dcm is refused (NO_META, at byte 0)");
        assertThat(file(json, 1).getAsJsonObject("refuse").get("kind").getAsString())
                .isEqualTo("not_readable");
    }

    @Test
    void deidentifyWritesFilesWithoutTheirPatientAndSaysWhatItDid() throws IOException {
        Path json = folder.resolve("done.json");
        Path key = Files.write(folder.resolve("key"), new byte[32]);
        Path in = Files.createDirectory(folder.resolve("in"));
        Files.copy(dicom("CT_small.dcm"), in.resolve("ct.dcm"));
        Files.copy(dicom("MR_small.dcm"), in.resolve("CompressedSamples_MR1.dcm"));
        Path out = folder.resolve("out");
        Ran ran = Ran.cli("dicom", "deidentify", "--out", out, "--key", key, "--json", json, in);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(ran.out()).contains("2 of 2 files were de-identified into " + out);
        DicomFile ct = DicomFile.read(out.resolve("ct.dcm"));
        assertThat(ct.text("PatientName")).isEmpty();
        assertThat(new String(Files.readAllBytes(out.resolve("ct.dcm")), StandardCharsets.ISO_8859_1))
                .doesNotContain("JFK IMAGING", "CompressedSamples", "1.3.6.1.4.1.5962");
        JsonObject mr = file(json, 0);
        assertThat(mr.get("file").getAsString()).isEqualTo("CompressedSamples_MR1.dcm");
        assertThat(mr.get("out").getAsString()).matches(".*/2\\.25\\.[0-9]+\\.dcm");
        assertThat(Files.readString(json))
                .contains("\"keyword\": \"PatientName\"", "\"action\": \"Z/D\"", "\"done\": \"uid_replaced\"")
                .doesNotContain("JFK IMAGING", "CompressedSamples^", "1.3.6.1.4.1.5962");
    }

    @Test
    void deidentifyWritesNothingOfWhatItRefuses() throws IOException {
        Path out = folder.resolve("out");
        Ran ran = Ran.cli("dicom", "deidentify", "--out", out, dicom("no_meta.dcm"), dicom("CT_small.dcm"));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("no_meta.dcm is refused (NO_META, at byte 0)");
        assertThat(ran.out()).contains("1 of 2 files were de-identified");
        assertThat(out).isDirectoryContaining("glob:**CT_small.dcm").isDirectoryNotContaining("glob:**no_meta*");
    }

    @Test
    void deidentifyRefusesAKeyThatIsTooShort() throws IOException {
        Path key = Files.write(folder.resolve("key"), new byte[3]);
        Ran ran = Ran.cli("dicom", "deidentify", "--out", folder, "--key", key, folder);

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).startsWith("ocelli: --key: A key has at least 16 secret bytes, received 3.");
    }

    @Test
    void convertWritesNoPictureOverAnotherOfTheSameName() throws IOException {
        Path other = Files.createDirectory(folder.resolve("other"));
        Files.copy(dicom("MR_small.dcm"), other.resolve("CT_small.dcm"));
        Path out = folder.resolve("png");
        Ran ran = Ran.cli("dicom", "convert", "--out", out, dicom("CT_small.dcm"), other.resolve("CT_small.dcm"));

        assertThat(ran.code()).isEqualTo(1);
        assertThat(ran.err()).contains("CT_small.png, which came of another file of this call");
        assertThat(ImageIO.read(out.resolve("CT_small.png").toFile()).getWidth())
                .isEqualTo(128);
    }

    @Test
    void figuresThatAreNoNumbersAreNull() throws IOException {
        Path file = folder.resolve("large.dcm");
        DicomDraft.of(Image.black(2, 2, 1, Image.Depth.UINT16))
                .with("RescaleSlope", "1")
                .with("RescaleIntercept", "1e308")
                .write(file);
        Path json = folder.resolve("found.json");
        Ran ran = Ran.cli("dicom", "inspect", "--json", json, file);

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(file(json, 0)
                        .getAsJsonObject("modality_lut_values")
                        .get("sum")
                        .isJsonNull())
                .isTrue();
    }

    @Test
    void convertWritesWhatADoctorSees() throws IOException {
        Path out = folder.resolve("png");
        Ran ran = Ran.cli(
                "dicom",
                "convert",
                "--out",
                out,
                "--window",
                "-100,900",
                "--json",
                folder.resolve("said.json"),
                dicom("CT_small.dcm"),
                dicom("made-3-frames.dcm"));

        assertThat(ran.code()).as(ran.err()).isZero();
        assertThat(Files.readString(folder.resolve("said.json"))).contains("made-3-frames-2.png");
        byte[] expected = DicomFile.read(dicom("CT_small.dcm"))
                .picture()
                .grey8(0, io.ocelli.medical.Window.of(-100, 900))
                .samples();
        int[] written =
                ImageIO.read(out.resolve("CT_small.png").toFile()).getRaster().getPixels(0, 0, 128, 128, (int[]) null);
        for (int i = 0; i < written.length; i++) {
            assertThat(written[i]).isEqualTo(expected[i] & 255);
        }
        try (var files = Files.list(out)) {
            assertThat(files.map(file -> file.getFileName().toString()).toList())
                    .containsExactlyInAnyOrderElementsOf(Set.of(
                            "CT_small.png", "made-3-frames-0.png", "made-3-frames-1.png", "made-3-frames-2.png"));
        }
    }

    @Test
    void convertRefusesAWindowThatIsNone() {
        Ran ran = Ran.cli("dicom", "convert", "--out", folder, "--window", "40", dicom("CT_small.dcm"));
        Ran narrow = Ran.cli("dicom", "convert", "--out", folder, "--window", "40,0", dicom("CT_small.dcm"));

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).startsWith("ocelli: --window is two numbers, as 40,400, received '40'");
        assertThat(narrow.code()).isEqualTo(2);
        assertThat(narrow.err()).startsWith("ocelli: --window: A window has a center, and a width of at least 1");
    }

    @Test
    void withoutAVerbItSaysWhichThereAre() {
        Ran ran = Ran.cli("dicom");

        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).contains("say what to do: inspect, deidentify, convert");
    }
}
