package io.ocelli.tensor;

/** IEEE 754 binary16 and bfloat16, rounded to nearest, ties to even. */
final class Halves {
    private Halves() {}

    /** The bits in a float's places are the value but for what both exponents begin at, subnormal ones too. */
    static float toFloat(short half) {
        int bits = (half & 0x7fff) << 13;
        float magnitude =
                bits < 0x0f800000 ? Float.intBitsToFloat(bits) * 0x1p112f : Float.intBitsToFloat(bits | 0x7f800000);
        return half < 0 ? -magnitude : magnitude;
    }

    static short fromFloat(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x477ff000) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x38800000) {
            return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) * 0x1p24f));
        }
        int rounded = magnitude + 0xfff + (magnitude >>> 13 & 1);
        return (short) (sign | rounded - 0x38000000 >>> 13);
    }

    static short bfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40);
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }
}
