package io.ocelli.samples.android;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.Classifier;
import io.ocelli.android.AndroidPictures;
import io.ocelli.android.CameraImage;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import java.io.File;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On the JVM, where Android's Java code runs as on a device; bitmaps are Robolectric's. */
class RecogniserTest {
    private static final CameraImage.Yuv SHADES = (y, x) -> new int[] {20 + 3 * y + 2 * x, 100 + x, 180 - y};

    @TempDir
    static Path folder;

    private static Path model;

    @BeforeAll
    static void deliver() {
        model = folder.resolve("model");
        try (Classifier classifier = Classifier.efficientnetLite0().pretrained().open()) {
            classifier.save(model);
        }
    }

    private static Recogniser started(File own) {
        return new Recogniser(Classifier.saved(model), own);
    }

    @Test
    void untilItHasLearntItSaysWhatTheDeliveredClassifierSays() {
        try (Recogniser recogniser = started(folder.resolve("nothing").toFile());
                Classifier delivered = Classifier.load(model)) {
            CameraImage frame = CameraImage.of(48, 64, 2, SHADES);

            assertThat(recogniser.classify(frame, 90).probabilities())
                    .isEqualTo(delivered
                            .classify(ImageSource.of(AndroidPictures.of(frame, 90)))
                            .probabilities());
        }
    }

    @Test
    void whatItLearntItKnowsAtItsNextStart() {
        File own = folder.resolve("own").toFile();
        float[] before;
        try (Recogniser recogniser = started(own)) {
            assertThat(recogniser.learn(Things.photos(8, 1)).accuracy()).isEqualTo(1);
            before = recogniser.classify(Things.photo("ball", 100)).probabilities();
        }
        try (Recogniser recogniser = started(own)) {
            for (String thing : Things.ALL) {
                assertThat(recogniser.classify(Things.photo(thing, 200)).label())
                        .isEqualTo(thing);
            }
            assertThat(recogniser.classify(Things.photo("ball", 100)).probabilities())
                    .isEqualTo(before);
        }
    }

    @Test
    void itLearnsAnewAsOftenAsItIsAsked() {
        try (Recogniser recogniser = started(folder.resolve("again").toFile())) {
            recogniser.learn(Things.photos(4, 1));
            recogniser.learn(Things.photos(4, 50).relabel(List.of("ball", "across", "along")));

            assertThat(recogniser.classify(Things.photo("ball", 300)).label()).isEqualTo("ball");
        }
    }

    @Test
    void onePhotoOfAThingIsTooFew() {
        DataSet few = DataSet.of(List.of(Things.photo("ball", 1), Things.photo("along", 2)), "ball", "along");
        try (Recogniser recogniser = started(folder.resolve("few").toFile())) {
            assertThatThrownBy(() -> recogniser.learn(few))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("Two things or more are learnt, from two photos or more of each; there are [1, 1] of"
                            + " [along, ball]");
        }
    }
}
