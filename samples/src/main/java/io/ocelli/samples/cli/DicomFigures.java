package io.ocelli.samples.cli;

import com.google.common.collect.ImmutableMap;
import com.google.gson.stream.JsonWriter;
import io.ocelli.image.Image;
import io.ocelli.medical.DicomFile;
import io.ocelli.medical.DicomPicture;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a DICOM picture holds, all frames together: what is said of its pixels, and these as they are stored, as values of the
 * modality and as they are seen, counted and at {@value #PLACES} places.
 */
final class DicomFigures {
    private static final int PLACES = 16;

    /** The attributes that are numbers, by the names that they get. */
    private static final Map<String, String> NUMBERS = ImmutableMap.of(
            "planar", "PlanarConfiguration",
            "bits_allocated", "BitsAllocated",
            "bits_stored", "BitsStored",
            "high_bit", "HighBit",
            "pixel_representation", "PixelRepresentation",
            "rescale_slope", "RescaleSlope",
            "rescale_intercept", "RescaleIntercept",
            "window_center", "WindowCenter",
            "window_width", "WindowWidth");

    private final DicomPicture picture;
    private final Map<String, double[]> numbers = new HashMap<>();
    private final List<int[]> places = new ArrayList<>();
    private final SampleFigures stored = new SampleFigures(Integer.BYTES);
    private final SampleFigures seen = new SampleFigures(Byte.BYTES);
    private final List<long[]> storedAt = new ArrayList<>();
    private final List<Double> modalityAt = new ArrayList<>();
    private final List<long[]> seenAt = new ArrayList<>();
    private final long[] channelSums;
    private double least = Double.POSITIVE_INFINITY;
    private double largest = Double.NEGATIVE_INFINITY;
    private double sum;

    private DicomFigures(DicomPicture picture) {
        this.picture = picture;
        this.channelSums = new long[picture.isGray() ? 1 : 3];
        NUMBERS.forEach((name, keyword) -> numbers.put(name, picture.file().numbers(keyword)));
    }

    /**
     * Reads all frames.
     *
     * @throws io.ocelli.medical.DicomException if one is damaged
     */
    static DicomFigures of(DicomPicture picture) {
        DicomFigures figures = new DicomFigures(picture);
        long pixels = (long) picture.rows() * picture.columns();
        for (int i = 0; i < PLACES; i++) {
            long at = (long) ((i + 0.5) * pixels * picture.frames() / PLACES);
            figures.places.add(new int[] {
                (int) (at / pixels), (int) (at % pixels / picture.columns()), (int) (at % picture.columns())
            });
        }
        for (int frame = 0; frame < picture.frames(); frame++) {
            figures.add(frame);
        }
        return figures;
    }

    private void add(int frame) {
        long[] values = picture.stored(frame);
        stored.add(values);
        Image image = picture.isGray() ? picture.grey8(frame) : picture.rgb8(frame);
        long[] levels = new long[image.samples().length];
        for (int i = 0; i < levels.length; i++) {
            levels[i] = image.samples()[i] & 255;
            channelSums[i % channelSums.length] += levels[i];
        }
        seen.add(levels);
        double[] modality = picture.isGray() ? picture.modality(frame) : new double[0];
        for (double value : modality) {
            least = Math.min(least, value);
            largest = Math.max(largest, value);
            sum += value;
        }
        for (int[] place : places) {
            if (place[0] == frame) {
                int pixel = place[1] * picture.columns() + place[2];
                storedAt.add(samples(values, pixel, picture.samples()));
                seenAt.add(samples(levels, pixel, channelSums.length));
                if (picture.isGray()) {
                    modalityAt.add(modality[pixel]);
                }
            }
        }
    }

    private static long[] samples(long[] values, int pixel, int count) {
        long[] samples = new long[count];
        System.arraycopy(values, pixel * count, samples, 0, count);
        return samples;
    }

    DicomPicture picture() {
        return picture;
    }

    SampleFigures stored() {
        return stored;
    }

    /** The fields of an object. */
    void write(JsonWriter json) throws IOException {
        attributes(json, picture.file());
        stored.write(json.name("raw").beginObject());
        json.endObject();
        if (picture.isGray()) {
            json.name("modality_lut_values").beginObject();
            Json.figure(json, "min", least);
            Json.figure(json, "max", largest);
            Json.figure(json, "sum", sum);
            json.endObject();
            json.name("window_rule").value(rule());
        }
        String picture8 = picture.isGray() ? "grey8" : "rgb8";
        seen.write(json.name(picture8).beginObject());
        if (!picture.isGray()) {
            values(json.name("channel_sums"), channelSums);
        }
        json.endObject();
        json.name("samples_at").beginObject();
        json.name("position").beginArray();
        for (int[] place : places) {
            values(json, new long[] {place[0], place[1], place[2]});
        }
        json.endArray();
        at(json.name("raw"), storedAt);
        if (picture.isGray()) {
            json.name("modality").beginArray();
            for (double value : modalityAt) {
                json.value(number(value));
            }
            json.endArray();
        }
        at(json.name(picture8), seenAt);
        json.endObject();
    }

    private void attributes(JsonWriter json, DicomFile file) throws IOException {
        json.name("transfer_syntax").value(file.transferSyntax());
        json.name("transfer_syntax_name").value(file.transferSyntaxName());
        json.name("lossy").value(file.isLossy());
        json.name("modality").value(file.text("Modality").orElse(null));
        json.name("photometric").value(file.text("PhotometricInterpretation").orElse(null));
        json.name("samples").value(picture.samples());
        number(json, "planar");
        json.name("rows").value(picture.rows());
        json.name("columns").value(picture.columns());
        json.name("frames").value(picture.frames());
        number(json, "bits_allocated");
        number(json, "bits_stored");
        number(json, "high_bit");
        number(json, "pixel_representation");
        number(json, "rescale_slope");
        number(json, "rescale_intercept");
        json.name("modality_lut").value(file.has("ModalityLUTSequence"));
        json.name("voi_lut").value(file.has("VOILUTSequence"));
        json.name("window_function").value(file.text("VOILUTFunction").orElse(null));
        numbers(json, "window_center");
        numbers(json, "window_width");
    }

    private String rule() {
        if (!picture.windows(0).isEmpty()) {
            return picture.windows(0).get(0).function().name();
        }
        return picture.file().has("VOILUTSequence") ? "VOI LUT" : "none: minimum to maximum of all frames";
    }

    private void number(JsonWriter json, String name) throws IOException {
        double[] values = numbers.get(name);
        json.name(name).value(values == null || values.length == 0 ? null : number(values[0]));
    }

    /** Whole where it is; null where a file has a float that is no number. */
    private static @Nullable Number number(double value) {
        if (!Double.isFinite(value)) {
            return null;
        }
        return value == Math.rint(value) && Math.abs(value) < 1L << 53 ? (Number) (long) value : (Number) value;
    }

    private void numbers(JsonWriter json, String name) throws IOException {
        double[] values = numbers.get(name);
        json.name(name);
        if (values == null || values.length == 0) {
            json.nullValue();
            return;
        }
        json.beginArray();
        for (double value : values) {
            json.value(number(value));
        }
        json.endArray();
    }

    private static void values(JsonWriter json, long[] values) throws IOException {
        json.beginArray();
        for (long value : values) {
            json.value(value);
        }
        json.endArray();
    }

    private static void at(JsonWriter json, List<long[]> samples) throws IOException {
        json.beginArray();
        for (long[] each : samples) {
            if (each.length == 1) {
                json.value(each[0]);
            } else {
                values(json, each);
            }
        }
        json.endArray();
    }
}
