package io.ocelli.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Region;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ResizeTest {
    private static final int[][] SIZES = {{61, 87}, {87, 61}, {50, 50}, {20, 90}, {120, 33}};

    @ParameterizedTest
    @EnumSource
    void aCropAfterItCostsNoPixel(Interpolation interpolation) {
        for (int[] size : SIZES) {
            Image source = Pictures.noise(size[0], size[1], 3);
            for (Resize resize : new Resize[] {Resize.shorter(40, interpolation), Resize.to(70, 36, interpolation)}) {
                for (int side : new int[] {13, 36, 40, 75}) {
                    CenterCrop crop = CenterCrop.of(side);
                    assertThat(Pipeline.of(resize, crop).apply(source)).isEqualTo(crop.apply(resize.apply(source)));
                }
            }
        }
    }

    /** What lies outside of it is another picture. */
    @ParameterizedTest
    @EnumSource
    void whatLiesOutsideOfItsRegionChangesNothing(Interpolation interpolation) {
        for (int[] extents : SIZES) {
            Image source = Pictures.noise(extents[0], extents[1], 3);
            for (Transform transform : new Transform[] {
                Pipeline.of(Resize.shorter(40, interpolation), CenterCrop.of(36)),
                Pipeline.of(Resize.to(70, 36, interpolation), CenterCrop.of(13)),
                Pipeline.of(Resize.to(33, 90, interpolation), CenterCrop.of(30)),
                Resize.shorter(20, interpolation),
                new ResizedCrop(5, 7, 12, 9, 20, 30, interpolation),
                CenterCrop.of(17),
                CenterCrop.of(100),
                new Crop(-3, 8, 20, 11),
                Pipeline.of(new HorizontalFlip(), CenterCrop.of(17))
            }) {
                Region region = transform.region(source.size());
                Image other = Pictures.noise(extents[0], extents[1] + 1, 3);
                Image mixed = Image.black(source.height(), source.width(), 3);
                for (int y = 0; y < source.height(); y++) {
                    for (int x = 0; x < source.width(); x++) {
                        boolean inside =
                                y >= region.top() && y < region.bottom() && x >= region.left() && x < region.right();
                        for (int c = 0; c < 3; c++) {
                            mixed.samples()[(y * source.width() + x) * 3 + c] =
                                    (byte) (inside ? source : other).sample(y, x, c);
                        }
                    }
                }
                assertThat(transform.apply(mixed)).isEqualTo(transform.apply(source));
            }
        }
    }

    @Test
    void aCropAfterItLooksAtAPartOnly() {
        Transform transform = Pipeline.of(Resize.shorter(256, Interpolation.BICUBIC), CenterCrop.of(224));
        Region region = transform.region(new Size(375, 500));
        assertThat(region.height()).isBetween(328, 336);
        assertThat(region.width()).isBetween(328, 336);
        assertThat(region.top()).isBetween(19, 23);
    }

    @Test
    void aPictureIsReducedWhereThatIsAskedForOnly() {
        Resize resize = Resize.shorter(256, Interpolation.BICUBIC);
        Size photo = new Size(3000, 4000);
        assertThat(resize.reduction(photo)).isEqualTo(1);
        assertThat(resize.withReducingGap(1).reduction(photo)).isEqualTo(11);
        assertThat(resize.withReducingGap(2).reduction(photo)).isEqualTo(5);
        assertThat(resize.withReducingGap(0.5).reduction(new Size(375, 500))).isEqualTo(2);
        assertThat(resize.withReducingGap(1).reduction(new Size(100, 100))).isEqualTo(1);
        Transform pipeline = Pipeline.of(resize.withReducingGap(2), CenterCrop.of(224));
        assertThat(pipeline.reduction(photo)).isEqualTo(5);
        assertThat(Transforms.fromJson(Transforms.toJson(pipeline))).isEqualTo(pipeline);
        assertThatThrownBy(() -> resize.withReducingGap(9))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A reducing gap is 0, to decode pictures whole, or 0.5 to 8.0 times the size that they are"
                        + " resized to, received 9.0");
    }

    @ParameterizedTest
    @EnumSource
    void aResizedCropIsACropThenAResize(Interpolation interpolation) {
        Image source = Pictures.noise(61, 87, 3);
        for (int[] size : new int[][] {{20, 31}, {31, 20}, {70, 33}, {40, 50}}) {
            assertThat(new ResizedCrop(9, 17, 40, 50, size[0], size[1], interpolation).apply(source))
                    .isEqualTo(Resize.to(size[0], size[1], interpolation).apply(new Crop(9, 17, 40, 50).apply(source)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void aGrayPictureIsResizedAsAChannelOfAColouredOne(Interpolation interpolation) {
        Image gray = Pictures.noise(61, 87, 1);
        Resize resize = Resize.to(35, 40, interpolation);
        assertThat(resize.apply(gray).toChannels(3)).isEqualTo(resize.apply(gray.toChannels(3)));
    }

    @Test
    void theShorterSideGetsItsLengthAndTheLongerFollows() {
        Resize resize = Resize.shorter(256, Interpolation.BILINEAR);
        assertThat(resize.size(new Size(375, 500))).isEqualTo(new Size(256, 341));
        assertThat(resize.size(new Size(500, 333))).isEqualTo(new Size(384, 256));
        assertThat(resize.withLongest(300).size(new Size(375, 500))).isEqualTo(new Size(225, 300));
    }

    @Test
    void theSameSizeIsTheSamePicture() {
        Image source = Pictures.noise(8, 9, 3);
        assertThat(Resize.to(8, 9, Interpolation.BICUBIC).apply(source)).isSameAs(source);
    }

    @Test
    void onePixelGrows() {
        Image source = Image.of(1, 1, 1, new byte[] {42});
        assertThat(Resize.to(2, 2, Interpolation.LANCZOS).apply(source))
                .isEqualTo(Image.of(2, 2, 1, new byte[] {42, 42, 42, 42}));
    }

    @Test
    void wrongExtentsAreRefused() {
        assertThatThrownBy(() -> Resize.shorter(256, Interpolation.BILINEAR).withLongest(256))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A resize has a positive height and width, or a positive shorter side and a bound above it;"
                        + " received height 0, width 0, shorter 256, longest 256");
    }
}
