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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class AutomaticAugmentationTest {
    private static final int DRAWS = 20_000;
    private static final Size SIZE = new Size(200, 331);
    private static final List<Integer> BLACK = List.of(0);
    private static final Interpolation NEAREST = Interpolation.NEAREST;

    static List<Transform> all() {
        return List.of(
                RandAugment.of(2, 9),
                RandAugment.of(3, 30),
                TrivialAugmentWide.of(),
                AutoAugment.of(AutoAugmentPolicy.IMAGENET),
                AutoAugment.of(AutoAugmentPolicy.CIFAR10),
                AutoAugment.of(AutoAugmentPolicy.SVHN),
                AugMix.of(),
                AugMix.of().withAllOps(false).withSeverity(10));
    }

    @Test
    void randAugmentDrawsEachOfFourteenOperationsAsOften() {
        Map<String, Integer> counts = new TreeMap<>();
        Randomness randomness = Randomness.of(1);
        for (int i = 0; i < DRAWS; i++) {
            Pipeline drawn = RandAugment.of(2, 9).draw(SIZE, randomness);
            assertThat(drawn.steps()).hasSize(2);
            drawn.steps().forEach(step -> counts.merge(step.name(), 1, Integer::sum));
        }
        assertThat(counts.keySet())
                .containsExactly(
                        "Affine",
                        "AutoContrast",
                        "Brightness",
                        "Contrast",
                        "Equalize",
                        "Pipeline",
                        "Posterize",
                        "Rotate",
                        "Saturation",
                        "Sharpness",
                        "Solarize");
        counts.forEach((name, count) -> assertThat((double) count / (2 * DRAWS))
                .as(name)
                .isCloseTo((name.equals("Affine") ? 4 : 1) / 14.0, within(0.01)));
    }

    @Test
    void aShearLeavesTheCornerAtTheOrigin() {
        Image image = Pictures.noise(40, 60, 3);
        Image sheared =
                AugmentOperation.SHEAR_X.at(0.25, image.size(), NEAREST, BLACK).apply(image);
        for (int y = 0; y < 40; y++) {
            for (int x = 0; x < 40; x++) {
                int from = (int) Math.floor(x + 0.5 + 0.25 * (y + 0.5));
                assertThat(sheared.sample(y, x, 0)).isEqualTo(image.sample(y, from, 0));
            }
        }
        Image down =
                AugmentOperation.SHEAR_Y.at(0.25, image.size(), NEAREST, BLACK).apply(image);
        for (int x = 0; x < 60; x++) {
            int from = (int) Math.floor(10.5 + 0.25 * (x + 0.5));
            assertThat(down.sample(10, x, 1)).isEqualTo(image.sample(from, x, 1));
        }
    }

    @Test
    void trivialAugmentDrawsOneOperationAtAnyBin() {
        Randomness randomness = Randomness.of(3);
        Map<Integer, Integer> bits = new TreeMap<>();
        Map<String, Integer> counts = new TreeMap<>();
        double least = 0;
        double largest = 0;
        for (int i = 0; i < DRAWS; i++) {
            Transform drawn = TrivialAugmentWide.of().draw(SIZE, randomness);
            counts.merge(drawn.name(), 1, Integer::sum);
            if (drawn instanceof Posterize) {
                bits.merge(((Posterize) drawn).bits(), 1, Integer::sum);
            } else if (drawn instanceof Rotate) {
                least = Math.min(least, ((Rotate) drawn).degrees());
                largest = Math.max(largest, ((Rotate) drawn).degrees());
            } else if (drawn instanceof Affine) {
                assertThat(((Affine) drawn).shearX()).isBetween(-44.72, 44.72);
                assertThat(((Affine) drawn).shearY()).isBetween(-44.72, 44.72);
            } else if (drawn instanceof Brightness) {
                assertThat(((Brightness) drawn).factor()).isBetween(0.0099, 1.9901);
            }
        }
        counts.forEach((name, count) -> assertThat((double) count / DRAWS)
                .as(name)
                .isCloseTo((name.equals("Affine") ? 4 : 1) / 14.0, within(0.012)));
        assertThat(least).isCloseTo(-135, within(1e-9));
        assertThat(largest).isCloseTo(135, within(1e-9));
        assertThat(bits.keySet()).containsExactly(2, 3, 4, 5, 6, 7, 8);
        // Of 31 bins, 3 round to each end and 5 to each between.
        int posterized = bits.values().stream().mapToInt(i -> i).sum();
        bits.forEach((bit, count) -> assertThat((double) count / posterized)
                .as("%s bits", bit)
                .isCloseTo((bit == 2 || bit == 8 ? 3 : 5) / 31.0, within(0.04)));
    }

    @ParameterizedTest
    @EnumSource
    void autoAugmentDrawsItsSubPoliciesAndTheirStepsByTheTable(AutoAugmentPolicy policy) {
        assertThat(policy.subPolicies()).hasSize(25);
        Randomness randomness = Randomness.of(4);
        double expected = 0;
        for (List<AutoAugmentPolicy.Step> steps : policy.subPolicies()) {
            for (AutoAugmentPolicy.Step step : steps) {
                assertThat(step.probability()).isBetween(0.0, 1.0);
                assertThat(step.bin()).isBetween(0, 9);
                expected += step.probability() / 25;
            }
        }
        int taken = 0;
        for (int i = 0; i < DRAWS; i++) {
            taken += AutoAugment.of(policy).draw(SIZE, randomness).steps().size();
        }
        assertThat((double) taken / DRAWS).isCloseTo(expected, within(0.02));
    }

    @Test
    void autoAugmentsOperationsAreAsStrongAsTheTableSays() {
        Set<Transform> drawn = new HashSet<>();
        Randomness randomness = Randomness.of(5);
        for (int i = 0; i < 5000; i++) {
            drawn.addAll(AutoAugment.of(AutoAugmentPolicy.CIFAR10)
                    .draw(SIZE, randomness)
                    .steps());
        }
        // TranslateX 9 is the whole of 150 in 331, and Posterize 7 of 9 rounds to 3 bits less than 8.
        assertThat(drawn)
                .contains(
                        new Affine(0, 150, 0, 1, 0, 0, NEAREST, BLACK),
                        new Affine(0, -150, 0, 1, 0, 0, NEAREST, BLACK),
                        new Posterize(5),
                        new Invert());
    }

    @Test
    void augMixBlendsWeightedChainsThatAddUpToOne() {
        Randomness randomness = Randomness.of(6);
        double own = 0;
        Map<Integer, Integer> depths = new TreeMap<>();
        for (int i = 0; i < 5000; i++) {
            Blend blend = AugMix.of().draw(SIZE, randomness);
            assertThat(blend.weights().stream().mapToDouble(w -> w).sum()).isCloseTo(1, within(1e-9));
            assertThat(blend.transforms()).hasSize(4);
            own += blend.weights().get(0);
            for (Transform chain : blend.transforms().subList(1, 4)) {
                depths.merge(((Pipeline) chain).steps().size(), 1, Integer::sum);
            }
        }
        assertThat(own / 5000).isCloseTo(0.5, within(0.02));
        assertThat(depths.keySet()).containsExactly(1, 2, 3);
        depths.values().forEach(count -> assertThat(count / 15_000.0).isCloseTo(1 / 3.0, within(0.02)));
    }

    @Test
    void augMixLeavesOutWhatTheBenchmarkCorruptsBy() {
        Randomness randomness = Randomness.of(7);
        Set<String> names = new HashSet<>();
        for (int i = 0; i < 2000; i++) {
            for (Transform chain :
                    AugMix.of().withAllOps(false).draw(SIZE, randomness).transforms()) {
                ((Pipeline) chain).steps().forEach(step -> names.add(step.name()));
            }
        }
        assertThat(names)
                .containsExactlyInAnyOrder("Affine", "Rotate", "Posterize", "Solarize", "AutoContrast", "Equalize");
    }

    @Test
    void aBlendIsTheWeightedSumRounded() {
        Image image = Image.of(1, 2, 1, new byte[] {100, (byte) 201});
        Blend blend = new Blend(List.of(Pipeline.empty(), new Invert()), List.of(0.75, 0.25));
        assertThat(blend.apply(image)).isEqualTo(Image.of(1, 2, 1, new byte[] {114, (byte) 164}));
        assertThat(new Blend(List.of(Pipeline.empty()), List.of(1.0)).apply(image))
                .isEqualTo(image);
        assertThatThrownBy(() -> new Blend(List.of(), List.of(1.0)))
                .hasMessage("A blend has a weight for each of its transforms, received 1 weights for 0");
        assertThatThrownBy(() -> new Blend(List.of(CenterCrop.of(1)), List.of(1.0)).apply(image))
                .hasMessageStartingWith("What is blended keeps the size of a picture, received CenterCrop");
    }

    @ParameterizedTest
    @MethodSource("all")
    void aSeedGivesThePictureOfTheDrawnOperationsAndItsSize(Transform transform) {
        Image image = Pictures.noise(31, 47, 3);
        Image gray = Pictures.noise(31, 47, 1);
        Set<Transform> seen = new HashSet<>();
        for (int seed = 0; seed < 100; seed++) {
            Transform drawn = transform.draw(image.size(), Randomness.of(seed));
            assertThat(transform.draw(image.size(), Randomness.of(seed))).isEqualTo(drawn);
            assertThat(drawn.apply(image).size()).isEqualTo(image.size());
            assertThat(drawn.apply(gray).channels()).isEqualTo(1);
            assertThat(drawn.mask(gray).size()).isEqualTo(gray.size());
            assertThat(transform.apply(image, Randomness.of(seed))).isEqualTo(drawn.apply(image));
            seen.add(drawn);
        }
        assertThat(seen).hasSizeGreaterThan(15);
        assertThat(transform.size(image.size())).isEqualTo(image.size());
    }

    @Test
    void wrongStrengthsAreRefused() {
        assertThatThrownBy(() -> RandAugment.of(2, 31))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A magnitude of RandAugment is from 0 to 30, the last of 31 bins, received 31");
        assertThatThrownBy(() -> RandAugment.of(-1, 9)).hasMessage("RandAugment has 0 operations or more, received -1");
        assertThatThrownBy(() -> new TrivialAugmentWide(1, NEAREST, BLACK))
                .hasMessage("A scale of magnitudes has 2 bins or more, received 1");
        assertThatThrownBy(() -> TrivialAugmentWide.of().withInterpolation(Interpolation.LANCZOS))
                .hasMessage("A geometric transform is nearest, bilinear or bicubic, received lanczos");
        assertThatThrownBy(() -> AugMix.of().withSeverity(11))
                .hasMessage("AugMix's severity is from 1 to 10, received 11");
        assertThatThrownBy(() -> new AugMix(3, 0, 0, 1, true, NEAREST, BLACK))
                .hasMessage("AugMix has 1 chain or more of 0 operations (drawn) or more, received 0 of 0");
        assertThatThrownBy(() -> new AugMix(3, 3, 0, 0, true, NEAREST, BLACK))
                .hasMessage("AugMix's alpha is over 0 and finite, received 0.0");
    }
}
