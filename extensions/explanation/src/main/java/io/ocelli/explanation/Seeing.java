package io.ocelli.explanation;

import io.ocelli.boxes.Bbox;
import io.ocelli.image.Image;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;

/** What a network sees of pictures in evaluation. Immutable. */
final class Seeing {
    private final Preprocessing preprocessing;
    private final Transform transform;

    Seeing(Preprocessing preprocessing) {
        this.preprocessing = preprocessing;
        this.transform = Transforms.evaluation(preprocessing);
    }

    /** What the network takes: float32 1 C H W, resized, cropped and normalised. */
    Tensor input(Image picture) {
        Image seen = transform.apply(picture.toChannels(preprocessing.channels()));
        int channels = seen.channels();
        int pixels = seen.height() * seen.width();
        byte[] samples = seen.samples();
        float[] values = new float[samples.length];
        for (int c = 0; c < channels; c++) {
            double mean = preprocessing.mean().get(c);
            double std = preprocessing.std().get(c);
            for (int p = 0; p < pixels; p++) {
                values[c * pixels + p] = (float) (((samples[p * channels + c] & 255) / 255.0 - mean) / std);
            }
        }
        return Tensor.of(Shape.of(1, channels, seen.height(), seen.width()), values);
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
