package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.engine.Optimizer;
import io.ocelli.error.EngineException;
import io.ocelli.image.Image;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What is refused before a picture is read. */
class PlanTest {
    private static final Training RECIPE =
            Training.defaults().epochs(1).batchSize(4).optimizer(Optimizer.sgd(1));

    private final Fake fake = new Fake();

    private static DataSet with(DataSet pictures, Sample... more) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            samples.add(pictures.sample(i));
        }
        samples.addAll(List.of(more));
        return DataSet.of(pictures.classes(), samples);
    }

    @Test
    void picturesToValidateWithHaveAClass() {
        DataSet validation = with(Fake.pictures(2), Fake.unlabelled("b.png"), Fake.unlabelled("c.png"));

        assertThatThrownBy(() -> fake.plan(Fake.learner(false, null), Fake.pictures(4), validation, RECIPE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pictures to validate with have a class, and 2 of 4 have none: b.png, c.png."
                        + " Label them, or leave them out.");
    }

    @Test
    void patientsToValidateWithAreNotLearntFrom() {
        DataSet training = Fake.pictures(4).with(Sample.GROUP, i -> Datum.text("patient " + i / 2));
        DataSet validation = Fake.pictures(2).with(Sample.GROUP, i -> Datum.text("patient " + (1 + i)));

        assertThatThrownBy(() -> fake.plan(Fake.learner(false, null), training, validation, RECIPE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("What is validated with is of other groups, such as patients, than what is learnt from, and"
                        + " 1 of its 2 are in both: patient 1. Divide the whole by split or kFold, which keep groups"
                        + " together.");
    }

    @Test
    void picturesToLearnFromHaveAClass() {
        DataSet training = with(Fake.pictures(2), Fake.unlabelled("a.png"));

        assertThatThrownBy(() -> fake.plan(training, RECIPE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pictures to learn from have a class, and 1 of 3 have none: a.png."
                        + " Label them, or leave them out.");
    }

    @Test
    void picturesOfOneClassTeachNothing() {
        assertThatThrownBy(() -> fake.plan(Fake.pictures(4).subset(0, 2), RECIPE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pictures to learn from are of 2 classes or more, and all 2 are of 'even':"
                        + " what tells it from others cannot be learnt");
    }

    @Test
    void aHeadOfOneClassTeachesNothing() {
        Learner two = Fake.learner(false, null);
        Architecture one = two.architecture().classes(1);
        Learner learner = new Learner(one, Initializer.weights(one.graph(), 1), two.preprocessing(), null);
        DataSet pictures = Fake.pictures(1);

        assertThatThrownBy(() -> fake.plan(learner, pictures, pictures, Training.defaults()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A head tells 2 classes or more apart, received 1: with one it is always right. Add pictures of"
                                + " what is not of the class, as a second class.");
    }

    @Test
    void thereArePicturesOnBothSides() {
        assertThatThrownBy(() -> fake.plan(Fake.pictures(4).subset(), RECIPE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Training takes pictures to learn from and pictures to validate with, received 0 and 2");
    }

    @Test
    void accumulateIsAtMostTheBatchesOfAnEpoch() {
        assertThatThrownBy(() -> fake.plan(Fake.pictures(8), RECIPE.accumulate(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("accumulate is at most the batches of an epoch, received 3 of 2");
    }

    @Test
    void aNormThatWouldSeeOneValueIsNamed() {
        String message =
                "A batch norm that learns sees two values or more of each channel, and 'norm' would see one in a"
                        + " batch of 1 picture. Give batchSize and the pictures at least 2 (accumulate does not help), or freeze"
                        + " the backbone.";
        assertThatThrownBy(() ->
                        fake.plan(Fake.learner(true, null), Fake.pictures(8), Fake.pictures(2), RECIPE.batchSize(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(message);
    }

    @Test
    void aNormThatIsFrozenSeesWhatItLikes() {
        Learner frozen = Fake.learner(true, "flatten");
        Transform augmentation = image -> image;

        assertThat(fake.plan(
                                frozen,
                                Fake.pictures(2),
                                Fake.pictures(2),
                                RECIPE.batchSize(1).augmentation(augmentation))
                        .run()
                        .position()
                        .updates())
                .isEqualTo(2);
    }

    @Test
    void anAugmentationEndsInTheSizeOfTheNetwork() {
        assertThatThrownBy(() -> fake.plan(Fake.pictures(8), RECIPE.augmentation(new ToEight())))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An augmentation ends in the network's input size, 4 x 4, and ToEight[] ends in 8 x 8."
                        + " End it in that size, or say inputSize(8, 8).");
    }

    private record ToEight() implements Transform {
        @Override
        public Image apply(Image image) {
            return Image.black(8, 8, 3);
        }

        @Override
        public Size size(Size input) {
            return new Size(8, 8);
        }
    }

    @Test
    void anEngineThatDoesNotRunOnTheDeviceIsFoundFirst() {
        fake.noDevice = "no CUDA here";

        assertThatThrownBy(() -> fake.plan(Fake.pictures(8), RECIPE))
                .isInstanceOf(EngineException.class)
                .hasMessage("The engine that trains, fake, does not run on cpu here: no CUDA here");
    }

    @Test
    void warnsOfClassesWithoutPictures() {
        DataSet even = DataSet.of(
                List.of("even", "odd"),
                List.of(Fake.pictures(4).sample(0), Fake.pictures(4).sample(2)));
        DataSet odd = DataSet.of(
                List.of("even", "odd"),
                List.of(Fake.pictures(4).sample(1), Fake.pictures(4).sample(3)));
        Objective both = Objective.labels(Loss.crossEntropy())
                .plus(Objective.of(
                        "replay",
                        step -> Loss.crossEntropy().of(step.network("memory").logits(), step.targets("memory"))));
        Training replay = RECIPE.objective(both);

        assertThat(fake.plan(even, replay.stream("memory", even)).warnings())
                .containsExactly("There are no pictures to learn from of 1 of 2 classes: odd");
        assertThat(fake.plan(even, replay.stream("memory", odd)).warnings())
                .as("a memory has them")
                .isEmpty();
    }

    @Test
    void warnsOfPicturesThatAreOnBothSides() {
        DataSet files = files("a.png", "b.png", "c.png");

        assertThat(fake.plan(Fake.learner(false, null), files, files("b.png", "d.png", "./a.png"), RECIPE)
                        .warnings())
                .containsExactly(
                        "2 of 3 pictures to validate with are among those to learn from: the figures say how well"
                                + " they were remembered. split(0.8, seed) divides a data set.");
        assertThat(fake.plan(Fake.learner(false, null), files, files("d.png", "e.png"), RECIPE)
                        .warnings())
                .isEmpty();
    }

    private static DataSet files(String... names) {
        List<Sample> samples = new ArrayList<>();
        for (String name : names) {
            samples.add(new Sample(
                    name,
                    new ImageSource() {
                        @Override
                        public Image read() {
                            throw new AssertionError("nothing is read before the first step");
                        }

                        @Override
                        public @Nullable Path file() {
                            return Path.of("folder", name);
                        }
                    },
                    samples.size() % 2));
        }
        return DataSet.of(List.of("even", "odd"), samples);
    }
}
