package io.ocelli.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonParser;
import io.ocelli.data.ImageSource;
import io.ocelli.error.EngineException;
import io.ocelli.error.OcelliException;
import io.ocelli.image.Image;
import io.ocelli.model.Scoring;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class DecoratorTest {
    private final FakeNetwork network = new FakeNetwork();

    private static Image gray(int sample) {
        byte[] samples = new byte[12];
        Arrays.fill(samples, (byte) sample);
        return Image.of(2, 2, 3, samples);
    }

    @Test
    void aTemperatureDividesTheLogits() {
        try (Serving plain = network.serving();
                Serving tempered = plain.with(List.of(new Temperature(2)))) {
            float[] logits = plain.score(gray(157)).logits();

            assertThat(logits).containsExactly(-3, 3);
            Scores scores = tempered.score(gray(157));
            assertThat(scores.logits()).containsExactly(-1.5f, 1.5f);
            assertThat(scores.probabilities())
                    .containsExactly(Scoring.SOFTMAX.probabilities(new float[] {-1.5f, 1.5f}), within(1e-7f));
        }
    }

    @Test
    void aTemperatureIsAbove0() {
        for (double wrong : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> new Temperature(wrong))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("A temperature is finite and above 0, received " + wrong);
        }
    }

    @Test
    void aPictureIsLookedAtInSeveralWays() {
        try (Serving serving = network.serving(new TestDecorators.Negatives())) {
            network.pictures.set(0);
            Scores scores = serving.score(gray(200));

            float logit = (FakeNetwork.logit(200) + FakeNetwork.logit(55)) / 2;
            assertThat(scores.logits()).containsExactly(new float[] {-logit, logit}, within(1e-6f));
            assertThat(network.pictures).hasValue(2);
        }
    }

    @Test
    void decoratorsAnswerFromTheInnermostToTheOutermost() {
        try (Serving serving =
                network.serving(new TestDecorators.Bias(1, 10), new Temperature(10), new TestDecorators.Sure(0.9))) {
            Scores scores = serving.score(gray(227)); // logits -10, 10, then -10, 0, then -1, 0

            assertThat(scores.logits()).containsExactly(-1, 0);
            assertThat(scores.decisions()).containsExactly(new Decision("Sure", List.of(), "0.73 is below 0.90"));
        }
    }

    @Test
    void listsAndStreamsAndTimedCallsAreDecorated() {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            images.add(gray(6 * i));
        }
        try (Serving serving =
                network.serving(new TestDecorators.Negatives(), new Temperature(0.5), new TestDecorators.Sure(0.6))) {
            List<Scores> alone = images.stream().map(serving::score).toList();

            assertThat(serving.score(images, ImageSource::of)).isEqualTo(alone);
            try (Stream<Scored<Image>> stream = serving.score(images.stream(), ImageSource::of)) {
                assertThat(stream.map(Scored::orThrow)).isEqualTo(alone);
            }
            assertThat(serving.timed(ImageSource.of(images.get(3))).scores()).isEqualTo(alone.get(3));
            assertThat(alone.get(3).decisions()).hasSize(1);
        }
    }

    @Test
    void nativesGoWithTheLastThatSharesThem() {
        Serving plain = network.serving();
        Serving tempered = plain.with(List.of(new Temperature(2)));
        plain.close();
        plain.close();

        assertThat(network.closings).hasValue(0);
        assertThat(tempered.score(gray(0)).logits()).hasSize(2);
        assertThatThrownBy(() -> plain.score(gray(0)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A classifier answers until it is closed, and this one was closed; load or open another");
        assertThatThrownBy(() -> plain.with(List.of())).isInstanceOf(IllegalStateException.class);

        tempered.close();
        assertThat(network.closings).hasValue(1);
    }

    @Test
    void aDecoratorThatCannotBePutAroundLeavesTheCountOfUsersAlone() {
        Serving plain = network.serving();
        Decorator broken = inner -> {
            throw new IllegalArgumentException("it is made for other labels than " + inner.labels());
        };

        assertThatThrownBy(() -> plain.with(List.of(broken)))
                .hasMessage("it is made for other labels than [dark, bright]");
        plain.close();
        assertThat(network.closings).hasValue(1);
    }

    @Test
    void aDecoratorGivesScoresForEachPictureAndClass() {
        Decorator forgetful = inner -> inner.scoringBy(views -> List.of());
        Decorator other = inner -> inner.then(scores -> Scores.of(new float[3], new float[3]));

        try (Serving serving = network.serving(forgetful)) {
            assertThatThrownBy(() -> serving.score(gray(0)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("A decorator gives scores for each picture that it is asked about, received 0 for 1");
        }
        try (Serving serving = network.serving(other)) {
            assertThatThrownBy(() -> serving.score(gray(0)))
                    .hasMessage(
                            "A decorator gives a finite number for each of the 2 classes, received [0.0, 0.0, 0.0]");
        }
    }

    @Test
    void aPreparedViewIsOfTheNetworksSize() {
        Decorator large = inner -> inner.over(view -> List.of(View.prepared(Image.black(3, 2, 3))), Scores::mean);

        try (Serving serving = network.serving(large)) {
            assertThatThrownBy(() -> serving.score(gray(0)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("A prepared view is of the network's size, 2 x 2 x 3, received ");
        }
    }

    @Test
    void aNetworkThatSaysNoNumberIsAnError() {
        PixelScorer diverged = new PixelScorer() {
            @Override
            public String engine() {
                return "fake";
            }

            @Override
            public Outputs run(Map<String, io.ocelli.tensor.Tensor> inputs) {
                return new Outputs(new float[] {Float.NaN, 1}, new float[] {Float.NaN, Float.NaN});
            }

            @Override
            public Outputs runAmongMany(Map<String, io.ocelli.tensor.Tensor> inputs) {
                return run(inputs);
            }

            @Override
            public io.ocelli.tensor.Tensor features(Map<String, io.ocelli.tensor.Tensor> inputs) {
                throw new UnsupportedOperationException();
            }

            @Override
            public java.util.Map<String, io.ocelli.tensor.Tensor> stages(Map<String, io.ocelli.tensor.Tensor> inputs) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void close() {
                network.close();
            }
        };

        assertThatThrownBy(() -> Serving.of(
                        diverged,
                        FakeNetwork.LABELS,
                        FakeNetwork.PIXELS,
                        Answering.PLAIN.withTransform(image -> image),
                        ServingTarget.DEFAULT))
                .isInstanceOf(EngineException.class)
                .hasMessage(
                        "A network says a number of each class, and this one said NaN: its weights are not finite or"
                                + " too large. Train it again with a lower learning rate or clip(1), or open other"
                                + " weights.");
        assertThat(network.closings).hasValue(1);
    }

    @Test
    void comesBackFromJson() {
        for (Decorator decorator : List.of(
                new Temperature(1.25),
                new TestDecorators.Negatives(),
                new TestDecorators.Bias(1, 0.5),
                new TestDecorators.Sure(0.9))) {
            assertThat(Decorators.fromJson(
                            JsonParser.parseString(Decorators.toJson(decorator).toString())))
                    .isEqualTo(decorator);
        }
        assertThat(Decorators.toJson(new Temperature(1.25)))
                .hasToString("{\"name\":\"Temperature\",\"temperature\":1.25}");
    }

    @Test
    void anUnknownNameSaysTheWayOut() {
        assertThatThrownBy(() -> Decorators.fromJson(JsonParser.parseString("{\"name\": \"Oracle\"}")))
                .isInstanceOf(OcelliException.class)
                .hasMessage(
                        "No decorator on the class path is named 'Oracle', and the classifier was saved with it: add"
                                + " the dependency that brings it, or name its DecoratorProvider in META-INF/services."
                                + " Classifier.saved(folder).undecorated().open() opens the classifier without what was"
                                + " around it.");
    }

    @Test
    void wrongParametersAreSaid() {
        assertThatThrownBy(() -> Decorators.fromJson(JsonParser.parseString("{\"name\": \"Temperature\"}")))
                .isInstanceOf(OcelliException.class)
                .hasMessageStartingWith("A saved decorator has its parameter 'temperature', received ");
        assertThatThrownBy(() ->
                        Decorators.fromJson(JsonParser.parseString("{\"name\": \"Temperature\", \"temperature\": 0}")))
                .hasMessage("A saved decorator has parameters that it takes, received"
                        + " {\"name\":\"Temperature\",\"temperature\":0}: A temperature is finite and above 0,"
                        + " received 0.0");
    }

    @Test
    void aDecoratorWithoutANameIsNotSaved() {
        Decorator nameless = inner -> inner;

        assertThatThrownBy(() -> Decorators.toJson(nameless))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith(
                        "A decorator that is saved has a name() and parameters(), and a DecoratorProvider that"
                                + " reads them; ");
    }
}
