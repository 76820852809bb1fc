package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.training.Recipes;
import io.ocelli.training.TrainingEvent.StepEnded;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * What share of a training step the engine waits for pictures: a whole network that learns from files of JPEG, decoded,
 * cropped at random and resized for each step. Arguments: a folder of training pictures, a model (resnet18), epochs (4); the
 * first epoch warms up and does not count.
 */
final class LoadingTime {
    private LoadingTime() {}

    public static void main(String[] args) {
        DataSet train = ImageFolder.of(Path.of(args[0]));
        String model = args.length > 1 ? args[1] : "resnet18";
        int epochs = args.length > 2 ? Integer.parseInt(args[2]) : 4;
        List<Double> seconds = new ArrayList<>();
        List<Double> waited = new ArrayList<>();
        long[] last = {0};
        try (Classifier learnt = Classifier.model(model)
                .head(train.classes())
                .fit(
                        train,
                        train.split(0.95, 0).validation(),
                        Recipes.forPictures(train.size(), false)
                                .epochs(epochs)
                                .batchSize(16)
                                .listener((event, session) -> {
                                    long now = System.nanoTime();
                                    if (event instanceof StepEnded step && step.epoch() > 1 && step.step() > 1) {
                                        seconds.add((now - last[0]) / 1e9);
                                        waited.add(step.waited());
                                    }
                                    last[0] = now;
                                }))) {
            double all = seconds.stream().mapToDouble(each -> each).sum();
            double waiting = waited.stream().mapToDouble(each -> each).sum();
            System.out.printf(
                    Locale.ROOT,
                    "%s, batches of 16: %d steps of %.0f ms (mean), of which %.2f ms (%.2f %%) waiting for pictures; the"
                            + " longest wait %.1f ms%n",
                    learnt.labels().size() + " classes, " + model,
                    seconds.size(),
                    1e3 * all / seconds.size(),
                    1e3 * waiting / seconds.size(),
                    100 * waiting / all,
                    1e3 * waited.stream().mapToDouble(each -> each).max().orElse(0));
        }
    }
}
