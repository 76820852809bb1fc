package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.common.collect.ImmutableMap;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Sample;
import io.ocelli.engine.Optimizer;
import io.ocelli.engine.Program;
import io.ocelli.engine.ProgramWriter;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Value;
import io.ocelli.image.Parameters;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.DecoratorProvider;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.testing.Golden;
import io.ocelli.training.Training;
import io.ocelli.weights.Weights;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file that knows an embedding for each of some words, and a tokenizer that numbers them. */
class TextEncoderTest {
    private static final List<String> WORDS = List.of("[PAD]", "warm", "cold", "not", "other");
    private static final int WIDTH = 3;
    private static final String SAVED = "words-of-the-test";
    private static final Tensor EMBEDDING = Golden.tensor("embedding", Shape.of(WORDS.size(), WIDTH), -1, 1);

    @TempDir
    static Path folder;

    private static @Nullable TextEncoder opened;

    /** As an application gives it back. */
    public static final class Provider implements DecoratorProvider {
        @Override
        public @Nullable Decorator read(String name, Parameters parameters) {
            return name.equals(SAVED) ? encoder().around(parameters.text("column"), SAVED) : null;
        }
    }

    private static TextEncoder encoder() {
        if (opened == null) {
            throw new IllegalStateException("The encoder is not open");
        }
        return opened;
    }

    /** Each word and a padding, of which only the words are marked. */
    private static Map<String, Tensor> tokens(String text) {
        String[] words = text.split("[^\\p{L}]+");
        long[] ids = new long[words.length + 1];
        long[] mask = new long[ids.length];
        for (int i = 0; i < words.length; i++) {
            ids[i] = WORDS.contains(words[i]) ? WORDS.indexOf(words[i]) : WORDS.size() - 1;
            mask[i] = 1;
        }
        return ImmutableMap.of(
                Tokenizer.MASK,
                Tensor.of(Shape.of(mask.length), mask),
                "input_ids",
                Tensor.of(Shape.of(ids.length), ids));
    }

    @BeforeAll
    static void open() {
        Graph.Builder graph = Graph.builder();
        Value ids = Value.of(graph, graph.add("input_ids", new Input(DType.INT64, 1)));
        Value mask = Value.of(graph, graph.add(Tokenizer.MASK, new Input(DType.INT64, 1)));
        // An exporter leaves the mask among the inputs, whatever the model does with it.
        Value rows = ids.oneHot(WORDS.size()).matmul(ids.constant(EMBEDDING));
        Value unused = mask.oneHot(2).sum().times(0);
        graph.output("rows", rows.plus(unused).name());
        Path file = folder.resolve("words.onnx");
        ProgramWriter.named("onnx")
                .write(
                        new Program(
                                graph.build(), ImmutableMap.of("input_ids", Shape.of(1), Tokenizer.MASK, Shape.of(1))),
                        Weights.empty(),
                        Map.of(),
                        file);
        opened = TextEncoder.onnx(file, TextEncoderTest::tokens);
    }

    @AfterAll
    static void close() {
        encoder().close();
    }

    private static float word(int word, int number) {
        return EMBEDDING.toFloats()[word * WIDTH + number];
    }

    @Test
    void aRowIsTheMeanOfTheTokensThatAreThere() {
        assertThat(encoder().width()).isEqualTo(WIDTH);
        assertThat(encoder().of("not warm"))
                .containsExactly(
                        new float[] {
                            (word(3, 0) + word(1, 0)) / 2, (word(3, 1) + word(1, 1)) / 2, (word(3, 2) + word(1, 2)) / 2
                        },
                        within(1e-6f));
        assertThat(encoder().of(" - ")).containsOnly(Float.NaN).hasSize(WIDTH);
    }

    @Test
    void aTokenizerGivesWhatTheModelTakes() {
        try (TextEncoder wrong =
                TextEncoder.onnx(folder.resolve("words.onnx"), text -> Map.of("ids", Tensor.of(Shape.of(1), 1L)))) {
            assertThatThrownBy(() -> wrong.of("warm"))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("A tokenizer gives what the model takes, [")
                    .hasMessageContaining("input_ids INT64[?]")
                    .hasMessageEndingWith(" of " + folder.resolve("words.onnx") + ", received [ids]");
        }
    }

    /** Texts of one word that tells half of the label. */
    private static DataSet said(int count, long seed) {
        DataSet plain = MadeSamples.withTexts(count, seed).all();
        return plain.with("note", i -> {
            String note = ((Datum.Text) plain.sample(i).values().get("note")).text();
            return Datum.text(note.contains("cold not") ? "cold" : "warm");
        });
    }

    @Test
    void fusedItIsTrainedServedSavedAndOpenedWithTheClassifier() {
        DataSet training = said(400, 1);
        DataSet test = said(200, 2);
        Sample one = test.sample(0);
        Path saved = folder.resolve("saved");
        float[] before;
        try (Classifier rows = Classifier.model("simple_cnn")
                        .inputSize(MadeSamples.SIDE, MadeSamples.SIDE)
                        .head(MadeSamples.CLASSES)
                        .then(Fusion.of(
                                        Fusion.Kind.EARLY,
                                        Map.of("note", encoder().width()))
                                .hidden(16))
                        .fit(
                                encoder().of(training, "note"),
                                encoder().of(test, "note"),
                                Training.defaults()
                                        .optimizer(Optimizer.adam(4e-3))
                                        .epochs(20));
                Classifier classifier = rows.with(encoder().around("note", SAVED))) {
            assertThat(classifier.evaluate(test).accuracy()).isGreaterThan(0.75);
            before = classifier.classify(one).probabilities();
            Map<String, Datum> silent = new LinkedHashMap<>(one.values());
            silent.remove("note");
            assertThat(classifier
                            .classify(new Sample("silent", one.source(), silent))
                            .probabilities())
                    .isNotEqualTo(before);
            assertThat(rows.evaluate(encoder().of(test, "note")).accuracy())
                    .isEqualTo(classifier.evaluate(test).accuracy());
            classifier.save(saved);
        }
        try (Classifier opened = Classifier.load(saved)) {
            assertThat(opened.decorators()).containsExactly(encoder().around("note", SAVED));
            assertThat(opened.classify(one).probabilities()).containsExactly(before, within(1e-5f));
        }
    }
}
