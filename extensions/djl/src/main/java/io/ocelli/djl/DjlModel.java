package io.ocelli.djl;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.NoopTranslator;
import ai.djl.util.Utils;
import com.google.common.collect.ImmutableList;
import io.ocelli.Classifier;
import io.ocelli.RunnerSpec;
import io.ocelli.error.EngineException;
import io.ocelli.image.Preprocessing;
import io.ocelli.serving.FileOutput;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A model of DJL's that is to be a classifier, run by DJL's engine. An immutable value; the model is loaded by {@link #open}.
 *
 * <pre>{@code
 * try (Classifier insects = DjlModel.of(Path.of("insects-djl")).open()) {
 *     System.out.println(insects.classify(Path.of("photo.jpg")));
 * }
 * }</pre>
 *
 * <p>Pictures are decoded and resized here, as {@code serving.properties} or the criteria's arguments say: {@code width},
 * {@code height}, {@code resize}, {@code resizeShort}, {@code centerCrop}, {@code normalize}, {@code toTensor} and
 * {@code range}, with the meaning that DJL's {@code ImageClassificationTranslator} gives them, but resampled as Pillow does.
 * What a translator's code does cannot be read: then {@link #preprocessing} says it. The labels are those of
 * {@code synset.txt}, or of the arguments {@code synset} or {@code synsetFileName}.
 *
 * <p>The network has one input, float32 N C H W, and gives a number for each class. With {@code applySoftmax} these are
 * logits; without it, what {@link #outputs} says, or else probabilities where those of a black picture are 1 together, and
 * logits where they are not. Folders that {@link DjlFolder} wrote say all of it.
 */
public final class DjlModel {
    private final Criteria<NDList, NDList> criteria;
    private final String name;
    private final @Nullable List<String> labels;
    private final @Nullable Preprocessing preprocessing;
    private final @Nullable FileOutput outputs;

    private DjlModel(
            Criteria<NDList, NDList> criteria,
            String name,
            @Nullable List<String> labels,
            @Nullable Preprocessing preprocessing,
            @Nullable FileOutput outputs) {
        this.criteria = criteria;
        this.name = name;
        this.labels = labels;
        this.preprocessing = preprocessing;
        this.outputs = outputs;
    }

    /**
     * The model in a folder: the ONNX or TorchScript file of the folder's name, or of {@code option.modelName} of
     * {@code serving.properties}, which also names the engine; without it the file's kind does.
     *
     * @throws IllegalArgumentException if there is no such folder
     */
    public static DjlModel of(Path folder) {
        if (!Files.isDirectory(folder)) {
            throw new IllegalArgumentException("A model of DJL's is a folder, and there is none at " + folder);
        }
        Criteria.Builder<NDList, NDList> criteria =
                Criteria.builder().setTypes(NDList.class, NDList.class).optModelPath(folder);
        DjlEngine engine = DjlEngine.of(folder);
        if (engine != null) {
            criteria.optEngine(engine.djlName());
        }
        return new DjlModel(criteria.build(), folder.toString(), null, null, null);
    }

    /** The model that DJL finds by criteria. A translator that they name is left out: pictures are prepared here. */
    public static DjlModel of(Criteria<Image, Classifications> criteria) {
        Criteria<NDList, NDList> numbers = criteria.toBuilder()
                .setTypes(NDList.class, NDList.class)
                .optTranslator(new NoopTranslator())
                .build();
        return new DjlModel(numbers, "of " + criteria.toString().trim(), null, null, null);
    }

    /**
     * With these names of the classes, by index.
     *
     * @throws IllegalArgumentException if there is none
     */
    public DjlModel labels(List<String> names) {
        if (names.isEmpty()) {
            throw new IllegalArgumentException("A classifier has at least one label, received none");
        }
        return new DjlModel(criteria, name, ImmutableList.copyOf(names), preprocessing, outputs);
    }

    /** With what is done to pictures before the network sees them, whatever the model says. */
    public DjlModel preprocessing(Preprocessing said) {
        return new DjlModel(criteria, name, labels, said, outputs);
    }

    /** With what the network's numbers are. */
    public DjlModel outputs(FileOutput said) {
        return new DjlModel(criteria, name, labels, preprocessing, said);
    }

    /**
     * The classifier. It runs once on a black picture, so that what does not work is seen here.
     *
     * @throws IllegalStateException if neither the model nor {@link #preprocessing} says how pictures are prepared
     * @throws EngineException if DJL finds no such model or cannot load it, or it is no classifier of these labels and pictures
     */
    public Classifier open() {
        DjlRunner runner = new DjlRunner(name, load());
        boolean whole = false;
        try {
            Map<String, String> said = runner.metadata();
            DjlPreprocessing prepared = preprocessing != null
                    ? new DjlPreprocessing(preprocessing, null)
                    : DjlPreprocessing.said(said, name);
            runner.probe(prepared.preprocessing());
            RunnerSpec spec = Classifier.runner(name, () -> runner).preprocessing(prepared.preprocessing());
            if (prepared.transform() != null) {
                spec = spec.transform(prepared.transform());
            }
            FileOutput kind = outputs != null ? outputs : runner.kind(said);
            List<String> names = labels != null ? labels : synset(runner.model(), said);
            Classifier classifier =
                    (names == null ? spec : spec.labels(names)).outputs(kind).open();
            whole = true;
            return classifier;
        } finally {
            if (!whole) {
                runner.close();
            }
        }
    }

    private ZooModel<NDList, NDList> load() {
        try {
            return criteria.loadModel();
        } catch (ModelNotFoundException | MalformedModelException | IOException | RuntimeException e) {
            throw new EngineException(
                    "DJL loads a model by its folder or criteria, and could not load " + name + ": "
                            + DjlRunner.causes(e),
                    e);
        }
    }

    /** The labels that a model says, as DJL's translator finds them; null where it says none. */
    private @Nullable List<String> synset(Model model, Map<String, String> said) {
        String inPlace = said.get("synset");
        if (inPlace != null) {
            return Arrays.asList(inPlace.split(",", -1));
        }
        String file = said.getOrDefault("synsetFileName", DjlFolder.SYNSET);
        if (!Files.isRegularFile(model.getModelPath().resolve(file))) {
            return null;
        }
        try {
            return model.getArtifact(file, Utils::readLines);
        } catch (IOException e) {
            throw new EngineException("The labels of " + name + " cannot be read: " + e, e);
        }
    }

    @Override
    public String toString() {
        return "DJL model " + name;
    }
}
