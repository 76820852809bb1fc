package io.ocelli.medical;

/** The filters of 5 and 3 taps, in whole numbers (ISO 15444-1, F.3.8.1). */
final class ReversibleWavelet extends Wavelet {
    private final int[] samples;
    private final int[] line;

    ReversibleWavelet(int[] samples, int width) {
        super(width);
        this.samples = samples;
        this.line = new int[Math.max(width, width == 0 ? 0 : samples.length / width)];
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
        for (int i = odd; i < count; i += 2) {
            line[i] -= line[mirrored(i - 1, count)] + line[mirrored(i + 1, count)] + 2 >> 2;
        }
        for (int i = 1 - odd; i < count; i += 2) {
            line[i] += line[mirrored(i - 1, count)] + line[mirrored(i + 1, count)] >> 1;
        }
    }
}
