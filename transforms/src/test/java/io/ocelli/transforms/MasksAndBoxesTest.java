package io.ocelli.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MasksAndBoxesTest {
    private static final int DRAWS = 2000;
    private static final List<Integer> BLACK = List.of(0);

    @Test
    void aMaskThatIsThePictureStaysEqualToIt() {
        for (int seed = 0; seed < DRAWS; seed++) {
            Randomness randomness = Randomness.of(seed);
            Image image = Pictures.noise(5 + randomness.nextInt(30), 5 + randomness.nextInt(30), 1);
            Pipeline drawn = pipeline(randomness, Interpolation.NEAREST).draw(image.size(), randomness.split("draw"));
            assertThat(drawn.mask(image)).as("seed %s: %s", seed, drawn).isEqualTo(drawn.apply(image));
        }
    }

    @Test
    void masksGetNoClassesThatWereNotThere() {
        for (int seed = 0; seed < DRAWS; seed++) {
            Randomness randomness = Randomness.of(seed);
            Image mask = rectangle(new Size(5 + randomness.nextInt(30), 5 + randomness.nextInt(30)), randomness);
            Pipeline drawn = pipeline(randomness, Interpolation.BILINEAR).draw(mask.size(), randomness.split("draw"));
            Image moved = drawn.mask(mask);
            assertThat(moved.size()).isEqualTo(drawn.apply(mask).size());
            Set<Byte> classes = new HashSet<>();
            for (byte sample : moved.samples()) {
                classes.add(sample);
            }
            assertThat(classes).as("seed %s: %s", seed, drawn).isSubsetOf((byte) 0, (byte) 200);
        }
    }

    @Test
    void aBoxStaysAroundWhatItIsAround() {
        int compared = 0;
        for (int seed = 0; seed < DRAWS; seed++) {
            Randomness randomness = Randomness.of(seed);
            Image mask = rectangle(new Size(20 + randomness.nextInt(60), 20 + randomness.nextInt(60)), randomness);
            Transform drawn = step(randomness, Interpolation.NEAREST).draw(mask.size(), randomness.split("draw"));
            if (drawn instanceof Pad && ((Pad) drawn).mode() != PadMode.CONSTANT) {
                continue; // what is mirrored has no box
            }
            Image moved = drawn.mask(mask);
            List<Box> boxes = drawn.boxes(List.of(around(mask).get(0)), mask.size());
            for (Box seen : around(moved)) {
                assertThat(boxes).as("seed %s: %s", seed, drawn).hasSize(1);
                Box box = boxes.get(0);
                float slack = 1 + pixel(drawn);
                assertThat(box.left()).as("seed %s: %s", seed, drawn).isLessThan(seen.left() + slack);
                assertThat(box.top()).as("seed %s: %s", seed, drawn).isLessThan(seen.top() + slack);
                assertThat(box.right()).as("seed %s: %s", seed, drawn).isGreaterThan(seen.right() - slack);
                assertThat(box.bottom()).as("seed %s: %s", seed, drawn).isGreaterThan(seen.bottom() - slack);
                if (!(drawn instanceof Affine || drawn instanceof Perspective || drawn instanceof Rotate)) {
                    assertThat(box.left()).as("seed %s: %s", seed, drawn).isCloseTo(seen.left(), within(slack));
                    assertThat(box.bottom()).as("seed %s: %s", seed, drawn).isCloseTo(seen.bottom(), within(slack));
                    compared++;
                }
                assertThat(box.label()).isEqualTo(3);
            }
        }
        assertThat(compared).isGreaterThan(500);
    }

    @Test
    void boxesAreMovedExactly() {
        Size size = new Size(10, 20);
        List<Box> box = List.of(new Box(2, 1, 6, 4, 5));
        assertThat(new HorizontalFlip().boxes(box, size)).containsExactly(new Box(14, 1, 18, 4, 5));
        assertThat(new VerticalFlip().boxes(box, size)).containsExactly(new Box(2, 6, 6, 9, 5));
        assertThat(new Crop(2, 4, 5, 5).boxes(box, size)).containsExactly(new Box(0, 0, 2, 2, 5));
        assertThat(new Crop(4, 6, 5, 5).boxes(box, size)).isEmpty();
        assertThat(CenterCrop.of(10).boxes(box, size)).containsExactly(new Box(0, 1, 1, 4, 5));
        assertThat(Resize.to(20, 10, Interpolation.BICUBIC).boxes(box, size)).containsExactly(new Box(1, 2, 3, 8, 5));
        assertThat(new ResizedCrop(1, 2, 4, 4, 8, 8, Interpolation.BILINEAR).boxes(box, size))
                .containsExactly(new Box(0, 0, 8, 6, 5));
        assertThat(new Pad(3, 2, 0, 0, PadMode.EDGE, BLACK).boxes(box, size)).containsExactly(new Box(5, 3, 9, 6, 5));
        assertThat(new Rotate(90, Interpolation.NEAREST, true, BLACK).boxes(box, size))
                .containsExactly(new Box(1, 14, 4, 18, 5));
        assertThat(new Affine(0, 3, -1, 1, 0, 0, Interpolation.NEAREST, BLACK).boxes(box, size))
                .containsExactly(new Box(5, 0, 9, 3, 5));
        assertThat(Pipeline.of(new HorizontalFlip(), new Crop(0, 10, 10, 10), new HorizontalFlip())
                        .boxes(box, size))
                .containsExactly(new Box(2, 1, 6, 4, 5));
        assertThat(new Invert().boxes(box, size)).isEqualTo(box);
    }

    @Test
    void aRandomTransformIsDrawnFirst() {
        for (Transform random : List.of(new RandomHorizontalFlip(1), new RandomCrop(1, 1, 0))) {
            assertThatThrownBy(() -> random.mask(Image.black(1, 1, 1))).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> random.boxes(List.of(), new Size(1, 1))).isInstanceOf(IllegalStateException.class);
        }
    }

    private static Pipeline pipeline(Randomness randomness, Interpolation interpolation) {
        List<Transform> steps = new ArrayList<>();
        for (int i = randomness.nextInt(5); i >= 0; i--) {
            steps.add(step(randomness, interpolation));
        }
        return new Pipeline(steps);
    }

    private static Transform step(Randomness randomness, Interpolation interpolation) {
        int a = 3 + randomness.nextInt(20);
        int b = 3 + randomness.nextInt(20);
        return switch (randomness.nextInt(16)) {
            case 0 -> new RandomHorizontalFlip(0.7);
            case 1 -> new RandomVerticalFlip(0.7);
            case 2 -> new Crop(a - 10, b - 10, b, a);
            case 3 -> new CenterCrop(a, b);
            case 4 -> new RandomCrop(2, 2, 5);
            case 5 -> Resize.to(a, b, interpolation);
            case 6 -> Resize.shorter(a, interpolation);
            case 7 -> RandomResizedCrop.of(a, b, interpolation);
            case 8 -> new Pad(a, b, b, a, PadMode.values()[randomness.nextInt(4)], BLACK);
            case 9 -> new Rotate(randomness.nextInt(8) * 45.0, interpolation, randomness.nextBoolean(0.5), BLACK);
            case 10 -> new Affine(a * 15.0, b - 10, a - 10, b / 10.0, a, 0, interpolation, BLACK);
            case 11 ->
                RandomAffine.of(40)
                        .withTranslate(0.2, 0.2)
                        .withScale(0.8, 1.2)
                        .withShear(10, 10)
                        .withInterpolation(interpolation);
            case 12 -> RandomRotation.of(180).withInterpolation(interpolation);
            case 13 -> RandomPerspective.of(0.3, 1).withInterpolation(interpolation);
            case 14 ->
                RandomChoice.of(
                        RandomRotation.of(20).withInterpolation(interpolation),
                        RandomAffine.of(5).withInterpolation(interpolation));
            default ->
                new Perspective(
                        List.of(0.0, 0.0, 9.0, 0.0, 9.0, 6.0, 0.0, 6.0),
                        List.of(1.0, a / 20.0, 9.0, 0.0, 8.0, 6.5, b / 20.0, 6.0),
                        interpolation,
                        BLACK);
        };
    }

    /** How large a pixel of the source becomes, where that is more than one. */
    private static float pixel(Transform drawn) {
        if (drawn instanceof ResizedCrop) {
            ResizedCrop crop = (ResizedCrop) drawn;
            return Math.max((float) crop.newWidth() / crop.width(), (float) crop.newHeight() / crop.height());
        }
        return drawn instanceof Affine ? (float) ((Affine) drawn).scale() : 2;
    }

    private static Image rectangle(Size size, Randomness randomness) {
        Image mask = Image.black(size.height(), size.width(), 1);
        int top = randomness.nextInt(size.height() - 3);
        int left = randomness.nextInt(size.width() - 3);
        for (int y = top; y < Math.min(size.height(), top + 3 + top % 7); y++) {
            for (int x = left; x < Math.min(size.width(), left + 3 + left % 9); x++) {
                mask.samples()[y * size.width() + x] = (byte) 200;
            }
        }
        return mask;
    }

    /** The box around what is not 0; none if there is nothing. */
    private static List<Box> around(Image mask) {
        int left = mask.width();
        int top = mask.height();
        int right = 0;
        int bottom = 0;
        for (int y = 0; y < mask.height(); y++) {
            for (int x = 0; x < mask.width(); x++) {
                if (mask.sample(y, x, 0) != 0) {
                    left = Math.min(left, x);
                    top = Math.min(top, y);
                    right = Math.max(right, x + 1);
                    bottom = Math.max(bottom, y + 1);
                }
            }
        }
        return right == 0 ? List.of() : List.of(new Box(left, top, right, bottom, 3));
    }
}
