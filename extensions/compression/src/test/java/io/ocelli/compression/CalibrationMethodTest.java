package io.ocelli.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonObject;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ranges, scales and zero points against PyTorch's observers and ONNX Runtime's calibrators. */
class CalibrationMethodTest {
    private static final Levels INT8_AROUND = new Levels(-128, 127, true);
    private static final Levels UINT4 = new Levels(0, 15, false);

    @ParameterizedTest
    @ValueSource(strings = {"signed", "rectified"})
    void minMaxIsTheirs(String kind) {
        JsonObject golden = golden(kind).getAsJsonObject("minmax");
        JsonObject onnx = golden.getAsJsonObject("onnxruntime");
        check(kind, CalibrationMethod.minMax(), Levels.UINT8, onnx.getAsJsonObject("uint8"));
        check(kind, CalibrationMethod.minMax(), Levels.INT8, onnx.getAsJsonObject("int8"));
        check(kind, CalibrationMethod.minMax(), Levels.INT8_SYMMETRIC, onnx.getAsJsonObject("int8_symmetric"));
        check(kind, CalibrationMethod.minMax(), Levels.UINT8, golden.getAsJsonObject("pytorch_uint8"));
        check(kind, CalibrationMethod.minMax(), INT8_AROUND, golden.getAsJsonObject("pytorch_int8_symmetric"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"signed", "rectified"})
    void channelsHaveScalesOfTheirOwn(String kind) {
        JsonObject golden = golden(kind).getAsJsonObject("per_channel").getAsJsonObject("pytorch_int8_symmetric");
        float[][] batches = GoldenQuantization.batches(kind);
        for (int channel = 0; channel < 3; channel++) {
            double min = 0;
            double max = 0;
            for (float[] batch : batches) {
                for (int i = 0; i < batch.length; i++) {
                    boolean counts = i / (24 * 24) % 3 == channel;
                    min = counts ? Math.min(min, batch[i]) : min;
                    max = counts ? Math.max(max, batch[i]) : max;
                }
            }
            assertThat(QuantizationParameters.of(new Range(min, max), INT8_AROUND)
                            .scale())
                    .isCloseTo(number(golden, "scale", channel), within(1e-7));
        }
    }

    @ParameterizedTest
    @CsvSource({"signed, 0.01", "signed, 0.1", "rectified, 0.01", "rectified, 0.1"})
    void theMovingAverageIsPyTorchs(String kind, double share) {
        JsonObject golden = golden(kind).getAsJsonObject("moving_average").getAsJsonObject(String.valueOf(share));
        check(kind, new MovingAverage(share), Levels.UINT8, golden);
    }

    @ParameterizedTest
    @CsvSource({"signed, 99.99", "signed, 99.9", "rectified, 99.99", "rectified, 99.9"})
    void percentilesAreExactOrOnnxRuntimes(String kind, double percentile) {
        JsonObject golden = golden(kind).getAsJsonObject("percentile").getAsJsonObject(String.valueOf(percentile));
        CalibrationMethod exact = new ExactPercentile(percentile);
        CalibrationMethod bins = new Percentile(percentile, 2048);
        check(kind, exact, Levels.UINT8, at(golden, "exact", "uint8"));
        check(kind, exact, Levels.INT8_SYMMETRIC, at(golden, "exact_symmetric", "int8_symmetric"));
        check(kind, bins, Levels.UINT8, at(golden, "onnxruntime", "uint8"));
        check(kind, bins, Levels.INT8_SYMMETRIC, at(golden, "onnxruntime_symmetric", "int8_symmetric"));
    }

    @ParameterizedTest
    @CsvSource({"signed, 128", "signed, 512", "signed, 2048", "rectified, 128", "rectified, 512", "rectified, 2048"})
    void entropyIsOnnxRuntimes(String kind, int bins) {
        JsonObject golden = golden(kind).getAsJsonObject("entropy").getAsJsonObject(String.valueOf(bins));
        check(kind, new Entropy(bins), Levels.UINT8, golden.getAsJsonObject("uint8"));
        check(kind, new Entropy(bins), Levels.INT8, golden.getAsJsonObject("int8"));
        check(kind, new Entropy(bins), Levels.INT8_SYMMETRIC, golden.getAsJsonObject("int8_symmetric"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"signed", "rectified"})
    void theLeastSquaredErrorIsFound(String kind) {
        JsonObject golden = golden(kind).getAsJsonObject("mse");
        checkErrors(kind, Levels.UINT8, golden.getAsJsonObject("uint8"));
        checkErrors(kind, Levels.INT8_SYMMETRIC, golden.getAsJsonObject("int8_symmetric"));
        checkErrors(kind, UINT4, golden.getAsJsonObject("uint4"));
    }

    private static void checkErrors(String kind, Levels levels, JsonObject golden) {
        MeanSquaredError.Candidates observer = new MeanSquaredError().observer(whole(kind), levels);
        for (float[] batch : GoldenQuantization.batches(kind)) {
            observer.add(batch);
        }
        assertThat(observer.best() / 100.0).isEqualTo(golden.get("factor").getAsDouble());
        golden.getAsJsonObject("mse_of_factors").entrySet().forEach(each -> {
            int hundredths = (int) Math.round(100 * Double.parseDouble(each.getKey()));
            double error = each.getValue().getAsDouble();
            assertThat(observer.error(hundredths)).isCloseTo(error, within(1e-8 * error));
        });
        check(kind, CalibrationMethod.mse(), levels, golden);
    }

    private static JsonObject golden(String kind) {
        return GoldenQuantization.json().getAsJsonObject("observers").getAsJsonObject(kind);
    }

    private static JsonObject at(JsonObject json, String first, String second) {
        return json.getAsJsonObject(first).getAsJsonObject(second);
    }

    private static Spread whole(String kind) {
        Spread whole = null;
        for (float[] batch : GoldenQuantization.batches(kind)) {
            whole = whole == null ? Spread.of(batch) : whole.with(Spread.of(batch));
        }
        return whole;
    }

    private static void check(String kind, CalibrationMethod method, Levels levels, JsonObject golden) {
        CalibrationMethod.Observer observer = method.observer(whole(kind), levels);
        for (float[] batch : GoldenQuantization.batches(kind)) {
            observer.add(batch);
        }
        QuantizationParameters found = observer.parameters();
        double scale = number(golden, "scale", 0);
        assertThat(found.scale()).as(method + " scale").isCloseTo(scale, within(2e-7 * scale));
        assertThat((double) found.zeroPoint()).as(method + " zero point").isEqualTo(number(golden, "zero_point", 0));
    }

    /** PyTorch's are lists. */
    private static double number(JsonObject json, String name, int index) {
        return json.get(name).isJsonArray()
                ? json.getAsJsonArray(name).get(index).getAsDouble()
                : json.get(name).getAsDouble();
    }

    @Test
    void whatIsAlwaysZeroHasAScaleNevertheless() {
        assertThat(QuantizationParameters.of(new Range(0, 0), Levels.UINT8))
                .isEqualTo(new QuantizationParameters(1, 0, Levels.UINT8));
        CalibrationMethod.Observer observer =
                CalibrationMethod.percentile().observer(Spread.of(new float[5]), Levels.UINT8);
        observer.add(new float[5]);
        assertThat(observer.parameters().scale()).isEqualTo(1);
    }

    @Test
    void aRangeIsWidenedToHoldZero() {
        QuantizationParameters above = QuantizationParameters.of(new Range(1, 2.55), Levels.UINT8);
        assertThat(above.zeroPoint()).isZero();
        assertThat(above.scale()).isEqualTo((float) 0.01);
        assertThat(QuantizationParameters.of(new Range(-2.55, -1), Levels.UINT8).zeroPoint())
                .isEqualTo(255);
    }

    @Test
    void halvesGoToTheEvenNeighbourBeforeTheZeroPointIsAdded() {
        QuantizationParameters parameters = new QuantizationParameters(0.25, 127, Levels.UINT8);
        assertThat(parameters.quantize(0.125)).isEqualTo(127);
        assertThat(parameters.quantize(0.375)).isEqualTo(129);
        assertThat(parameters.quantize(1e6)).isEqualTo(255);
        assertThat(parameters.fakeQuantize(-1e6)).isEqualTo(-31.75);
    }

    @Test
    void numbersThatAreNoneAreRefused() {
        assertThatThrownBy(() -> Spread.of(new float[] {1, Float.NaN}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A range goes from a finite number to one not below it, received NaN to NaN");
    }

    @Test
    void methodsRefuseWhatIsNoShare() {
        assertThatThrownBy(() -> new Percentile(50, 2048))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A percentile is above 50 and at most 100, received 50.0");
        assertThatThrownBy(() -> new Entropy(127))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A histogram for 128 levels has as many bins at least, in pairs, received 127");
        assertThatThrownBy(() -> new MovingAverage(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A share is above 0 and at most 1, received 0.0");
    }
}
