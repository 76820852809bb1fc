package io.ocelli.transforms;

import io.ocelli.image.Parameters;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.image.TransformProvider;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The transforms of this module. */
public final class PillowTransforms implements TransformProvider {
    static final Map<String, Function<Parameters, Transform>> READERS = readers();

    /** For the service loader. */
    public PillowTransforms() {}

    @Override
    public @Nullable Transform read(String name, Parameters parameters) {
        Function<Parameters, Transform> reader = READERS.get(name);
        return reader == null ? null : reader.apply(parameters);
    }

    @Override
    public Transform evaluation(Preprocessing preprocessing) {
        Transform crop = new CenterCrop(preprocessing.cropHeight(), preprocessing.cropWidth());
        return preprocessing.resize() == 0
                ? Pipeline.of(crop)
                : Pipeline.of(
                        Resize.shorter(preprocessing.resize(), preprocessing.interpolation())
                                .withReducingGap(preprocessing.reducingGap()),
                        crop);
    }

    @Override
    public Transform training(Preprocessing preprocessing) {
        int height = preprocessing.cropHeight();
        int width = preprocessing.cropWidth();
        // Without a resize, pictures come at the network's size: cut out of a padded picture, 4 pixels for the 32 of
        // CIFAR.
        Transform crop = preprocessing.resize() == 0
                ? new RandomCrop(height, width, height / 8)
                : RandomResizedCrop.of(height, width, preprocessing.interpolation());
        return Pipeline.of(crop, new RandomHorizontalFlip(0.5));
    }

    private static Map<String, Function<Parameters, Transform>> readers() {
        Map<String, Function<Parameters, Transform>> readers = new HashMap<>();
        readers.put("Resize", Resize::read);
        readers.put("CenterCrop", CenterCrop::read);
        readers.put("Crop", Crop::read);
        readers.put("ResizedCrop", ResizedCrop::read);
        readers.put("RandomResizedCrop", RandomResizedCrop::read);
        readers.put("RandomCrop", RandomCrop::read);
        readers.put("HorizontalFlip", saved -> new HorizontalFlip());
        readers.put("VerticalFlip", saved -> new VerticalFlip());
        readers.put("RandomHorizontalFlip", saved -> new RandomHorizontalFlip(saved.number("probability")));
        readers.put("RandomVerticalFlip", saved -> new RandomVerticalFlip(saved.number("probability")));
        readers.put("Pad", Pad::read);
        readers.put("Rotate", Rotate::read);
        readers.put("Affine", Affine::read);
        readers.put("Perspective", Perspective::read);
        readers.put("Brightness", saved -> new Brightness(saved.number("factor")));
        readers.put("Intensity", saved -> new Intensity(saved.number("factor"), saved.number("offset")));
        readers.put("RandomIntensity", saved -> new RandomIntensity(saved.number("scale"), saved.number("shift")));
        readers.put("Windowing", Windowing::read);
        readers.put("RandomWindow", RandomWindow::read);
        readers.put("Contrast", saved -> new Contrast(saved.number("factor")));
        readers.put("Saturation", saved -> new Saturation(saved.number("factor")));
        readers.put("Sharpness", saved -> new Sharpness(saved.number("factor")));
        readers.put("Hue", saved -> new Hue(saved.number("turn")));
        readers.put("Gamma", saved -> new Gamma(saved.number("gamma"), saved.number("gain")));
        readers.put("Grayscale", saved -> new Grayscale(saved.integer("channels")));
        readers.put("Invert", saved -> new Invert());
        readers.put("Posterize", saved -> new Posterize(saved.integer("bits")));
        readers.put("Solarize", saved -> new Solarize(saved.integer("threshold")));
        readers.put("AutoContrast", saved -> new AutoContrast());
        readers.put("Equalize", saved -> new Equalize());
        readers.put("GaussianBlur", GaussianBlur::read);
        readers.put("RandomGaussianBlur", RandomGaussianBlur::read);
        readers.put("ColorJitter", ColorJitter::read);
        readers.put("RandomAffine", RandomAffine::read);
        readers.put("RandomRotation", RandomRotation::read);
        readers.put("RandomPerspective", RandomPerspective::read);
        readers.put("RandomGrayscale", saved -> new RandomGrayscale(saved.number("probability")));
        readers.put("RandomApply", saved -> new RandomApply(saved.transform("transform"), saved.number("probability")));
        readers.put("RandomChoice", saved -> new RandomChoice(saved.transforms("transforms")));
        readers.put("RandomErasing", RandomErasing::read);
        readers.put("Erase", Erase::read);
        readers.put("AutoAugment", AutoAugment::read);
        readers.put("RandAugment", RandAugment::read);
        readers.put("TrivialAugmentWide", TrivialAugmentWide::read);
        readers.put("AugMix", AugMix::read);
        readers.put("Blend", Blend::read);
        return readers;
    }
}
