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
    private static final Map<String, Function<Parameters, Transform>> READERS = readers();

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
                : Pipeline.of(Resize.shorter(preprocessing.resize(), preprocessing.interpolation()), crop);
    }

    @Override
    public Transform training(Preprocessing preprocessing) {
        int height = preprocessing.cropHeight();
        int width = preprocessing.cropWidth();
        // Without a resize, pictures come at the network's size: cut out of a padded picture, 4 pixels for the 32 of CIFAR.
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
        return readers;
    }
}
