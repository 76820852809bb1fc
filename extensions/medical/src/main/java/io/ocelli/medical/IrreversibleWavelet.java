package io.ocelli.medical;

/** The filters of 9 and 7 taps (ISO 15444-1, F.3.8.2). */
final class IrreversibleWavelet extends Wavelet {
    private static final float ALPHA = -1.586134342059924f;
    private static final float BETA = -0.052980118572961f;
    private static final float GAMMA = 0.882911075530934f;
    private static final float DELTA = 0.443506852043971f;
    private static final float K = 1.230174104914001f;

    private final float[] samples;
    private final float[] line;

    IrreversibleWavelet(float[] samples, int width) {
        super(width);
        this.samples = samples;
        this.line = new float[Math.max(width, width == 0 ? 0 : samples.length / width)];
    }

    @Override
    void load(int place, int at) {
        line[place] = samples[at];
    }

    @Override
    void store(int place, int at) {
        samples[at] = line[place];
    }

    @Override
    void lift(int count, int odd) {
        if (count == 1) {
            line[0] /= 1 + odd;
            return;
        }
        for (int i = 0; i < count; i++) {
            line[i] *= (i & 1) == odd ? K : 1 / K;
        }
        step(count, odd, DELTA);
        step(count, 1 - odd, GAMMA);
        step(count, odd, BETA);
        step(count, 1 - odd, ALPHA);
    }

    private void step(int count, int first, float factor) {
        for (int i = first; i < count; i += 2) {
            line[i] -= factor * (line[mirrored(i - 1, count)] + line[mirrored(i + 1, count)]);
        }
    }
}
