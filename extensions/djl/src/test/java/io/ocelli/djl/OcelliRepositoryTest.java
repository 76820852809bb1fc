package io.ocelli.djl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.ocelli.Classifier;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OcelliRepositoryTest {
    @TempDir
    Path folder;

    private static Criteria<Image, Classifications> criteria(String url) {
        return Criteria.builder()
                .setTypes(Image.class, Classifications.class)
                .optModelUrls(url)
                .build();
    }

    @ParameterizedTest
    @CsvSource({
        "ocelli://efficientnet_lite0, OnnxRuntime",
        "ocelli://efficientnet_lite0?engine=PyTorch, PyTorch",
        "ocelli://efficientnet_lite0/IMAGENET1K, OnnxRuntime",
    })
    void criteriaFindArchitecturesByName(String url, String engine) throws Exception {
        try (Classifier ours = Classifier.efficientnetLite0().pretrained().open();
                ZooModel<Image, Classifications> model = criteria(url).loadModel();
                Predictor<Image, Classifications> predictor = model.newPredictor()) {
            assertThat(model.getNDManager().getEngine().getEngineName()).isEqualTo(engine);
            Classifications said = predictor.predict(DjlPictures.toDjl(Pictures.image(1)));
            assertThat(said.best().getProbability())
                    .isCloseTo(ours.classify(Pictures.image(1)).confidence(), within(1e-5));
        }
    }

    @Test
    void criteriaFindSavedFolders() throws Exception {
        try (Classifier ours = Classifier.efficientnetLite0().pretrained().open()) {
            ours.save(folder.resolve("saved"));
        }
        try (ZooModel<Image, Classifications> model =
                        criteria("ocelli://" + folder.resolve("saved")).loadModel();
                Predictor<Image, Classifications> predictor = model.newPredictor()) {
            assertThat(predictor.predict(DjlPictures.toDjl(Pictures.image(1))).getClassNames())
                    .hasSize(1000);
        }
    }

    @Test
    void nothingIsReadBeforeTheModelIsLoaded() {
        assertThat(criteria("ocelli:///there/is/none")).isNotNull();
        assertThatThrownBy(() -> criteria("ocelli:///there/is/none").loadModel())
                .isInstanceOf(io.ocelli.error.WeightsException.class)
                .hasMessageContaining("/there/is/none");
    }

    @Test
    void anAddressOfNothingIsRefused() {
        assertThatThrownBy(() -> criteria("ocelli:///"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An address of an Ocelli classifier is ocelli://ARCHITECTURE,"
                        + " ocelli://ARCHITECTURE/WEIGHTS or ocelli:///FOLDER, received 'ocelli:///'");
    }
}
