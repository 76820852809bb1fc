package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.engine.Optimizer;
import io.ocelli.error.WeightsException;
import io.ocelli.training.TrainingEvent.StepEnded;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {
    private static final Training RECIPE = Training.defaults()
            .epochs(3)
            .batchSize(4)
            .optimizer(Optimizer.sgd(1))
            .schedule(Schedule.constant());

    @TempDir
    private Path root;

    private Training recipe(Checkpoints checkpoints) {
        return RECIPE.checkpoints(checkpoints);
    }

    private Checkpoints folder() {
        return Checkpoints.in(root.resolve("runs/a"));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder().folder())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private static Learnt train(Fake fake, Training recipe) {
        return fake.plan(Fake.pictures(12), recipe).run();
    }

    @Test
    void theLastTwoEpochsStay() throws IOException {
        train(new Fake(), recipe(folder()));

        assertThat(files())
                .containsExactly("checkpoint-000002-000000000.safetensors", "checkpoint-000003-000000000.safetensors");
    }

    @Test
    void asOftenAsIsSaid() throws IOException {
        train(new Fake(), recipe(folder().everyEpochs(2).keep(9).every(Duration.ofNanos(1))));
        List<String> often = files();
        assertThat(often).hasSize(9 /* steps; the epochs' ends and the end are among what is kept */);

        Checkpoints rare = Checkpoints.in(root.resolve("b")).everyEpochs(2).keep(9);
        train(new Fake(), recipe(rare));
        try (Stream<Path> files = Files.list(rare.folder())) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder(
                            "checkpoint-000002-000000000.safetensors", "checkpoint-000003-000000000.safetensors");
        }
    }

    /** It ends at a step, as if it were killed there; what it left says how to go on. */
    @Test
    void whatIsStartedAgainGoesOnWhereItWas() {
        Fake whole = new Fake();
        whole.losses = batch -> batch + 1;
        Learnt expected = train(whole, RECIPE);
        Fake killed = new Fake();
        killed.losses = whole.losses;
        Training often = recipe(folder().every(Duration.ofNanos(1)));
        assertThatThrownBy(() -> train(killed, often.listener((event, session) -> {
                    if (event instanceof StepEnded && session.position().equals(new Position(1, 2, 5))) {
                        throw new IllegalStateException("killed");
                    }
                })))
                .hasMessageContaining("killed");

        Fake resumed = new Fake();
        resumed.losses = batch -> batch + 5;
        Learnt actual = train(resumed, often);

        List<String> calls = new ArrayList<>(killed.calls.subList(0, 4));
        calls.addAll(resumed.calls);
        assertThat(calls).isEqualTo(whole.calls);
        assertThat(actual.position()).isEqualTo(expected.position());
        assertThat(actual.history().epochs()).hasSize(3);
    }

    @Test
    void whatHadEndedGivesItsResult() {
        Learnt first = train(new Fake(), recipe(folder()));
        Fake again = new Fake();
        Learnt second = train(again, recipe(folder()));

        assertThat(again.calls).isEmpty();
        assertThat(second.history().epochs()).isEqualTo(first.history().epochs());
        assertThat(Fake.updates(second.weights())).isEqualTo(Fake.updates(first.weights()));
    }

    @Test
    void whatAnotherRecipeLeftIsNotGoneOnWith() {
        train(new Fake(), recipe(folder()));

        assertThatThrownBy(() -> train(new Fake(), recipe(folder()).seed(8)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A training is resumed with the recipe that it had,");
    }

    @Test
    void theBestWeightsOutliveAStop() {
        Training best = RECIPE.bestWeights();
        // All validation accuracies are equal, so the first epoch is the best.
        assertThat(Fake.updates(train(new Fake(), best).weights())).isEqualTo(3);

        Training kept = best.checkpoints(folder());
        train(new Fake(), kept.listener((event, session) -> {
            if (session.position().epoch() == 2) {
                session.stop("enough for now");
            }
        }));
        assertThat(Fake.updates(train(new Fake(), kept).weights())).isEqualTo(3);
    }

    @Test
    void aFolderThatCannotBeWrittenIsSaidBeforeTheFirstStep() throws IOException {
        Path file = Files.writeString(root.resolve("file"), "no folder");

        assertThatThrownBy(() -> new Fake().plan(Fake.pictures(12), recipe(Checkpoints.in(file))))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(
                        "Checkpoints are written to a folder, and nothing can be written to " + file + ": ")
                .hasMessageEndingWith("Make it writable, or name another.");
    }

    @Test
    void whatAKilledWriterLeftIsRemoved() throws IOException {
        Files.createDirectories(folder().folder());
        Files.writeString(folder().folder().resolve(".checkpoint-000001-000000002.safetensors.1234.tmp"), "half of it");
        Files.writeString(folder().folder().resolve("notes.txt"), "mine");
        train(new Fake(), recipe(folder().keep(1)));

        assertThat(files()).containsExactly("checkpoint-000003-000000000.safetensors", "notes.txt");
    }

    @Test
    void earlyStoppingLooksBackOnly() {
        Fake fake = new Fake();
        fake.validationLosses = epoch -> Math.max(1, 5 - epoch);
        Training recipe = RECIPE.epochs(50).earlyStopping(3);
        Learnt learnt = train(fake, recipe);
        assertThat(learnt.history().epochs())
                .as("the fifth is the last that is better")
                .hasSize(8);

        Fake first = new Fake();
        first.validationLosses = fake.validationLosses;
        train(first, recipe.checkpoints(folder()).listener((event, session) -> {
            if (session.position().epoch() == 6) {
                session.stop("for now");
            }
        }));
        Fake second = new Fake();
        second.validationLosses = epoch -> 1;
        assertThat(train(second, recipe.checkpoints(folder())).history().epochs())
                .hasSize(8);
    }
}
