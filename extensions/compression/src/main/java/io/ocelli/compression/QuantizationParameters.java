package io.ocelli.compression;

/**
 * How numbers become levels and levels numbers: q = round(x / scale) + zero point, kept among the levels, where halves go to the
 * even neighbour; x = (q - zero point) scale. The arithmetic is in double.
 *
 * @param scale the distance of two levels; above 0
 * @param zeroPoint the level of 0
 */
public record QuantizationParameters(double scale, int zeroPoint, Levels levels) {
    public QuantizationParameters {
        if (!(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException("A scale is above 0 and finite, received " + scale);
        }
        if (zeroPoint < levels.min() || zeroPoint > levels.max()) {
            throw new IllegalArgumentException("The zero point is one of the levels " + levels.min() + " to "
                    + levels.max() + ", received " + zeroPoint);
        }
    }

    /**
     * Those that cover a range, widened to hold 0, and where the levels are symmetric to as much on both sides, as ONNX Runtime
     * computes them: the scale is a float32. Where all is 0 it is 1.
     */
    public static QuantizationParameters of(Range range, Levels levels) {
        QuantizationParameters exact = exact(range, levels);
        return new QuantizationParameters((float) exact.scale(), exact.zeroPoint(), levels);
    }

    /** As {@link #of}, the scale not rounded. */
    static QuantizationParameters exact(Range range, Levels levels) {
        double magnitude = range.magnitude();
        double min = levels.symmetric() ? -magnitude : Math.min(range.min(), 0);
        double max = levels.symmetric() ? magnitude : Math.max(range.max(), 0);
        double scale = (max - min) / levels.steps();
        if (scale < Float.MIN_NORMAL) {
            return new QuantizationParameters(1, 0, levels);
        }
        double zero = levels.symmetric() ? (levels.min() + levels.max()) / 2.0 : levels.min() - min / scale;
        return new QuantizationParameters(scale, levels.kept(Math.rint(zero)), levels);
    }

    /** The level of a number; NaN has none and gives 0. */
    public int quantize(double x) {
        return levels.kept(Math.rint(x / scale) + zeroPoint);
    }

    /** The number that a level stands for. */
    public double dequantize(int level) {
        return (level - zeroPoint) * scale;
    }

    /** What is left of a number. */
    public double fakeQuantize(double x) {
        return dequantize(quantize(x));
    }

    /** What the lowest and the highest level stand for. */
    public Range range() {
        return new Range(dequantize(levels.min()), dequantize(levels.max()));
    }
}
