package io.ocelli.djl;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import com.google.common.base.Joiner;
import io.ocelli.Classifier;
import io.ocelli.error.EngineException;
import io.ocelli.files.WholeFile;
import io.ocelli.saving.TrainedModel;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/**
 * Writes a classifier as a folder that DJL, and DJL Serving, load as it is: the network's file, {@code synset.txt} and
 * {@code serving.properties}, which names the engine and the {@link PictureTranslatorFactory}.
 *
 * <pre>{@code
 * DjlFolder.write(insects, Path.of("insects-djl"), DjlEngine.ONNXRUNTIME);
 * ZooModel<Image, Classifications> model = DjlFolder.criteria(Path.of("insects-djl")).loadModel();
 * }</pre>
 *
 * <p>DJL Serving takes the translator from {@code serving.properties}; a {@code Criteria} has to name it, as {@link #criteria}
 * does.
 */
public final class DjlFolder {
    static final String PROPERTIES = "serving.properties";
    static final String SYNSET = "synset.txt";
    /** Whether the classes' probabilities are a softmax's, or a sigmoid's for each. */
    static final String SCORING = "ocelli.scoring";

    private static final String MODEL = "model";

    private DjlFolder() {}

    /**
     * Writes the folder; it is made where it is missing, and files there are replaced whole.
     *
     * @param engine which of DJL's engines it is for
     * @throws IllegalStateException if the classifier comes from an ONNX file itself, is an ensemble, has decorators that a
     *     file cannot hold, or takes pictures of 16 bits
     * @throws EngineException if a file cannot be written, or what writes the engine's format is not on the class path
     */
    public static void write(Classifier classifier, Path folder, DjlEngine engine) {
        if (classifier.preprocessing().intensities() != null) {
            throw new IllegalStateException("DJL's pictures have 8 bits, and this network takes 16 by "
                    + classifier.preprocessing().intensities()
                    + ". Write it by exportOnnx(file), whose input is of 16.");
        }
        Properties properties = new Properties();
        properties.setProperty("engine", engine.djlName());
        properties.setProperty("option.modelName", MODEL);
        properties.setProperty("application", "cv/image_classification");
        properties.setProperty("translatorFactory", PictureTranslatorFactory.class.getName());
        for (Map.Entry<String, String> text : classifier.exportedTexts().entrySet()) {
            properties.setProperty(text.getKey(), text.getValue());
        }
        TrainedModel model = classifier.trained("exported", "copy the file instead");
        properties.setProperty(SCORING, model.answering().scoring().name());
        try {
            Files.createDirectories(folder);
            engine.export(classifier, folder.resolve(MODEL + engine.suffix()));
            write(folder.resolve(SYNSET), Joiner.on('\n').join(classifier.labels()) + "\n");
            write(folder.resolve(PROPERTIES), text(properties));
        } catch (IOException e) {
            throw new EngineException(
                    "A folder for DJL is written where there is room and permission, and " + folder
                            + " could not be written: " + e,
                    e);
        }
    }

    /** What finds such a folder: DJL's pictures in, its classifications out. */
    public static Criteria<Image, Classifications> criteria(Path folder) {
        return Criteria.builder()
                .setTypes(Image.class, Classifications.class)
                .optModelPath(folder)
                .optTranslatorFactory(new PictureTranslatorFactory())
                .build();
    }

    private static void write(Path file, String text) throws IOException {
        WholeFile.write(file, out -> {
            Writer writer = new OutputStreamWriter(out, StandardCharsets.UTF_8);
            writer.write(text);
            writer.flush();
        });
    }

    /** Without the date that the JDK writes first: the same classifier gives the same file. */
    private static String text(Properties properties) throws IOException {
        StringWriter text = new StringWriter();
        properties.store(text, null);
        return text.toString()
                .lines()
                .filter(line -> !line.startsWith("#"))
                .sorted()
                .reduce("", (all, line) -> all + line + "\n");
    }
}
