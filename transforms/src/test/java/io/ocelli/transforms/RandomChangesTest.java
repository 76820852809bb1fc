package io.ocelli.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What is drawn by ColorJitter, RandomAffine, RandomRotation, RandomPerspective and their like. */
class RandomChangesTest {
    private static final int DRAWS = 20_000;
    private static final Size SIZE = new Size(100, 200);

    @Test
    void aJitterDrawsEachFactorEvenlyAndTheOrderToo() {
        Randomness randomness = Randomness.of(1);
        Map<List<String>, Integer> orders = new HashMap<>();
        double[] sums = new double[4];
        for (int i = 0; i < DRAWS; i++) {
            Pipeline drawn = new ColorJitter(0.4, 1.5, 0.2, 0.1).draw(SIZE, randomness);
            orders.merge(drawn.steps().stream().map(Transform::name).toList(), 1, Integer::sum);
            for (Transform step : drawn.steps()) {
                if (step instanceof Brightness) {
                    assertThat(((Brightness) step).factor()).isBetween(0.6, 1.4);
                    sums[0] += ((Brightness) step).factor();
                } else if (step instanceof Contrast) {
                    assertThat(((Contrast) step).factor()).isBetween(0.0, 2.5);
                    sums[1] += ((Contrast) step).factor();
                } else if (step instanceof Saturation) {
                    assertThat(((Saturation) step).factor()).isBetween(0.8, 1.2);
                    sums[2] += ((Saturation) step).factor();
                } else {
                    assertThat(((Hue) step).turn()).isBetween(-0.1, 0.1);
                    sums[3] += ((Hue) step).turn();
                }
            }
        }
        assertThat(sums[0] / DRAWS).isCloseTo(1, within(0.005));
        assertThat(sums[1] / DRAWS).isCloseTo(1.25, within(0.02));
        assertThat(sums[2] / DRAWS).isCloseTo(1, within(0.005));
        assertThat(sums[3] / DRAWS).isCloseTo(0, within(0.002));
        assertThat(orders).hasSize(24);
        orders.values().forEach(count -> assertThat(count / (double) DRAWS).isCloseTo(1 / 24.0, within(0.01)));
    }

    @Test
    void aJitterLeavesOutWhatIsZero() {
        assertThat(new ColorJitter(0, 0, 0, 0).draw(SIZE, Randomness.of(1))).isEqualTo(Pipeline.empty());
        assertThat(new ColorJitter(0, 0, 0, 0.5).draw(SIZE, Randomness.of(1)).steps())
                .hasSize(1)
                .first()
                .isInstanceOf(Hue.class);
        assertThatThrownBy(() -> new ColorJitter(0, 0, 0, 0.6))
                .hasMessage("The hue of a jitter is from 0 to 0.5, received 0.6");
    }

    @Test
    void anAffineIsDrawnEvenlyFromItsRanges() {
        RandomAffine random = RandomAffine.of(30)
                .withTranslate(0.1, 0.2)
                .withScale(0.8, 1.2)
                .withShear(10, 5)
                .withInterpolation(Interpolation.BILINEAR)
                .withFill(List.of(7));
        Randomness randomness = Randomness.of(2);
        double degrees = 0;
        double scale = 0;
        Set<Double> moves = new HashSet<>();
        for (int i = 0; i < DRAWS; i++) {
            Affine drawn = random.draw(SIZE, randomness);
            assertThat(drawn.degrees()).isBetween(-30.0, 30.0);
            assertThat(drawn.translateX()).isBetween(-20.0, 20.0);
            assertThat(drawn.translateY()).isBetween(-20.0, 20.0).isEqualTo(Math.rint(drawn.translateY()));
            assertThat(drawn.scale()).isBetween(0.8, 1.2);
            assertThat(drawn.shearX()).isBetween(-10.0, 10.0);
            assertThat(drawn.shearY()).isBetween(-5.0, 5.0);
            assertThat(drawn.fill()).containsExactly(7);
            degrees += Math.abs(drawn.degrees());
            scale += drawn.scale();
            moves.add(drawn.translateX() + 0.0);
        }
        assertThat(degrees / DRAWS).isCloseTo(15, within(0.2));
        assertThat(scale / DRAWS).isCloseTo(1, within(0.005));
        assertThat(moves).hasSize(41);
    }

    @Test
    void aRotationIsDrawnEvenlyFromItsRange() {
        Randomness randomness = Randomness.of(3);
        double sum = 0;
        double least = 0;
        for (int i = 0; i < DRAWS; i++) {
            Rotate drawn = RandomRotation.of(45).draw(SIZE, randomness);
            sum += drawn.degrees();
            least = Math.min(least, drawn.degrees());
            assertThat(drawn.degrees()).isBetween(-45.0, 45.0);
        }
        assertThat(sum / DRAWS).isCloseTo(0, within(0.6));
        assertThat(least).isLessThan(-44.9);
    }

    @Test
    void aPerspectivePullsEachCornerInwards() {
        Randomness randomness = Randomness.of(4);
        int drawn = 0;
        double[] sums = new double[8];
        for (int i = 0; i < DRAWS; i++) {
            Transform transform = RandomPerspective.of(0.4, 0.7).draw(SIZE, randomness);
            if (transform instanceof Perspective) {
                Perspective perspective = (Perspective) transform;
                assertThat(perspective.start()).containsExactly(0.0, 0.0, 199.0, 0.0, 199.0, 99.0, 0.0, 99.0);
                for (int k = 0; k < 8; k++) {
                    double moved = Math.abs(
                            perspective.end().get(k) - perspective.start().get(k));
                    assertThat(moved).isBetween(0.0, k % 2 == 0 ? 40.0 : 20.0);
                    sums[k] += moved;
                }
                drawn++;
            }
        }
        assertThat((double) drawn / DRAWS).isCloseTo(0.7, within(0.01));
        for (int k = 0; k < 8; k++) {
            assertThat(sums[k] / drawn).isCloseTo(k % 2 == 0 ? 20 : 10, within(0.4));
        }
    }

    @Test
    void thereIsAPerspectiveForAllSizesAndDistortionsBelowOne() {
        for (int seed = 0; seed < 3000; seed++) {
            Randomness randomness = Randomness.of(seed);
            Image image = Pictures.noise(1 + randomness.nextInt(9), 1 + randomness.nextInt(9), 1);
            RandomPerspective.of(randomness.nextBoolean(0.5) ? 0.999 : 0.5, 1).apply(image, randomness);
        }
        List<Double> before = List.of(0.0, 0.0, 9.0, 0.0, 9.0, 9.0, 0.0, 9.0);
        List<Double> horizon = List.of(2.0, 1.0, 5.0, 1.0, 7.0, 2.0, 1.0, 2.0);
        Perspective none = new Perspective(before, horizon, Interpolation.NEAREST, List.of(0));
        assertThatThrownBy(() -> none.apply(Image.black(9, 9, 1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("No three points of a perspective lie on a line, nor does its horizon go through the corner"
                        + " at the origin, received [2.0, 1.0, 5.0, 1.0, 7.0, 2.0, 1.0, 2.0]");
        assertThatThrownBy(() -> RandomPerspective.of(1, 1))
                .hasMessage("A perspective's distortionScale is from 0 to below 1, received 1.0");
    }

    @Test
    void grayIsTheGrayscaleOfAsManyChannels() {
        Image image = Pictures.noise(9, 7, 3);
        assertThat(new RandomGrayscale(1).apply(image, Randomness.of(1))).isEqualTo(new Grayscale(3).apply(image));
        Image gray = Pictures.noise(9, 7, 1);
        assertThat(new RandomGrayscale(1).apply(gray, Randomness.of(1))).isEqualTo(gray);
        assertThat(share(new RandomGrayscale(0.1))).isCloseTo(0.1, within(0.01));
    }

    @Test
    void aBlursDeviationIsDrawnEvenly() {
        Randomness randomness = Randomness.of(5);
        double sum = 0;
        for (int i = 0; i < DRAWS; i++) {
            GaussianBlur drawn = new RandomGaussianBlur(23, 0.1, 2).draw(SIZE, randomness);
            assertThat(drawn.sigmaX()).isBetween(0.1, 2.0).isEqualTo(drawn.sigmaY());
            sum += drawn.sigmaX();
        }
        assertThat(sum / DRAWS).isCloseTo(1.05, within(0.02));
        assertThatThrownBy(() -> new RandomGaussianBlur(3, 2, 1))
                .hasMessage("The deviations of a blur have 0 < least <= largest, received 2.0 to 1.0");
    }

    @Test
    void aTransformIsAppliedWithAProbability() {
        assertThat(share(new RandomApply(new Invert(), 0.3))).isCloseTo(0.3, within(0.01));
        Transform drawn = new RandomApply(RandomRotation.of(10), 1).draw(SIZE, Randomness.of(1));
        assertThat(drawn).isInstanceOf(Rotate.class);
        assertThatThrownBy(() -> new RandomApply(CenterCrop.of(10), 0.5).draw(SIZE, Randomness.of(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("What is applied at random keeps the size of a picture, received CenterCrop[height=10,"
                        + " width=10], which makes 10 x 10 of 100 x 200. Crop or resize outside of it.");
    }

    @Test
    void oneOfSomeIsChosenEachAsOften() {
        RandomChoice choice = RandomChoice.of(new Invert(), RandomRotation.of(5), new Equalize());
        Map<String, Integer> counts = new HashMap<>();
        Randomness randomness = Randomness.of(6);
        for (int i = 0; i < DRAWS; i++) {
            counts.merge(choice.draw(SIZE, randomness).name(), 1, Integer::sum);
        }
        assertThat(counts).containsOnlyKeys("Invert", "Rotate", "Equalize");
        counts.values().forEach(count -> assertThat(count / (double) DRAWS).isCloseTo(1 / 3.0, within(0.012)));
        assertThat(RandomChoice.of(CenterCrop.of(5), Resize.to(5, 5, Interpolation.BOX))
                        .size(SIZE))
                .isEqualTo(new Size(5, 5));
        assertThatThrownBy(() -> {
                    for (int seed = 0; seed < 10; seed++) {
                        RandomChoice.of(CenterCrop.of(5), CenterCrop.of(6)).draw(SIZE, Randomness.of(seed));
                    }
                })
                .hasMessageStartingWith("The transforms of a random choice make pictures of one size, received ");
        assertThatThrownBy(() -> RandomChoice.of())
                .hasMessage("A random choice has one transform or more, received none");
    }

    @Test
    void rangesAreChecked() {
        assertThatThrownBy(() -> RandomAffine.of(-1)).hasMessage("The largest angle is 0 or more, received -1.0");
        assertThatThrownBy(() -> RandomAffine.of(1).withTranslate(0, 1.5))
                .hasMessage("A random translation is a share of the picture from 0 to 1, received 0.0 and 1.5");
        assertThatThrownBy(() -> RandomAffine.of(1).withScale(0, 1))
                .hasMessage("The scales have 0 < least <= largest, received 0.0 to 1.0");
        assertThatThrownBy(() -> RandomAffine.of(1).withShear(90, 0))
                .hasMessage("A random shear is from 0 to below 90 degrees, received 90.0 and 0.0");
    }

    /** How often something other than nothing is drawn. */
    private static double share(Transform random) {
        Randomness randomness = Randomness.of(7);
        int drawn = 0;
        for (int i = 0; i < DRAWS; i++) {
            drawn += random.draw(SIZE, randomness).equals(Pipeline.empty()) ? 0 : 1;
        }
        return (double) drawn / DRAWS;
    }
}
