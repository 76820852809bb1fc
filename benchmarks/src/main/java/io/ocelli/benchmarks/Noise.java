package io.ocelli.benchmarks;

import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.image.Image;
import io.ocelli.model.InputSize;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Pictures of nothing, the same each time: what they show does not change how long a network takes. */
final class Noise {
    private Noise() {}

    /** Bytes, N H W C. */
    static Tensor pixels(InputSize input, int batch) {
        Shape shape = Shape.of(batch, input.height(), input.width(), input.channels());
        byte[] random = new byte[Math.toIntExact(shape.count())];
        new Random(batch).nextBytes(random);
        return Tensor.of(
                DType.UINT8,
                shape,
                Tensor.allocate(DType.UINT8, shape).put(random).flip());
    }

    /** Float32, of mean 0 and variance 1. */
    static Tensor values(Shape shape) {
        Random random = new Random(1);
        float[] values = new float[Math.toIntExact(shape.count())];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(shape, values);
    }

    /** Of one class. */
    static DataSet pictures(InputSize input, int count) {
        Random random = new Random(2);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Image image = Image.black(input.height(), input.width(), input.channels());
            random.nextBytes(image.samples());
            samples.add(new Sample("noise " + i, ImageSource.of(image), 0));
        }
        return DataSet.of(List.of("noise"), samples);
    }
}
