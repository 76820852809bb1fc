package io.ocelli.samples;

import io.ocelli.Classifier;
import io.ocelli.data.ImageFolder;
import io.ocelli.data.OnBroken;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Precision;
import io.ocelli.training.Loss;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import java.nio.file.Path;

/**
 * A head of one's own on a network of which all is fine-tuned, with every knob turned:
 * {@code WholeNetwork TRAIN VALIDATION OUT}.
 */
public final class WholeNetwork {
    private static final String USAGE = "WholeNetwork TRAIN VALIDATION OUT";

    private WholeNetwork() {}

    public static void main(String[] arguments) {
        ImageFolder train = ImageFolder.of(Path.of(Usage.argument(arguments, 0, USAGE)));
        ImageFolder validation = ImageFolder.of(Path.of(Usage.argument(arguments, 1, USAGE)));
        Path out = Path.of(Usage.argument(arguments, 2, USAGE));

        Training recipe = Training.defaults()
                .epochs(10)
                .batchSize(16)
                .accumulate(2)
                .optimizer(Optimizer.adamW(2e-4).weightDecay(0.05))
                .schedule(Schedule.cosine().warmup(0.05))
                .loss(Loss.crossEntropy().labelSmoothing(0.1))
                .clip(1)
                .precision(Precision.MIXED)
                .seed(7)
                .workers(2)
                .onBroken(OnBroken.SKIP)
                .listener((event, session) -> {
                    if (event instanceof TrainingEvent.EpochEnded ended) {
                        System.out.println(ended.epoch());
                    }
                });

        try (Classifier classifier = Classifier.efficientnetLite0()
                .pretrained()
                .inputSize(192, 192)
                .head(train.classes())
                .fit(train, validation, recipe)) {
            classifier.skipped().forEach(picture -> System.out.println("Left out: " + picture));
            System.out.println(classifier.evaluate(validation));
            classifier.save(out);
        }
    }
}
