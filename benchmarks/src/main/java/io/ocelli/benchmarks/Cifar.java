package io.ocelli.benchmarks;

import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.image.Image;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Randomness;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import io.ocelli.transforms.RandomCrop;
import io.ocelli.transforms.RandomHorizontalFlip;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What the tables of CIFAR-10 share: arguments, a recipe, and shifted copies. */
final class Cifar {
    private static final int SIDE = 32;

    private final String[] args;
    private int side = SIDE;

    Cifar(String... args) {
        this.args = args;
    }

    /** Makes its pictures smaller: the side that stands at a place among the arguments, by which 32 can be divided. */
    void shrink(int place) {
        side = count(place, SIDE);
    }

    /** Of its pictures. */
    int side() {
        return side;
    }

    /** The share of the training pictures that stands at a place among the arguments. */
    DataSet train(int place, double otherwise) {
        DataSet all = ImageFolder.of(Path.of(args[0]));
        double share = number(place, otherwise);
        return decoded(share < 1 ? all.split(share, 0).training() : all);
    }

    DataSet test() {
        return decoded(ImageFolder.of(Path.of(args[1])));
    }

    /** Pictures that are seen in every epoch, and are small: all in memory. */
    private DataSet decoded(DataSet pictures) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            Sample sample = pictures.sample(i);
            Image image = shrunk(sample.source().read());
            samples.add(new Sample(sample.name(), ImageSource.of(image), sample.label()));
        }
        return DataSet.of(pictures.classes(), samples);
    }

    /** Each pixel the mean of those at its place. */
    private Image shrunk(Image image) {
        int of = image.width() / side;
        if (of == 1) {
            return image;
        }
        int channels = image.channels();
        byte[] small = new byte[side * side * channels];
        for (int i = 0; i < small.length; i++) {
            int left = i / channels % side * of;
            int top = i / channels / side * of;
            int sum = 0;
            for (int p = 0; p < of * of; p++) {
                int pixel = (top + p / of) * image.width() + left + p % of;
                sum += image.samples()[pixel * channels + i % channels] & 0xff;
            }
            small[i] = (byte) (sum / (of * of));
        }
        return Image.of(side, side, channels, small);
    }

    /** So many of them at most, evenly from all. */
    static DataSet some(DataSet pictures, int most) {
        int[] places = new int[Math.min(most, pictures.size())];
        for (int i = 0; i < places.length; i++) {
            places[i] = (int) ((long) i * pictures.size() / places.length);
        }
        return pictures.subset(places);
    }

    /** What is looked at after each epoch; a table counts with all, once. */
    static DataSet glance(DataSet test) {
        return some(test, 500);
    }

    String text(int place, String otherwise) {
        return args.length > place ? args[place] : otherwise;
    }

    Path results() {
        return Path.of(args[2]);
    }

    double number(int place, double otherwise) {
        return args.length > place ? Double.parseDouble(args[place]) : otherwise;
    }

    int count(int place, int otherwise) {
        return (int) number(place, otherwise);
    }

    /** He et al.'s, shortened: crops of padded pictures, flips, momentum, a warm-up and half a cosine; in mixed arithmetic. */
    static Training recipe(int epochs, double rate) {
        return recipe(epochs, rate, SIDE);
    }

    static Training recipe(int epochs, double rate, int side) {
        return Training.defaults()
                .epochs(epochs)
                .batchSize(128)
                .optimizer(Optimizer.sgd(rate).momentum(0.9).weightDecay(5e-4).withNesterov())
                .schedule(Schedule.cosine().warmup(0.1))
                .precision(Precision.MIXED)
                .augmentation(Pipeline.of(new RandomCrop(side, side, side / 8), new RandomHorizontalFlip(0.5)));
    }

    /** Shifts of Hendrycks and Dietterich 2019 at severity 5. */
    enum Shift {
        /** .15 of the contrast about each channel's mean. */
        CONTRAST {
            @Override
            double[] of(Image image, Randomness random) {
                double[] values = fractions(image);
                int channels = image.channels();
                double[] means = new double[channels];
                for (int i = 0; i < values.length; i++) {
                    means[i % channels] += values[i] * channels / values.length;
                }
                for (int i = 0; i < values.length; i++) {
                    values[i] = (values[i] - means[i % channels]) * 0.15 + means[i % channels];
                }
                return values;
            }
        },
        /** Gaussian, of a deviation of .10. */
        NOISE {
            @Override
            double[] of(Image image, Randomness random) {
                double[] values = fractions(image);
                for (int i = 0; i < values.length; i++) {
                    values[i] += 0.1 * random.nextGaussian();
                }
                return values;
            }
        };

        abstract double[] of(Image image, Randomness random);

        private static double[] fractions(Image image) {
            double[] values = new double[image.samples().length];
            for (int i = 0; i < values.length; i++) {
                values[i] = (image.samples()[i] & 0xff) / 255.0;
            }
            return values;
        }

        /** A copy in memory, the same for a seed. */
        DataSet of(DataSet pictures, long seed) {
            Randomness randomness = Randomness.of(seed);
            List<Sample> samples = new ArrayList<>();
            for (int i = 0; i < pictures.size(); i++) {
                Sample sample = pictures.sample(i);
                Image image = sample.source().read();
                double[] values = of(image, randomness.split(sample.name()));
                byte[] bytes = new byte[values.length];
                for (int p = 0; p < bytes.length; p++) {
                    bytes[p] = (byte) (255 * Math.min(1, Math.max(0, values[p])));
                }
                Image shifted = Image.of(image.height(), image.width(), image.channels(), bytes);
                samples.add(new Sample(sample.name() + " shifted", ImageSource.of(shifted), sample.label()));
            }
            return DataSet.of(pictures.classes(), samples);
        }
    }
}
