package io.ocelli.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.error.WeightsException;
import io.ocelli.image.Parameters;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.model.Scoring;
import io.ocelli.serving.Answering;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.DecoratorProvider;
import io.ocelli.serving.Scorer;
import io.ocelli.serving.Temperature;
import io.ocelli.weights.LoadReport;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is around a network is saved with it, in order, and comes back. */
class SavedAnsweringTest {
    @TempDir
    private Path folder;

    /** An application's own. */
    record Offset(double by) implements Decorator {
        @Override
        public Scorer around(Scorer inner) {
            return inner;
        }

        @Override
        public String name() {
            return "test.Offset";
        }

        @Override
        public Parameters parameters() {
            return Parameters.none().with("by", by);
        }
    }

    /** Its reader. */
    public static final class Own implements DecoratorProvider {
        @Override
        public @Nullable Decorator read(String name, Parameters parameters) {
            return name.equals("test.Offset") ? new Offset(parameters.number("by")) : null;
        }
    }

    static TrainedModel model(Answering answering) {
        Architecture tiny = TinyNetwork.ofClasses(2);
        return new TrainedModel(
                tiny,
                Initializer.weights(tiny.graph(), 1),
                Preprocessing.imagenet().withResize(9).withCrop(8, 8),
                List.of("ant", "bee"),
                answering,
                LoadReport.none());
    }

    @Test
    void decoratorsComeBackInTheirOrder() throws Exception {
        Answering answering = Answering.PLAIN.withDecorators(
                List.of(new Temperature(1.5), new Offset(-2), new Temperature(0.25)));

        SavedModel.save(model(answering), folder);

        assertThat(SavedModel.load(folder).answering()).isEqualTo(answering);
        assertThat(own().getAsJsonObject("answering"))
                .hasToString("{\"scoring\":\"SOFTMAX\",\"decorators\":[{\"name\":\"Temperature\",\"temperature\":1.5},"
                        + "{\"name\":\"test.Offset\",\"by\":-2.0},{\"name\":\"Temperature\",\"temperature\":0.25}]}");
        assertThat(own().get("format").getAsInt()).isEqualTo(3);
    }

    @Test
    void theKindOfOutputComesBack() {
        SavedModel.save(model(Answering.PLAIN.withScoring(Scoring.SIGMOID)), folder);

        assertThat(SavedModel.load(folder).answering().scoring()).isEqualTo(Scoring.SIGMOID);
    }

    @Test
    void aPlainClassifierSaysNothingOfIt() throws Exception {
        SavedModel.save(model(Answering.PLAIN), folder);

        assertThat(own().has("answering")).isFalse();
        assertThat(own().get("format").getAsInt()).isEqualTo(1);
        assertThat(SavedModel.load(folder).answering()).isEqualTo(Answering.PLAIN);
    }

    @Test
    void whatNobodyKnowsIsRefusedUnlessItIsLeftOut() throws Exception {
        SavedModel.save(model(Answering.PLAIN.withDecorators(List.of(new Offset(1)))), folder);
        replace("test.Offset", "test.Gone");

        assertThatThrownBy(() -> SavedModel.load(folder))
                .isInstanceOf(WeightsException.class)
                .hasMessage("No decorator on the class path is named 'test.Gone', and the classifier was saved with it: add"
                        + " the dependency that brings it, or name its DecoratorProvider in META-INF/services."
                        + " Classifier.saved(folder).undecorated().open() opens the classifier without what was"
                        + " around it.");
        assertThat(SavedModel.load(folder, true).answering()).isEqualTo(Answering.PLAIN);
    }

    @Test
    void refusesAParameterThatIsOutOfRange() throws Exception {
        SavedModel.save(model(Answering.PLAIN.withDecorators(List.of(new Temperature(2)))), folder);
        replace("\"temperature\":2.0", "\"temperature\":0");

        assertThatThrownBy(() -> SavedModel.load(folder))
                .isInstanceOf(WeightsException.class)
                .hasMessage("A saved decorator has parameters that it takes, received"
                        + " {\"name\":\"Temperature\",\"temperature\":0}: A temperature is finite and above 0, received 0.0");
    }

    @Test
    void whatHasNoNameIsRefusedBeforeAFileIsWritten() throws Exception {
        Decorator nameless = inner -> inner;

        assertThatThrownBy(() -> SavedModel.save(
                        model(Answering.PLAIN.withDecorators(List.of(nameless))), folder))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("A decorator that is saved has a name() and parameters(), and a DecoratorProvider");
        assertThat(folder).isEmptyDirectory();
    }

    private JsonObject own() throws Exception {
        return JsonParser.parseString(Files.readString(folder.resolve("config.json")))
                .getAsJsonObject()
                .getAsJsonObject("ocelli");
    }

    private void replace(String before, String after) throws Exception {
        Path config = folder.resolve("config.json");
        String text = Files.readString(config);
        assertThat(text).contains(before);
        Files.writeString(config, text.replace(before, after));
    }
}
