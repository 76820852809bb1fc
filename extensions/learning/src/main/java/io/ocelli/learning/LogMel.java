package io.ocelli.learning;

import io.ocelli.image.Image;

/**
 * Makes a picture of a sound: its log-mel spectrogram, the power in bands of frequencies that are as wide as ears tell them
 * apart, from moment to moment. The names and defaults are torchaudio's ({@code MelSpectrogram}, then
 * {@code AmplitudeToDB(top_db=80)}) or librosa's. A value.
 *
 * @param window samples that are looked at at a time (n_fft), under a periodic Hann window
 * @param hop samples from one moment to the next
 * @param mels bands: the height of the picture
 * @param slaney whether the mel scale is Slaney's with bands of equal area, librosa's default, and not HTK's with bands of
 *     equal height
 * @param reflecting whether the sound is continued at its ends by its reflection, or by zeros
 * @param decibels from the loudest to what is black (top_db)
 */
public record LogMel(int window, int hop, int mels, boolean slaney, boolean reflecting, double decibels) {
    private static final double LEAST = 1e-10;
    private static final double SLANEY_LINEAR = 200.0 / 3;
    private static final double SLANEY_BREAK = 1000;
    private static final double SLANEY_STEP = Math.log(6.4) / 27;

    /**
     * @throws IllegalArgumentException if a number is below 1, or a window below 2
     */
    public LogMel {
        if (window < 2 || hop < 1 || mels < 1 || !(decibels > 0)) {
            throw new IllegalArgumentException("A spectrogram has a window of 2 samples or more, and a hop, bands and"
                    + " decibels above 0; received " + window + ", " + hop + ", " + mels + ", " + decibels);
        }
    }

    /** torchaudio's defaults: windows of 400, a hop of 200, 128 bands of HTK's scale. */
    public static LogMel torchaudio() {
        return new LogMel(400, 200, 128, false, true, 80);
    }

    /** librosa's defaults: windows of 2048, a hop of 512, 128 bands of Slaney's scale. */
    public static LogMel librosa() {
        return new LogMel(2048, 512, 128, true, false, 80);
    }

    /**
     * The spectrogram in decibels, bands by moments, the lowest band first; nothing is further below the loudest than
     * {@link #decibels}.
     *
     * @throws IllegalArgumentException if the sound is to be reflected and is no longer than half a window
     */
    public double[][] of(Sound sound) {
        double[] samples = padded(sound.samples());
        int moments = sound.samples().length / hop + 1;
        int bins = window / 2 + 1;
        double[] hann = new double[window];
        double[] cos = new double[window];
        double[] sin = new double[window];
        for (int i = 0; i < window; i++) {
            double angle = 2 * Math.PI * i / window;
            cos[i] = Math.cos(angle);
            sin[i] = Math.sin(angle);
            hann[i] = 0.5 - 0.5 * cos[i];
        }
        double[][] bank = bank(bins, sound.rate());
        double[][] mel = new double[mels][moments];
        double[] power = new double[bins];
        double most = Double.NEGATIVE_INFINITY;
        for (int t = 0; t < moments; t++) {
            for (int f = 0; f < bins; f++) {
                double real = 0;
                double imaginary = 0;
                for (int i = 0, turn = 0; i < window; i++, turn = (turn + f) % window) {
                    double value = samples[t * hop + i] * hann[i];
                    real += value * cos[turn];
                    imaginary -= value * sin[turn];
                }
                power[f] = real * real + imaginary * imaginary;
            }
            for (int m = 0; m < mels; m++) {
                double sum = 0;
                for (int f = 0; f < bins; f++) {
                    sum += bank[m][f] * power[f];
                }
                mel[m][t] = 10 * Math.log10(Math.max(LEAST, sum));
                most = Math.max(most, mel[m][t]);
            }
        }
        for (double[] band : mel) {
            for (int t = 0; t < moments; t++) {
                band[t] = Math.max(band[t], most - decibels);
            }
        }
        return mel;
    }

    /** The spectrogram as a gray picture: low bands at the bottom, the loudest white, what is {@link #decibels} below black. */
    public Image picture(Sound sound) {
        double[][] mel = of(sound);
        int moments = mel[0].length;
        double most = Double.NEGATIVE_INFINITY;
        for (double[] band : mel) {
            for (double value : band) {
                most = Math.max(most, value);
            }
        }
        byte[] pixels = new byte[mels * moments];
        for (int m = 0; m < mels; m++) {
            for (int t = 0; t < moments; t++) {
                double share = 1 - (most - mel[m][t]) / decibels;
                pixels[(mels - 1 - m) * moments + t] = (byte) Math.round(255 * share);
            }
        }
        return Image.of(mels, moments, 1, pixels);
    }

    /** With half a window before and behind. */
    private double[] padded(float... samples) {
        int side = window / 2;
        if (reflecting && samples.length <= side) {
            throw new IllegalArgumentException("A sound that is reflected at its ends is longer than half a window of "
                    + window + ", received " + samples.length + " samples");
        }
        double[] padded = new double[samples.length + 2 * side];
        for (int i = 0; i < padded.length; i++) {
            int at = i - side;
            if (reflecting) {
                at = Math.abs(at);
                at = at < samples.length ? at : 2 * (samples.length - 1) - at;
            }
            padded[i] = at >= 0 && at < samples.length ? samples[at] : 0;
        }
        return padded;
    }

    /** Triangles over the bins, each from the middle of the band before to that of the next. */
    private double[][] bank(int bins, int rate) {
        double top = mel(rate / 2.0);
        double[] middles = new double[mels + 2];
        for (int m = 0; m < middles.length; m++) {
            middles[m] = hertz(top * m / (mels + 1));
        }
        double[][] bank = new double[mels][bins];
        for (int m = 0; m < mels; m++) {
            for (int f = 0; f < bins; f++) {
                double frequency = (double) f * rate / window;
                double up = (frequency - middles[m]) / (middles[m + 1] - middles[m]);
                double down = (middles[m + 2] - frequency) / (middles[m + 2] - middles[m + 1]);
                double area = slaney ? 2 / (middles[m + 2] - middles[m]) : 1;
                bank[m][f] = Math.max(0, Math.min(up, down)) * area;
            }
        }
        return bank;
    }

    private double mel(double hertz) {
        if (!slaney) {
            return 2595 * Math.log10(1 + hertz / 700);
        }
        return hertz < SLANEY_BREAK
                ? hertz / SLANEY_LINEAR
                : SLANEY_BREAK / SLANEY_LINEAR + Math.log(hertz / SLANEY_BREAK) / SLANEY_STEP;
    }

    private double hertz(double mel) {
        if (!slaney) {
            return 700 * (Math.pow(10, mel / 2595) - 1);
        }
        double breaking = SLANEY_BREAK / SLANEY_LINEAR;
        return mel < breaking ? mel * SLANEY_LINEAR : SLANEY_BREAK * Math.exp(SLANEY_STEP * (mel - breaking));
    }
}
