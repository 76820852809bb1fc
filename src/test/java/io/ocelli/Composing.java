package io.ocelli;

import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.engine.Optimizer;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.model.Models;
import io.ocelli.training.Learner;
import io.ocelli.training.Learnt;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Plan;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent.StepEnded;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Small trainings of networks and objectives of any make, below the door that applications take. */
abstract class Composing {
    static final int SIDE = 32;
    static final Preprocessing PREPROCESSING = new Preprocessing(
            SIDE, SIDE, SIDE, Interpolation.BILINEAR, List.of(0.5f, 0.5f, 0.5f), List.of(0.25f, 0.25f, 0.25f));
    static final Transform AS_IT_IS = Transforms.evaluation(PREPROCESSING);
    static final DataSet TRAIN = RenderedPictures.of(2, 8, 1);
    static final DataSet VALIDATION = RenderedPictures.of(2, 3, 2);
    static final Objective LABELS = Objective.labels(Loss.crossEntropy());
    static final Training RECIPE = Training.defaults()
            .epochs(1)
            .batchSize(16)
            .optimizer(Optimizer.sgd(0.1))
            .schedule(Schedule.constant())
            .augmentation(AS_IT_IS);

    static Architecture cifar() {
        return Models.find("resnet20_cifar").build().classes(2);
    }

    static Plan plan(
            Architecture architecture, @Nullable String frozen, DataSet train, DataSet validation, Training recipe) {
        Learner learner =
                new Learner(architecture, Initializer.weights(architecture.graph(), 3), PREPROCESSING, frozen);
        return Plan.of(learner, train, validation, recipe, null, Device.CPU);
    }

    static Learnt fit(Architecture architecture, DataSet train, DataSet validation, Training recipe) {
        return plan(architecture, null, train, validation, recipe).run();
    }

    static Training telling(Training recipe, Consumer<StepEnded> of) {
        return recipe.listener((event, session) -> {
            if (event instanceof StepEnded) {
                of.accept((StepEnded) event);
            }
        });
    }
}
