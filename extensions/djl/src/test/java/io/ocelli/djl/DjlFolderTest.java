package io.ocelli.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.ocelli.Classifier;
import io.ocelli.Prediction;
import io.ocelli.decisions.Threshold;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class DjlFolderTest {
    @TempDir
    static Path folder;

    private static Classifier ours;

    @BeforeAll
    static void open() {
        ours = Classifier.efficientnetLite0().pretrained().open();
        for (DjlEngine engine : DjlEngine.values()) {
            DjlFolder.write(ours, folder.resolve(engine.name()), engine);
        }
    }

    @AfterAll
    static void close() {
        ours.close();
    }

    private static Criteria<Image, Classifications> criteria(DjlEngine engine) {
        return DjlFolder.criteria(folder.resolve(engine.name()));
    }

    private static void assertSame(Classifications theirs, Prediction expected) {
        assertThat(theirs.getClassNames()).isEqualTo(ours.labels());
        float[] probabilities = expected.probabilities();
        assertThat(theirs.getProbabilities()).hasSize(probabilities.length);
        for (int k = 0; k < probabilities.length; k++) {
            assertThat(theirs.getProbabilities().get(k)).isCloseTo(probabilities[k], within(1e-5));
        }
        assertThat(theirs.best().getClassName()).isEqualTo(expected.label());
    }

    @ParameterizedTest
    @EnumSource
    void djlsPredictorSaysWhatOursSays(DjlEngine engine) throws Exception {
        try (ZooModel<Image, Classifications> model = criteria(engine).loadModel();
                Predictor<Image, Classifications> predictor = model.newPredictor()) {
            assertThat(model.getNDManager().getEngine().getEngineName()).isEqualTo(engine.djlName());
            for (int i = 0; i < 2; i++) {
                assertSame(
                        predictor.predict(ImageFactory.getInstance().fromImage(Pictures.drawn(i))),
                        ours.classify(Pictures.image(i)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void aBatchIsAnsweredInOrder(DjlEngine engine) throws Exception {
        List<Image> pictures = IntStream.range(0, 5)
                .mapToObj(i -> DjlPictures.toDjl(Pictures.image(i)))
                .toList();
        try (ZooModel<Image, Classifications> model = criteria(engine).loadModel();
                Predictor<Image, Classifications> predictor = model.newPredictor()) {
            List<Classifications> answers = predictor.batchPredict(pictures);
            assertThat(answers).hasSize(5);
            for (int i = 0; i < 5; i++) {
                assertSame(answers.get(i), ours.classify(Pictures.image(i)));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"png", "jpg"})
    void aFileThatDjlDecodesIsAnsweredAsOurs(String format) throws Exception {
        Path file = Pictures.file(folder, 3, format);
        try (ZooModel<Image, Classifications> model =
                        criteria(DjlEngine.ONNXRUNTIME).loadModel();
                Predictor<Image, Classifications> predictor = model.newPredictor()) {
            assertSame(predictor.predict(ImageFactory.getInstance().fromFile(file)), ours.classify(file));
        }
    }

    @Test
    void djlServingSendsTheBytesOfAFile() throws Exception {
        Criteria<Input, Output> serving = DjlFolder.criteria(folder.resolve("ONNXRUNTIME")).toBuilder()
                .setTypes(Input.class, Output.class)
                .optTranslatorFactory(new PictureTranslatorFactory())
                .build();
        Path file = Pictures.file(folder, 4, "png");
        Input request = new Input();
        request.add("data", Files.readAllBytes(file));
        try (ZooModel<Input, Output> model = serving.loadModel();
                Predictor<Input, Output> predictor = model.newPredictor()) {
            assertThat(predictor.predict(request).getData().getAsString())
                    .contains("\"" + ours.classify(file).label() + "\"");
        }
    }

    @Test
    void aFolderHoldsWhatDjlServingReads() throws Exception {
        Path written = folder.resolve("ONNXRUNTIME");
        assertThat(written.toFile().list()).containsExactlyInAnyOrder("model.onnx", "serving.properties", "synset.txt");
        assertThat(Files.readAllLines(written.resolve("synset.txt"))).isEqualTo(ours.labels());
        assertThat(Files.readAllLines(written.resolve("serving.properties")))
                .contains(
                        "engine=OnnxRuntime",
                        "option.modelName=model",
                        "translatorFactory=io.ocelli.djl.PictureTranslatorFactory");
    }

    @Test
    void writtenTwiceItIsTheSame() throws Exception {
        Path again = folder.resolve("again");
        DjlFolder.write(ours, again, DjlEngine.PYTORCH);
        for (String name : List.of("model.pt", "serving.properties", "synset.txt")) {
            assertThat(again.resolve(name))
                    .hasSameBinaryContentAs(folder.resolve("PYTORCH").resolve(name));
        }
    }

    @Test
    void whatAFileCannotHoldIsRefused() {
        try (Classifier sure = ours.with(new Threshold(0.9))) {
            assertThatThrownBy(() -> DjlFolder.write(sure, folder.resolve("sure"), DjlEngine.PYTORCH))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("An exported file holds a network with a temperature");
        }
    }

    @Test
    void otherTypesHaveNoTranslator() {
        assertThatThrownBy(() -> new PictureTranslatorFactory()
                        .newInstance(String.class, Classifications.class, null, java.util.Map.of()))
                .isInstanceOf(ai.djl.translate.TranslateException.class)
                .hasMessage("An Ocelli classifier takes ai.djl.modality.cv.Image and gives"
                        + " ai.djl.modality.Classifications, received java.lang.String and"
                        + " ai.djl.modality.Classifications");
    }

    @Test
    void argumentsOfAnotherModelAreRefused() {
        ai.djl.Model model = ai.djl.Model.newInstance("other", "OnnxRuntime");
        assertThatThrownBy(() -> new PictureTranslatorFactory()
                        .newInstance(Image.class, Classifications.class, model, java.util.Map.of("width", 224)))
                .isInstanceOf(ai.djl.translate.TranslateException.class)
                .hasMessage("The arguments of an Ocelli classifier are ocelli.format, ocelli.labels and"
                        + " ocelli.preprocessing, and 'other' has [width]. Write its folder with"
                        + " DjlFolder.write(classifier, folder, engine).");
        model.close();
    }

    @Test
    void bothEnginesAreThere() {
        assertThat(Engine.getAllEngines()).contains("OnnxRuntime", "PyTorch");
        assertThat(DjlEngine.present()).isEqualTo(DjlEngine.ONNXRUNTIME);
    }

    @Test
    void anotherEngineIsRefused() {
        assertThatThrownBy(() -> DjlEngine.named("MXNet"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "An engine of DJL that runs a classifier is one of [OnnxRuntime, PyTorch], received 'MXNet'");
    }
}
