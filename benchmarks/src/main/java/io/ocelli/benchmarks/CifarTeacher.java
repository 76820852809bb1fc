package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.Successor;
import io.ocelli.data.DataSet;
import io.ocelli.engine.Optimizer;
import io.ocelli.image.Pipeline;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import io.ocelli.transforms.RandomCrop;
import io.ocelli.transforms.RandomHorizontalFlip;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * CIFAR ResNets of published weights, fine-tuned on the pictures at hand: they learnt from pictures before JPEG, and know these
 * less. What was made is saved, and not made again.
 */
final class CifarTeacher {
    private CifarTeacher() {}

    /**
     * @param model {@code resnet56_cifar}
     * @param weights its published file
     * @param folder where it is saved
     */
    static Classifier of(String model, Path weights, Path folder, DataSet train, DataSet test, int epochs) {
        if (!Files.isDirectory(folder)) {
            try (Classifier published = Classifier.model(model)
                            .weights(weights)
                            .labels(train.classes())
                            .open();
                    Classifier tuned = Successor.of(published)
                            .fit(train, test, recipe(epochs).optimizer(sgd(0.01)))) {
                System.out.printf(
                        Locale.ROOT,
                        "%s: %.2f %% as published, %.2f %% fine-tuned for %d epochs%n",
                        model,
                        100 * published.evaluate(test).accuracy(),
                        100 * tuned.evaluate(test).accuracy(),
                        epochs);
                tuned.save(folder);
            }
        }
        return Classifier.load(folder);
    }

    /** From scratch: SGD on batches of 128, crops and flips, half a cosine after a tenth of warm-up. */
    static Training recipe(int epochs) {
        return Training.defaults()
                .epochs(epochs)
                .batchSize(128)
                .optimizer(sgd(0.1))
                .schedule(Schedule.cosine().warmup(0.1))
                .augmentation(Pipeline.of(new RandomCrop(32, 32, 4), new RandomHorizontalFlip(0.5)));
    }

    private static Optimizer sgd(double rate) {
        return Optimizer.sgd(rate).momentum(0.9).weightDecay(5e-4).withNesterov();
    }
}
