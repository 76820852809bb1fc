package io.ocelli.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.data.ImageSource;
import io.ocelli.image.Image;
import io.ocelli.model.Scoring;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class EnsembleTest {
    private final FakeNetwork first = new FakeNetwork();
    private final FakeNetwork second = new FakeNetwork();

    private static Image gray(int sample) {
        byte[] samples = new byte[12];
        Arrays.fill(samples, (byte) sample);
        return Image.of(2, 2, 3, samples);
    }

    private static Serving of(FakeNetwork network, List<String> labels, Scoring scoring, int side) {
        return Serving.of(
                network,
                labels,
                FakeNetwork.PIXELS.withCrop(side, side),
                new Answering(scoring, image -> Image.black(side, side, 3), List.of()),
                ServingTarget.DEFAULT);
    }

    @Test
    void membersAnswerTogetherEachWithWhatIsAroundIt() {
        try (Serving one = first.serving();
                Serving other = second.serving(new Temperature(4));
                Serving both = Serving.ensemble(List.of(one, other), Merging.probabilities())) {
            float[] answers = both.score(gray(140)).probabilities();

            float expected = (one.score(gray(140)).probabilities()[1]
                            + other.score(gray(140)).probabilities()[1])
                    / 2;
            assertThat(answers).containsExactly(new float[] {1 - expected, expected}, within(1e-6f));
        }
    }

    @Test
    void membersAreWeighted() {
        try (Serving one = first.serving();
                Serving other = second.serving(new Temperature(4));
                Serving both =
                        Serving.ensemble(List.of(one, other), Merging.logits().withWeights(3, 1))) {
            assertThat(both.score(gray(140)).logits()[1])
                    .isEqualTo(FakeNetwork.logit(140) * (3 + 0.25f) / 4, within(1e-6f));
        }
    }

    @Test
    void decoratorsGoAroundTheWhole() {
        try (Serving one = first.serving();
                Serving other = second.serving(new Temperature(2));
                Serving both = Serving.ensemble(List.of(one, other), Merging.logits());
                Serving decorated = both.with(List.of(Tta.flip(), new Temperature(0.5)))) {
            assertThat(decorated.score(gray(140)).logits()[1])
                    .isEqualTo(2 * FakeNetwork.logit(140) * 0.75f, within(1e-4f));
        }
    }

    @Test
    void listsAndStreamsAndTimedCallsAreAnsweredTogether() {
        try (Serving one = first.serving();
                Serving other = second.serving(new Temperature(4));
                Serving both = Serving.ensemble(List.of(one, other), Merging.probabilities())) {
            List<Image> images = List.of(gray(3), gray(100), gray(200));
            List<Scores> alone = images.stream().map(both::score).toList();

            assertThat(both.score(images, ImageSource::of)).isEqualTo(alone);
            try (Stream<Scored<Image>> stream = both.score(images.stream(), ImageSource::of)) {
                assertThat(stream.map(Scored::orThrow)).isEqualTo(alone);
            }
            assertThat(both.timed(ImageSource.of(gray(100))).scores()).isEqualTo(alone.get(1));
            assertThat(both.engine()).isEqualTo("fake");
        }
    }

    @Test
    void ensemblesAreMembersToo() {
        try (Serving one = first.serving();
                Serving other = second.serving(new Temperature(4));
                Serving both = Serving.ensemble(List.of(one, other), Merging.logits());
                Serving all = Serving.ensemble(List.of(both, one), Merging.logits())) {
            assertThat(all.score(gray(140)).logits()[1])
                    .isEqualTo(FakeNetwork.logit(140) * (0.625f + 1) / 2, within(1e-6f));
        }
    }

    @Test
    void nativesGoWithTheLastThatSharesThem() {
        Serving one = first.serving();
        Serving other = second.serving();
        Serving both = Serving.ensemble(List.of(one, other), Merging.vote());
        Serving decorated = both.with(List.of(new Temperature(2)));
        one.close();
        both.close();
        assertThat(first.closings).hasValue(0);
        assertThat(decorated.score(gray(200)).best()).isEqualTo(1);

        decorated.close();
        assertThat(first.closings).hasValue(1);
        assertThat(second.closings).hasValue(0);
        other.close();
        assertThat(second.closings).hasValue(1);
    }

    @Test
    void aClosedMemberLeavesTheOthersAlone() {
        Serving one = first.serving();
        Serving closed = second.serving();
        closed.close();

        assertThatThrownBy(() -> Serving.ensemble(List.of(one, closed), Merging.vote()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(Serving.CLOSED);
        one.close();
        assertThat(first.closings).hasValue(1);
    }

    @Test
    void membersOfOtherSizesSeePicturesAsTheyDoAlone() {
        try (Serving one = first.serving();
                Serving other = of(second, FakeNetwork.LABELS, Scoring.SOFTMAX, 3);
                Serving both = Serving.ensemble(List.of(one, other), Merging.logits());
                Serving flipped = both.with(List.of(Tta.flip()))) {
            assertThat(both.score(gray(127)).logits()[0]).isEqualTo(-FakeNetwork.logit(0) / 2, within(1e-6f));
            assertThatThrownBy(() -> flipped.score(gray(0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("What looks at pictures as the network takes them goes around an ensemble whose members"
                            + " take them alike, and they take 2 x 2 x 3 of 0, BILINEAR and 3 x 3 x 3 of 0, BILINEAR."
                            + " Put it around each member.");
        }
    }

    @Test
    void featuresAreThoseOfMembers() {
        try (Serving one = first.serving();
                Serving alone = Serving.ensemble(List.of(one), Merging.logits())) {
            assertThatThrownBy(() -> alone.features(gray(0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("A network has features, and an ensemble several of them; ask its members");
            assertThatThrownBy(() -> alone.stages(gray(0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("A network has stages, and an ensemble several of them; ask its members");
        }
    }

    @Test
    void whoDoesNotFitTogetherIsRefused() {
        try (Serving one = first.serving();
                Serving swapped = of(second, List.of("bright", "dark"), Scoring.SOFTMAX, 2);
                Serving sigmoid = of(new FakeNetwork(), FakeNetwork.LABELS, Scoring.SIGMOID, 2)) {
            assertThatThrownBy(() -> Serving.ensemble(List.of(), Merging.logits()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("An ensemble has one member at least, received none");
            assertThatThrownBy(() -> Serving.ensemble(List.of(one, swapped), Merging.logits()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "The members of an ensemble have the same classes in the same order, received 'dark' and"
                                    + " 'bright' as class 0");
            assertThatThrownBy(() -> Serving.ensemble(List.of(one, sigmoid), Merging.logits()))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "The members of an ensemble say probabilities in one way, received SOFTMAX and SIGMOID");
            assertThatThrownBy(() ->
                            Serving.ensemble(List.of(one), Merging.logits().withWeights(1, 2)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("There is a weight for each of the 1 members, received [1.0, 2.0]");
        }
    }
}
