package io.ocelli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.ocelli.error.OcelliException;
import org.junit.jupiter.api.Test;

class PipelineTest {
    /** Takes pixels off the right; how many is drawn. */
    private record Narrower(int most) implements Transform {
        @Override
        public Transform draw(Size size, Randomness randomness) {
            return new Narrow(randomness.nextInt(Math.min(most, size.width() - 1)));
        }

        @Override
        public Image apply(Image image) {
            throw new IllegalStateException("not drawn");
        }
    }

    private record Narrow(int pixels) implements Transform {
        @Override
        public Image apply(Image image) {
            return Image.black(image.height(), image.width() - pixels, image.channels());
        }

        @Override
        public Size size(Size input) {
            return new Size(input.height(), input.width() - pixels);
        }
    }

    @Test
    void stepsAreAppliedInOrder() {
        Pipeline pipeline = Pipeline.of(new Narrow(3)).then(image -> Image.black(image.width(), 1, 1));
        assertThat(pipeline.apply(Image.black(4, 10, 1)).size()).isEqualTo(new Size(7, 1));
    }

    @Test
    void withoutStepsItChangesNothing() {
        Image image = Image.black(2, 3, 1);
        assertThat(Pipeline.empty().apply(image)).isSameAs(image);
    }

    @Test
    void eachStepIsDrawnForTheSizeThatReachesIt() {
        Pipeline pipeline = Pipeline.of(new Narrow(7), new Narrower(100));
        for (int seed = 0; seed < 50; seed++) {
            Image image = pipeline.apply(Image.black(1, 10, 1), Randomness.of(seed));
            assertThat(image.width()).isBetween(1, 3);
        }
    }

    @Test
    void aDrawIsRepeatedByItsSeed() {
        Pipeline pipeline = Pipeline.of(new Narrower(50), new Narrower(50));
        Pipeline drawn = pipeline.draw(new Size(1, 200), Randomness.of(5));
        assertThat(pipeline.draw(new Size(1, 200), Randomness.of(5))).isEqualTo(drawn);
        assertThat(pipeline.draw(new Size(1, 200), Randomness.of(6))).isNotEqualTo(drawn);
    }

    @Test
    void printsItselfAndCompares() {
        assertThat(Pipeline.of(new Narrow(1), new Narrower(2)))
                .hasToString("Pipeline[Narrow[pixels=1], Narrower[most=2]]")
                .isEqualTo(Pipeline.of(new Narrow(1), new Narrower(2)))
                .isNotEqualTo(Pipeline.of(new Narrow(1)));
    }

    @Test
    void aStepWithoutANameIsNotSaved() {
        assertThatThrownBy(() -> Transforms.toJson(Pipeline.of(new Narrow(1))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "A transform that is saved has a name() and parameters(), and a TransformProvider that reads"
                                + " them; io.ocelli.image.PipelineTest$Narrow has none");
    }

    @Test
    void anUnknownTransformIsAnErrorThatNamesIt() {
        assertThatThrownBy(() -> Transforms.fromJson(JsonParser.parseString("{\"name\": \"Swirl\"}")))
                .isInstanceOf(OcelliException.class)
                .hasMessage("No transform on the class path is named 'Swirl'. The library's own come with"
                        + " io.ocelli:ocelli-transforms; one's own are read by a TransformProvider named in"
                        + " META-INF/services.");
    }

    @Test
    void aModuleThatIsMissingIsNamed() {
        assertThatThrownBy(() -> Transforms.evaluation(Preprocessing.imagenet()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No transforms are on the class path. Add the dependency io.ocelli:ocelli-transforms"
                        + " (io.ocelli:ocelli brings it).");
        assertThatThrownBy(() -> Images.read(new byte[] {1}))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("No decoder of pictures is on the class path. Add the dependency io.ocelli:ocelli-imageio"
                        + " (io.ocelli:ocelli brings it).");
    }
}
