package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.collect.ImmutableList;
import io.ocelli.Classifier;
import io.ocelli.engine.Optimizer;
import io.ocelli.graph.Cost;
import io.ocelli.graph.Graph;
import io.ocelli.image.Randomness;
import io.ocelli.model.Models;
import io.ocelli.model.Network;
import io.ocelli.training.Training;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchTest {
    private static final String RESNET20 = "32-16:3x16k3e1:3x32k3e1:3x64k3e1";

    /** Small, so that a search of it takes no time. */
    private static final SearchSpace SPACE = new SearchSpace(
            2,
            ImmutableList.of(16),
            ImmutableList.of(4),
            ImmutableList.of(1, 2),
            ImmutableList.of(4, 6),
            ImmutableList.of(3),
            ImmutableList.of(1, 2),
            ImmutableList.of(false, true));

    @TempDir
    Path folder;

    private Search search(Path file) {
        return Search.of(SPACE, file)
                .evolution(3, 2)
                .recipe(Training.defaults()
                        .epochs(1)
                        .batchSize(8)
                        .optimizer(Optimizer.sgd(0.01))
                        .workers(1));
    }

    private static SearchTrial trial(int number, double accuracy, double latency) {
        return new SearchTrial(
                number, Candidate.parse(RESNET20), accuracy, new Footprint(latency, 1000, new Cost(10, 20)), 1, 2);
    }

    @Test
    void aCandidateIsWrittenAndRead() {
        Candidate mixed =
                new Candidate(96, 24, ImmutableList.of(new Blocks(1, 16, 5, 4, true), new Blocks(2, 32, 3, 1, false)));

        assertThat(mixed).hasToString("96-24:1x16k5e4s:2x32k3e1");
        assertThat(Candidate.parse(mixed.toString())).isEqualTo(mixed);
        assertThatThrownBy(() -> Candidate.parse("32:16"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A candidate is written as 32-16:3x16k3e1:3x32k3e4s, received '32:16'");
    }

    /** Option A's shortcuts have no weights: ours have 16 32 + 32 64 and two norms more. */
    @Test
    void resNet20IsAmongThem() {
        Cost own = Candidate.parse(RESNET20).cost(10);
        Cost published = Models.find("resnet20_cifar").cost();

        assertThat(own.parameters() - published.parameters()).isEqualTo(16 * 32 + 32 * 64 + 2 * (32 + 64));
        assertThat(own.products() - published.products()).isEqualTo(16 * 32 * 16 * 16 + 32 * 64 * 8 * 8);
    }

    @Test
    void smallPicturesAreSeenWhole() {
        assertThat(Candidate.parse(RESNET20).network(2, 0).preprocessing().resize())
                .isEqualTo(32);
    }

    @Test
    void aMutantDiffersInOneChoice() {
        Randomness random = Randomness.of(1);
        for (int i = 0; i < 50; i++) {
            Candidate parent = SearchSpace.cifar().draw(random);
            Candidate child = SearchSpace.cifar().mutate(parent, random);
            int changed = parent.stem() == child.stem() ? 0 : 1;
            for (int s = 0; s < 3; s++) {
                Blocks a = parent.stages().get(s);
                Blocks b = child.stages().get(s);
                changed += (a.depth() != b.depth() ? 1 : 0)
                        + (a.width() != b.width() ? 1 : 0)
                        + (a.kernel() != b.kernel() ? 1 : 0)
                        + (a.expansion() != b.expansion() ? 1 : 0)
                        + (a.squeeze() != b.squeeze() ? 1 : 0);
            }
            assertThat(changed).isOne();
        }
    }

    @Test
    void aSearchThatIsCutOffGoesOnAsOneThatIsNot() throws Exception {
        var train = PretrainingTest.pictures(16, 40);
        SearchResult whole = search(folder.resolve("whole.tsv")).trials(6).over(train, train);
        Path file = folder.resolve("cut.tsv");
        search(file).trials(4).over(train, train);
        Files.writeString(file, Files.readString(file) + "4\t16-4:1x");
        List<Integer> told = new ArrayList<>();
        SearchResult cut = search(file)
                .trials(6)
                .listener(trial -> told.add(trial.number()))
                .over(train, train);

        assertThat(told).containsExactly(4, 5);
        assertThat(cut.trials().stream().map(SearchTrial::candidate))
                .containsExactlyElementsOf(
                        whole.trials().stream().map(SearchTrial::candidate).toList())
                .doesNotHaveDuplicates();
        assertThat(cut.trials().stream().map(SearchTrial::accuracy))
                .containsExactlyElementsOf(
                        whole.trials().stream().map(SearchTrial::accuracy).toList());
    }

    @Test
    void severalAreTrainedAtATimeBehindAFilter() {
        var train = PretrainingTest.pictures(16, 40);
        SearchLimits limits = SearchLimits.none().products(400_000);
        SearchResult found = search(folder.resolve("trials.tsv"))
                .random()
                .limits(limits)
                .filter(Proxy.SYNFLOW, 2)
                .workers(2)
                .trials(4)
                .over(train, train);

        assertThat(found.trials())
                .hasSize(4)
                .allMatch(trial -> trial.footprint().cost().products() <= 400_000)
                .allMatch(trial -> Double.isFinite(trial.proxy()));
        assertThat(found.trials().stream().map(SearchTrial::number)).containsExactlyInAnyOrder(0, 1, 2, 3);
    }

    @Test
    void itEndsWhereItIsToldAndSaysWhereNothingFits() {
        var train = PretrainingTest.pictures(16, 40);
        Search search = search(folder.resolve("trials.tsv")).trials(2);

        assertThat(search.stopWhen(() -> true).over(train, train).trials()).isEmpty();
        assertThatThrownBy(() -> search.limits(SearchLimits.none().products(10)).over(train, train))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Of 2000 networks none was new and kept ");
    }

    /** A limit that nothing keeps takes long to find out, and the time may be over before. */
    @Test
    void itEndsWhileItDraws() {
        var train = PretrainingTest.pictures(16, 40);
        int[] asked = {0};
        SearchResult found = search(folder.resolve("trials.tsv"))
                .limits(SearchLimits.none().products(1))
                .stopWhen(() -> asked[0]++ > 3)
                .over(train, train);

        assertThat(found.trials()).isEmpty();
        assertThat(asked[0]).isLessThan(10);
    }

    @Test
    void whatIsFoundIsAGraphLikeAnyOther() {
        Candidate candidate = Candidate.parse("16-4:1x4k3e1s:2x6k5e2s");
        Network network = candidate.network(2, 7);
        assertThat(Graph.fromJson(network.architecture().graph().toJson()))
                .isEqualTo(network.architecture().graph());
        var pictures = PretrainingTest.pictures(16, 40);
        try (Classifier trained = Classifier.simpleCnn()
                .head("even", "odd")
                .then(any -> network)
                .fit(
                        pictures,
                        pictures,
                        Training.defaults().epochs(1).batchSize(8).workers(1))) {
            trained.save(folder.resolve("saved"));
            try (Classifier loaded = Classifier.load(folder.resolve("saved"))) {
                assertThat(loaded.logits(pictures.sample(0).source()))
                        .isEqualTo(trained.logits(pictures.sample(0).source()));
            }
        }
    }

    @Test
    void theFrontIsWhatNothingBeats() {
        SearchResult result = new SearchResult(
                List.of(trial(0, 0.5, 1), trial(1, 0.7, 3), trial(2, 0.6, 4), trial(3, 0.7, 2.5), trial(4, 0.9, 9)));

        assertThat(result.front().stream().map(SearchTrial::number)).containsExactly(0, 3, 4);
        assertThat(result.best().number()).isEqualTo(4);
        assertThat(result.table().lines()).hasSize(2 + 3);
        assertThat(result.chart())
                .startsWith("<svg ")
                .contains("90.00 %, 9.000 ms")
                .endsWith("</svg>\n");
        assertThat(IntStream.range(0, 5).mapToObj(i -> result.trials().get(i)))
                .allMatch(trial -> SearchTrial.read(trial.line()).equals(trial));
    }

    @Test
    void anotherFileIsNotWrittenTo() throws Exception {
        Path file = Files.writeString(folder.resolve("other.tsv"), "a\tb\n1\t2\n");
        var train = PretrainingTest.pictures(16, 40);

        assertThatThrownBy(() -> search(file).over(train, train))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("holds something else");
        assertThat(file).hasContent("a\tb\n1\t2\n");
    }
}
