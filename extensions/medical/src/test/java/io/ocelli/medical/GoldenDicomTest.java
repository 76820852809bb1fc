package io.ocelli.medical;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableSet;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.image.Image;
import io.ocelli.testing.Golden;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Every file of {@code data/dicom} against what pydicom, GDCM and pylibjpeg read in it. */
class GoldenDicomTest {
    /** Decoders of lossy files differ by so much in a sample, and by so much in the mean. */
    private static final int LOSSY = 2;

    private static final double LOSSY_MEAN = 0.25;

    @TestFactory
    Stream<DynamicTest> everyFileIsReadAsInPydicomOrRefusedWithItsKind() {
        return StreamSupport.stream(
                        Golden.json("numbers/dicom.json")
                                .getAsJsonArray("files")
                                .spliterator(),
                        false)
                .map(JsonElement::getAsJsonObject)
                .map(golden -> DynamicTest.dynamicTest(golden.get("file").getAsString(), () -> check(golden)));
    }

    private static void check(JsonObject golden) throws Exception {
        Path file =
                Golden.shared().resolve("data/dicom").resolve(golden.get("file").getAsString());
        if (golden.has("refuse")) {
            refused(file, golden.getAsJsonObject("refuse"));
            return;
        }
        DicomPicture picture = DicomPicture.read(file);
        assertThat(picture.rows()).isEqualTo(golden.get("rows").getAsInt());
        assertThat(picture.columns()).isEqualTo(golden.get("columns").getAsInt());
        assertThat(picture.frames()).isEqualTo(golden.get("frames").getAsInt());
        assertThat(picture.samples()).isEqualTo(golden.get("samples").getAsInt());
        assertThat(picture.file().transferSyntax())
                .isEqualTo(golden.get("transfer_syntax").getAsString());
        boolean lossy = golden.get("lossy").getAsBoolean();
        // libjpeg's and CharLS's decoders are followed to the bit; of 12 bits and of JPEG 2000 there are several
        boolean followed = ImmutableSet.of(TransferSyntax.JPEG_BASELINE.uid, TransferSyntax.JPEG_LS_NEAR_LOSSLESS.uid)
                .contains(picture.file().transferSyntax());
        raw(picture, golden, lossy && !followed);
        if (golden.has("modality_lut_values")) {
            modality(picture, golden, lossy);
        }
        if (golden.has("grey8")) {
            levels(picture, golden, "grey8", lossy ? LOSSY : 0, picture::grey8);
        }
        if (golden.has("rgb8")) {
            boolean converted = golden.get("photometric").getAsString().startsWith("YBR");
            levels(picture, golden, "rgb8", lossy ? 2 * LOSSY : converted ? 1 : 0, picture::rgb8);
        }
    }

    private static void refused(Path file, JsonObject refuse) {
        String kind = refuse.get("kind").getAsString().toUpperCase(Locale.ROOT);
        Throwable thrown = catchThrowable(() -> decodeAll(DicomPicture.read(file)));
        if (thrown == null) {
            assertThat(refuse.get("optional").getAsBoolean())
                    .as("%s is read, and must be refused as %s", file, kind)
                    .isTrue();
            return;
        }
        assertThat(thrown).isInstanceOf(DicomException.class).hasMessageContaining(file.toString());
        boolean none = refuse.has("note") && refuse.get("note").getAsString().equals("or no_pixel_data");
        String actual = ((DicomException) thrown).kind().name();
        assertThat(actual).isIn(kind, none ? "NO_PIXEL_DATA" : kind);
    }

    private static void decodeAll(DicomPicture picture) {
        for (int frame = 0; frame < picture.frames(); frame++) {
            picture.rgb8(frame);
        }
    }

    private static void raw(DicomPicture picture, JsonObject golden, boolean lossy) throws Exception {
        JsonObject expected = golden.getAsJsonObject("raw");
        long sum = 0;
        long count = 0;
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int frame = 0; frame < picture.frames(); frame++) {
            long[] stored = picture.stored(frame);
            ByteBuffer words = ByteBuffer.allocate(stored.length * 4).order(ByteOrder.LITTLE_ENDIAN);
            for (long value : stored) {
                sum += value;
                words.putInt((int) value);
            }
            count += stored.length;
            digest.update(words.array());
        }
        samplesAt(picture, golden, "raw", lossy ? LOSSY : 0, frame -> doubles(picture.stored(frame)));
        if (lossy) {
            assertThat((double) sum).isCloseTo(expected.get("sum").getAsLong(), within(LOSSY_MEAN * count));
            return;
        }
        assertThat(sum).isEqualTo(expected.get("sum").getAsLong());
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo(expected.get("sha256").getAsString());
    }

    private static void modality(DicomPicture picture, JsonObject golden, boolean lossy) {
        JsonObject expected = golden.getAsJsonObject("modality_lut_values");
        double sum = 0;
        double least = Double.POSITIVE_INFINITY;
        double largest = Double.NEGATIVE_INFINITY;
        for (int frame = 0; frame < picture.frames(); frame++) {
            for (double value : picture.modality(frame)) {
                sum += value;
                least = Math.min(least, value);
                largest = Math.max(largest, value);
            }
        }
        double allowed = lossy ? LOSSY : 1e-9;
        long count = (long) picture.rows() * picture.columns() * picture.frames();
        assertThat(least).isCloseTo(expected.get("min").getAsDouble(), within(allowed));
        assertThat(largest).isCloseTo(expected.get("max").getAsDouble(), within(allowed));
        assertThat(sum).isCloseTo(expected.get("sum").getAsDouble(), within(lossy ? LOSSY_MEAN * count : 1e-6 * count));
        samplesAt(picture, golden, "modality", allowed, picture::modality);
    }

    private static void levels(
            DicomPicture picture, JsonObject golden, String name, int allowed, IntFunction<Image> shown)
            throws Exception {
        JsonObject expected = golden.getAsJsonObject(name);
        long sum = 0;
        long count = 0;
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (int frame = 0; frame < picture.frames(); frame++) {
            byte[] samples = shown.apply(frame).samples();
            digest.update(samples);
            count += samples.length;
            for (byte sample : samples) {
                sum += sample & 255;
            }
        }
        samplesAt(
                picture,
                golden,
                name,
                allowed,
                frame -> doubles(shown.apply(frame).samples()));
        if (allowed > 0) {
            assertThat((double) sum).isCloseTo(expected.get("sum").getAsLong(), within(2 * LOSSY_MEAN * count));
            return;
        }
        assertThat(sum).isEqualTo(expected.get("sum").getAsLong());
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo(expected.get("sha256").getAsString());
    }

    private static void samplesAt(
            DicomPicture picture, JsonObject golden, String name, double allowed, IntFunction<double[]> values) {
        JsonObject at = golden.getAsJsonObject("samples_at");
        JsonArray positions = at.getAsJsonArray("position");
        int last = -1;
        double[] frame = {};
        for (int i = 0; i < positions.size(); i++) {
            JsonArray position = positions.get(i).getAsJsonArray();
            if (position.get(0).getAsInt() != last) {
                last = position.get(0).getAsInt();
                frame = values.apply(last);
            }
            JsonElement expected = at.getAsJsonArray(name).get(i);
            int pixel = position.get(1).getAsInt() * picture.columns()
                    + position.get(2).getAsInt();
            int count = frame.length / (picture.rows() * picture.columns());
            for (int c = 0; c < count; c++) {
                double wanted =
                        (expected.isJsonArray() ? expected.getAsJsonArray().get(c) : expected).getAsDouble();
                assertThat(frame[pixel * count + c])
                        .as("%s at %s, sample %d", name, position, c)
                        .isCloseTo(wanted, within(allowed));
            }
        }
    }

    private static double[] doubles(long[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i];
        }
        return doubles;
    }

    private static double[] doubles(byte[] values) {
        double[] doubles = new double[values.length];
        for (int i = 0; i < values.length; i++) {
            doubles[i] = values[i] & 255;
        }
        return doubles;
    }
}
