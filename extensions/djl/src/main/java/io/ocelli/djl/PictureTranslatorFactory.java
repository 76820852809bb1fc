package io.ocelli.djl;

import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.translator.ImageServingTranslator;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import com.google.common.collect.ImmutableSet;
import io.ocelli.error.EngineException;
import io.ocelli.image.Preprocessing;
import io.ocelli.saving.FileTexts;
import java.lang.reflect.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes {@link PictureTranslator}s of what {@code serving.properties} says, which names it. Thread-safe. */
public final class PictureTranslatorFactory implements TranslatorFactory {
    /** For DJL. */
    public PictureTranslatorFactory() {}

    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        return ImmutableSet.of(new Pair<>(Image.class, Classifications.class), new Pair<>(Input.class, Output.class));
    }

    /**
     * @throws TranslateException if the arguments are not those that {@link DjlFolder} writes, or the types are others than a
     *     picture and its classifications, or the input and the output of DJL Serving
     */
    @Override
    @SuppressWarnings("unchecked") // the types were compared
    public <I, O> Translator<I, O> newInstance(Class<I> input, Class<O> output, Model model, Map<String, ?> arguments)
            throws TranslateException {
        if (!isSupported(input, output)) {
            throw new TranslateException("An Ocelli classifier takes " + Image.class.getName() + " and gives "
                    + Classifications.class.getName() + ", received " + input.getName() + " and " + output.getName());
        }
        PictureTranslator translator = translator(model.getName(), arguments);
        return (Translator<I, O>) (input == Input.class ? new ImageServingTranslator(translator) : translator);
    }

    private static PictureTranslator translator(String name, Map<String, ?> arguments) throws TranslateException {
        Map<String, String> texts = new LinkedHashMap<>();
        arguments.forEach((key, value) -> texts.put(key, String.valueOf(value)));
        try {
            FileTexts said = FileTexts.read(texts, name);
            List<String> labels = said.labels();
            Preprocessing preprocessing = said.preprocessing();
            if (labels == null || preprocessing == null) {
                throw new TranslateException(
                        "The arguments of an Ocelli classifier are ocelli.format, ocelli.labels and"
                                + " ocelli.preprocessing, and '" + name + "' has " + arguments.keySet()
                                + ". Write its folder with DjlFolder.write(classifier, folder, engine).");
            }
            return new PictureTranslator(labels, preprocessing, said.transform());
        } catch (EngineException e) {
            throw new TranslateException(e.getMessage(), e);
        }
    }
}
