package io.ocelli.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.decisions.LabelledScores;
import io.ocelli.engine.Optimizer;
import io.ocelli.image.Image;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompressionSearchTest {
    private static final DataSet TRAINING = pictures(40, 1);
    private static final DataSet VALIDATION = pictures(20, 2);
    private static final Training RECIPE = Training.defaults()
            .epochs(2)
            .batchSize(8)
            .optimizer(Optimizer.adamW(1e-3))
            .seed(3);

    @TempDir
    static Path folder;

    private static Classifier original;
    private static double products;
    private static CompressionResult found;

    @BeforeAll
    static void search() {
        original = Classifier.lenet5().head("dark", "light").fit(TRAINING, VALIDATION, RECIPE.epochs(4));
        found = search(RECIPE, CompressionWish.none().drop(1), "whole");
        products = found.candidates().get(0).cost().products();
    }

    @AfterAll
    static void close() {
        original.close();
    }

    private static CompressionSearch within(CompressionWish wish) {
        return Compress.within(wish).ratios(0.5).pairs(1);
    }

    private static CompressionResult search(Training recipe, CompressionWish wish, String place) {
        return within(wish).recipe(recipe).search(original, TRAINING, VALIDATION, folder.resolve(place));
    }

    /** Counts the trainings that begin. */
    private static Training counted(AtomicInteger began) {
        return RECIPE.listener((event, session) -> {
            if (event instanceof TrainingEvent.Began) {
                began.incrementAndGet();
            }
        });
    }

    private static CompressionCandidate named(CompressionResult result, String name) {
        return result.candidates().stream()
                .filter(each -> each.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void everyFormIsMeasured() {
        assertThat(found.isComplete()).isTrue();
        assertThat(found.candidates())
                .extracting(CompressionCandidate::name)
                .containsExactly(
                        "original", "int8", "int8-weights", "pruned-0.5", "pruned-0.5-int8", "pruned-0.5-int8-weights");
        CompressionCandidate first = found.candidates().get(0);
        assertThat(first.accuracy()).isEqualTo(original.evaluate(VALIDATION).accuracy());
        assertThat(first.agreement()).isOne();
        assertThat(first.cost().parameters())
                .isEqualTo(named(found, "int8").cost().parameters());
        assertThat(named(found, "int8-weights").bytes()).isLessThan(first.bytes() / 2);
        CompressionCandidate pruned = named(found, "pruned-0.5");
        assertThat(pruned.cost().products()).isLessThan(first.cost().products());
        assertThat(pruned.bytes()).isLessThan(first.bytes());
        assertThat(found.candidates()).allSatisfy(each -> {
            assertThat(each.single().milliseconds()).isPositive();
            assertThat(each.sixteen().ratio()).isPositive();
            assertThat(each.accuracy()).isBetween(0.0, 1.0);
            assertThat(found.missed(each)).isEmpty();
        });
        assertThat(found.table()).hasLineCount(8).contains("| pruned-0.5-int8 | ", "| kept |");
    }

    @Test
    void whatIsOpenedIsWhatWasMeasured() {
        CompressionCandidate candidate = named(found, "pruned-0.5-int8");
        try (Classifier opened = found.open(candidate)) {
            LabelledScores scores = opened.scores(VALIDATION);

            assertThat(opened.labels()).isEqualTo(original.labels());
            assertThat(scores.evaluation(opened.labels()).accuracy()).isEqualTo(candidate.accuracy());
            assertThat(opened.weights().get("conv2.weight").shape().at(0)).isEqualTo(8);
        }
    }

    @Test
    void whereNothingButADropIsWishedTheFastestIsBest() {
        assertThat(found.best().single().milliseconds())
                .isEqualTo(found.candidates().stream()
                        .mapToDouble(each -> each.single().milliseconds())
                        .min()
                        .orElseThrow());
    }

    @Test
    void whereCostsAreLimitedTheMostAccurateOfThoseThatKeepThemIsBestAndNothingIsTrainedTwice() {
        AtomicInteger began = new AtomicInteger();
        CompressionResult again = search(counted(began), CompressionWish.none().products(0.9 * products), "whole");

        assertThat(began).hasValue(0);
        assertThat(again.kept())
                .allSatisfy(each -> assertThat(each.ratio()).isEqualTo(0.5))
                .hasSize(3);
        assertThat(again.best().accuracy())
                .isEqualTo(again.kept().stream()
                        .mapToDouble(CompressionCandidate::accuracy)
                        .max()
                        .orElseThrow());
        assertThat(again.missed(named(again, "int8")))
                .singleElement()
                .asString()
                .matches("[0-9.]+ million MACs where [0-9.]+ are wished");
        assertThat(named(again, "pruned-0.5").accuracy())
                .isEqualTo(named(found, "pruned-0.5").accuracy());
    }

    @Test
    void whatWasStoppedInTheMiddleOfATrainingGoesOn() {
        AtomicInteger steps = new AtomicInteger();
        Training stopped = RECIPE.listener((event, session) -> {
            if (event instanceof TrainingEvent.StepEnded) {
                steps.incrementAndGet();
            }
        });
        CompressionResult part = within(CompressionWish.none().drop(1))
                .recipe(stopped)
                .stopWhen(() -> steps.get() >= 3)
                .search(original, TRAINING, VALIDATION, folder.resolve("stopped"));
        assertThat(part.isComplete()).isFalse();
        assertThat(part.candidates()).hasSize(3);

        CompressionResult whole = search(stopped, CompressionWish.none().drop(1), "stopped");
        assertThat(whole.isComplete()).isTrue();
        assertThat(steps).as("two epochs of five steps, none of them twice").hasValue(10);
        try (Classifier one = whole.open(named(whole, "pruned-0.5"));
                Classifier other = found.open(named(found, "pruned-0.5"))) {
            assertThat(one.weights().digest()).isEqualTo(other.weights().digest());
        }
        whole.discard();
        assertThat(folder.resolve("stopped")).doesNotExist();
    }

    @Test
    void whatCostsTooMuchIsNotTrainedAndTheNearestIsNamed() {
        AtomicInteger began = new AtomicInteger();
        CompressionResult none = search(counted(began), CompressionWish.none().products(1000), "none");

        assertThat(began).hasValue(0);
        assertThat(none.kept()).isEmpty();
        assertThat(none.nearest().name()).isEqualTo("pruned-0.5");
        assertThat(none.nearest().isTrained()).isFalse();
        assertThat(none.table()).contains("not trained, as it costs too much");
        assertThatThrownBy(none::best)
                .isInstanceOf(IllegalStateException.class)
                .hasMessageMatching("Of 6 networks none keeps the wish of at most 0.001 million MACs; the nearest is"
                        + " pruned-0.5: [0-9.]+ million MACs where 0.001 are wished, not trained, as it costs too much."
                        + " Wish for less, let more channels go, or train longer.");
        assertThatThrownBy(() -> none.open(none.nearest()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("What is opened was trained, and pruned-0.5 was not, as it costs more than at most 0.001"
                        + " million MACs");
    }

    @Test
    void aFolderOfAnotherSearchIsRefused() {
        Path place = folder.resolve("whole");
        assertThatThrownBy(() -> search(RECIPE.epochs(7), CompressionWish.none().drop(1), "whole"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("A search goes on with its own networks, and " + place
                        + " has those of another: there 'recipe ")
                .hasMessageEndingWith("Name another folder, or remove this one.");
    }

    @Test
    void aRatioAtWhichNoMoreGoesIsLeftOut() {
        CompressionResult whole = within(CompressionWish.none().drop(1))
                .pruning(Pruning.of(0).roundTo(1000))
                .search(original, TRAINING, VALIDATION, folder.resolve("coarse"));

        assertThat(whole.candidates()).hasSize(3);
        assertThat(whole.notes())
                .containsExactly("pruned-0.5 is left out: as many channels stay as in the network before it");
    }

    @Test
    void aWishIsOfNumbersThatCanBeKept() {
        assertThatThrownBy(() -> CompressionWish.none().latency(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A wish is of numbers above 0, and of a drop of 0 or more, received 0.0 ms, Infinity bytes,"
                        + " Infinity products and a drop of Infinity");
        assertThat(CompressionWish.none().latency(2).bytes(1.5e6).products(2e9).drop(0.01))
                .hasToString("at most 2 ms, 1.5 MB, 2000 million MACs, 1 points less accuracy");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 1, Double.NaN})
    void aRatioIsOfWhatIsNotTheWholeNetwork(double ratio) {
        assertThatThrownBy(() -> within(CompressionWish.none()).ratios(ratio))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A ratio of a search is above 0 and below 1, as the whole network is always measured,"
                        + " received " + ratio);
    }

    private static DataSet pictures(int count, long seed) {
        Random random = new Random(seed);
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Image image = Image.black(32, 32, 3);
            for (int p = 0; p < image.samples().length; p++) {
                image.samples()[p] = (byte) (random.nextInt(160) + 95 * (i % 2));
            }
            samples.add(new Sample("noise " + i, ImageSource.of(image), i % 2));
        }
        return DataSet.of(List.of("dark", "light"), samples);
    }
}
