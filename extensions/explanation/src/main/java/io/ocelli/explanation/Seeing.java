package io.ocelli.explanation;

import io.ocelli.boxes.Bbox;
import io.ocelli.data.ImageSource;
import io.ocelli.image.Image;
import io.ocelli.image.Intensities;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a network sees of pictures in evaluation. Immutable. */
final class Seeing {
    private final Preprocessing preprocessing;
    private final Transform transform;

    Seeing(Preprocessing preprocessing) {
        this.preprocessing = preprocessing;
        this.transform = Transforms.evaluation(preprocessing);
    }

    /** As {@link #input(Image)}, of a picture that is read with 16 bits where the network takes them. */
    Tensor input(ImageSource source) {
        return input(source.readFor(preprocessing));
    }

    /** What the network takes: float32 1 C H W, resized, cropped and normalised. */
    Tensor input(Image picture) {
        Image seen = transform.apply(picture.toChannels(preprocessing.channels()));
        int channels = seen.channels();
        int pixels = seen.height() * seen.width();
        double[] shown = intensities(seen);
        float[] values = new float[shown.length];
        for (int c = 0; c < channels; c++) {
            double mean = preprocessing.mean().get(c);
            double std = preprocessing.std().get(c);
            for (int p = 0; p < pixels; p++) {
                values[c * pixels + p] = (float) ((shown[p * channels + c] - mean) / std);
            }
        }
        return Tensor.of(Shape.of(1, channels, seen.height(), seen.width()), values);
    }

    /** The numbers that mean and deviation are of: of 8 bits 0 to 1. */
    private double[] intensities(Image seen) {
        @Nullable Intensities intensities = preprocessing.intensities();
        if (intensities != null) {
            float[] values = intensities.of(seen);
            double[] exact = new double[values.length];
            Arrays.setAll(exact, i -> values[i]);
            return exact;
        }
        byte[] samples = seen.samples();
        double[] shares = new double[samples.length];
        Arrays.setAll(shares, i -> (samples[i] & 255) / 255.0);
        return shares;
    }

    /** The part of a picture that the network sees, in the picture's pixels. */
    Bbox shown(Image picture) {
        double scale = preprocessing.resize() == 0
                ? 1
                : (double) Math.min(picture.height(), picture.width()) / preprocessing.resize();
        double height = preprocessing.cropHeight() * scale;
        double width = preprocessing.cropWidth() * scale;
        return new Bbox((picture.width() - width) / 2, (picture.height() - height) / 2, width, height);
    }
}
