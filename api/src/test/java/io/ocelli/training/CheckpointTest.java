package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.engine.Optimizer;
import io.ocelli.error.WeightsException;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.TrainingEvent.StepEnded;
import io.ocelli.weights.Safetensors;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CheckpointTest {
    private static final Training RECIPE = Training.defaults()
            .epochs(3)
            .batchSize(4)
            .accumulate(2)
            .optimizer(Optimizer.sgd(1))
            .schedule(Schedule.linear());

    @TempDir
    private Path folder;

    /** After so many batches. */
    private Checkpoint after(int batches, Fake fake, @Nullable String frozen) {
        int[] learnt = {0};
        List<Checkpoint> kept = new ArrayList<>();
        Training recipe = RECIPE.listener((event, session) -> {
            if (event instanceof StepEnded && ++learnt[0] == batches) {
                kept.add(session.checkpoint());
                session.stop("killed");
            }
        });
        fake.plan(Fake.learner(false, frozen), Fake.pictures(12), Fake.pictures(2), recipe)
                .run();
        kept.get(0).save(folder.resolve("checkpoint.safetensors"));
        return Checkpoint.load(folder.resolve("checkpoint.safetensors"));
    }

    private static Learnt whole(Fake fake, @Nullable String frozen, Training recipe) {
        fake.losses = batch -> batch * 0.1 + 0.7;
        return fake.plan(Fake.learner(false, frozen), Fake.pictures(12), Fake.pictures(2), recipe)
                .run();
    }

    /** In the middle of an accumulation, of an epoch, and behind one. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 8, 9})
    void aTrainingGoesOnWhereItStood(int batches) {
        for (String frozen : new String[] {null, "flatten"}) {
            Fake uninterrupted = new Fake();
            Learnt expected = whole(uninterrupted, frozen, RECIPE);
            Fake before = new Fake();
            before.losses = batch -> batch * 0.1 + 0.7;
            Checkpoint checkpoint = after(batches, before, frozen);
            Fake resumed = new Fake();
            resumed.losses = batch -> (batch + batches) * 0.1 + 0.7;
            Learnt actual = resumed.plan(
                            Fake.learner(false, frozen),
                            Fake.pictures(12),
                            Fake.pictures(2),
                            RECIPE.resumeFrom(checkpoint))
                    .run();

            List<String> calls = new ArrayList<>(before.calls);
            calls.addAll(resumed.calls);
            assertThat(calls).isEqualTo(uninterrupted.calls);
            assertThat(actual.position()).isEqualTo(expected.position());
            assertThat(figures(actual)).isEqualTo(figures(expected));
            assertThat(Fake.updates(actual.weights())).isEqualTo(Fake.updates(expected.weights()));
        }
    }

    private static List<List<Double>> figures(Learnt learnt) {
        return learnt.history().epochs().stream()
                .map(epoch -> List.of(epoch.trainingLoss(), epoch.validationLoss(), epoch.learningRate()))
                .toList();
    }

    @Test
    void belongsToARecipe() {
        Checkpoint checkpoint = after(1, new Fake(), null);

        assertThatThrownBy(
                        () -> new Fake().plan(Fake.pictures(12), RECIPE.seed(1).resumeFrom(checkpoint)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A training is resumed with the recipe that it had,\n  Training.defaults()"
                        + ".epochs(3).batchSize(4).accumulate(2)")
                .hasMessageContaining(",\nreceived\n  Training.defaults()")
                .hasMessageContaining(".seed(1)");
    }

    @Test
    void belongsToPictures() {
        Checkpoint checkpoint = after(1, new Fake(), null);

        assertThatThrownBy(() -> new Fake().plan(Fake.pictures(13), RECIPE.resumeFrom(checkpoint)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A training is resumed with the pictures that it had: the checkpoint's had 12, received 13");
    }

    @Test
    void belongsToANetwork() {
        Checkpoint checkpoint = after(1, new Fake(), null);

        assertThatThrownBy(() -> new Fake()
                        .plan(
                                Fake.learner(true, null),
                                Fake.pictures(12),
                                Fake.pictures(2),
                                RECIPE.resumeFrom(checkpoint)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A training is resumed with the network that it had: the checkpoint has no 'norm.weight',"
                        + " and the network has [4]");
    }

    /** A recipe with a lambda has one, too; that it belongs there is then the application's word. */
    @Test
    void aRecipeThatCannotBeWrittenIsNotCompared() {
        Training recipe = RECIPE.schedule(progress -> 1);
        List<Checkpoint> kept = new ArrayList<>();
        new Fake()
                .plan(Fake.pictures(12), recipe.listener((event, session) -> {
                    if (event instanceof StepEnded && kept.isEmpty()) {
                        kept.add(session.checkpoint());
                    }
                }))
                .run();
        kept.get(0).save(folder.resolve("a.safetensors"));

        Learnt learnt = new Fake()
                .plan(Fake.pictures(12), recipe.resumeFrom(Checkpoint.load(folder.resolve("a.safetensors"))))
                .run();
        assertThat(learnt.position()).isEqualTo(new Position(3, 0, 6));
    }

    @Test
    void weightsAloneAreNoCheckpoint() {
        Path file = folder.resolve("weights.safetensors");
        Safetensors.write(file, Weights.of(Map.of("a", Tensor.of(Shape.of(1), 1f))), Map.of());

        assertThatThrownBy(() -> Checkpoint.load(file))
                .isInstanceOf(WeightsException.class)
                .hasMessage("A checkpoint is a file that Checkpoint.save wrote, and " + file
                        + " says nothing of a training. If it holds weights, weights(path) reads them.");
    }

    @Test
    void aDamagedOneIsNamed() {
        Path file = folder.resolve("damaged.safetensors");
        Safetensors.write(file, Weights.empty(), Map.of("ocelli.checkpoint", "{\"format\":1}"));

        assertThatThrownBy(() -> Checkpoint.load(file))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("The checkpoint " + file + " is damaged: ");
    }
}
