package io.ocelli.transforms;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonParser;
import io.ocelli.error.OcelliException;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class PillowTransformsTest {
    static Transform[] all() {
        Interpolation bilinear = Interpolation.BILINEAR;
        return new Transform[] {
            Resize.shorter(256, bilinear).withLongest(400),
            Resize.to(3, 5, Interpolation.LANCZOS),
            CenterCrop.of(224),
            new Crop(-1, 2, 3, 4),
            new ResizedCrop(1, 2, 3, 4, 5, 6, Interpolation.BOX),
            RandomResizedCrop.of(224, 192, Interpolation.BICUBIC),
            new RandomCrop(32, 32, 4),
            new HorizontalFlip(),
            new VerticalFlip(),
            new RandomHorizontalFlip(0.5),
            new RandomVerticalFlip(0.25),
            new Pad(1, 2, 3, 4, PadMode.REFLECT, Arrays.asList(7)),
            new Rotate(-17.5, bilinear, true, Arrays.asList(1, 2, 3)),
            new Affine(15, 20, -11, 1.2, 8, -5, bilinear, Arrays.asList(0)),
            new Perspective(
                    Arrays.asList(0.0, 0.0, 9.0, 0.0, 9.0, 9.0, 0.0, 9.0),
                    Arrays.asList(1.0, 0.0, 9.0, 2.0, 7.0, 9.0, 0.0, 9.0),
                    bilinear,
                    Arrays.asList(0)),
            new Brightness(0.3),
            new Intensity(0.9, -20),
            new RandomIntensity(0.1, 20),
            Windowing.of(-160, 240.5),
            new RandomWindow(-160, 240, 20, 0.1),
            new Contrast(1.7),
            new Saturation(0.3),
            new Sharpness(1.7),
            new Hue(-0.1),
            new Gamma(2.2, 1.1),
            new Grayscale(3),
            new Invert(),
            new Posterize(3),
            new Solarize(110),
            new AutoContrast(),
            new Equalize(),
            new GaussianBlur(5, 9, 1.1, 2),
            new RandomGaussianBlur(5, 0.1, 2),
            new ColorJitter(0.4, 0.3, 0.2, 0.1),
            RandomAffine.of(10).withTranslate(0.1, 0.2).withScale(0.5, 2).withShear(3, 4),
            RandomRotation.of(30).withFill(Arrays.asList(1, 2, 3)),
            RandomPerspective.of(0.5, 0.25).withInterpolation(Interpolation.BICUBIC),
            new RandomGrayscale(0.1),
            new RandomApply(new Posterize(2), 0.5),
            RandomChoice.of(new Invert(), new RandomApply(new Equalize(), 0.5)),
            RandomErasing.of(0.25).withArea(0.1, 0.2).withRatio(0.5, 2),
            RandomErasing.of(0.25).withNoise(),
            new Erase(1, 2, 3, 4, Arrays.asList(), 5),
            AutoAugment.of(AutoAugmentPolicy.SVHN),
            RandAugment.of(2, 9).withInterpolation(bilinear).withFill(Arrays.asList(128)),
            TrivialAugmentWide.of(),
            AugMix.of().withSeverity(5).withAllOps(false),
            new Blend(Arrays.asList(new Invert(), Pipeline.empty()), Arrays.asList(0.25, 0.75))
        };
    }

    @ParameterizedTest
    @MethodSource("all")
    void everyTransformIsSavedAndReadBack(Transform transform) {
        Pipeline pipeline = Pipeline.of(transform, Pipeline.of(transform));
        String json = Transforms.toJson(pipeline).toString();
        assertThat(Transforms.fromJson(JsonParser.parseString(json))).isEqualTo(pipeline);
    }

    /** What stands in users' saved folders, whatever becomes of the classes' names. */
    @Test
    void theNamesTransformsAreSavedUnderStay() {
        assertThat(Arrays.stream(all()).map(Transform::name).distinct())
                .containsExactly(
                        "Resize",
                        "CenterCrop",
                        "Crop",
                        "ResizedCrop",
                        "RandomResizedCrop",
                        "RandomCrop",
                        "HorizontalFlip",
                        "VerticalFlip",
                        "RandomHorizontalFlip",
                        "RandomVerticalFlip",
                        "Pad",
                        "Rotate",
                        "Affine",
                        "Perspective",
                        "Brightness",
                        "Intensity",
                        "RandomIntensity",
                        "Windowing",
                        "RandomWindow",
                        "Contrast",
                        "Saturation",
                        "Sharpness",
                        "Hue",
                        "Gamma",
                        "Grayscale",
                        "Invert",
                        "Posterize",
                        "Solarize",
                        "AutoContrast",
                        "Equalize",
                        "GaussianBlur",
                        "RandomGaussianBlur",
                        "ColorJitter",
                        "RandomAffine",
                        "RandomRotation",
                        "RandomPerspective",
                        "RandomGrayscale",
                        "RandomApply",
                        "RandomChoice",
                        "RandomErasing",
                        "Erase",
                        "AutoAugment",
                        "RandAugment",
                        "TrivialAugmentWide",
                        "AugMix",
                        "Blend");
        assertThat(PillowTransforms.READERS.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Arrays.stream(all()).map(Transform::name).distinct().toList());
    }

    @Test
    void aSavedTransformIsReadable() {
        assertThat(Transforms.toJson(Transforms.evaluation(Preprocessing.imagenet())))
                .hasToString("{\"name\":\"Pipeline\",\"steps\":["
                        + "{\"name\":\"Resize\",\"shorter\":256,\"interpolation\":\"bilinear\"},"
                        + "{\"name\":\"CenterCrop\",\"height\":224,\"width\":224}]}");
    }

    @Test
    void aSavedTransformWithWrongParametersIsAnErrorThatSaysWhy() {
        String json = "{\"name\":\"Posterize\",\"bits\":9}";
        assertThatThrownBy(() -> Transforms.fromJson(JsonParser.parseString(json)))
                .isInstanceOf(OcelliException.class)
                .hasMessage(
                        "A saved transform has parameters that it takes, received {\"name\":\"Posterize\",\"bits\":9}:"
                                + " 0 to 8 bits are kept, received 9");
    }

    @Test
    void trainingCutsAndFlips() {
        assertThat(Transforms.training(Preprocessing.imagenet()))
                .isEqualTo(Pipeline.of(
                        RandomResizedCrop.of(224, 224, Interpolation.BILINEAR), new RandomHorizontalFlip(0.5)));
    }

    @Test
    void withoutAResizePicturesArePaddedAndCut() {
        Preprocessing cifar = Preprocessing.imagenet().withResize(0).withCrop(32, 32);
        assertThat(Transforms.training(cifar))
                .isEqualTo(Pipeline.of(new RandomCrop(32, 32, 4), new RandomHorizontalFlip(0.5)));
        assertThat(Transforms.evaluation(cifar)).isEqualTo(Pipeline.of(CenterCrop.of(32)));
    }
}
