package io.ocelli.learning;

import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Sample;
import io.ocelli.engine.Device;
import io.ocelli.engine.FileRunner;
import io.ocelli.engine.Port;
import io.ocelli.engine.Preset;
import io.ocelli.engine.ProgramFormat;
import io.ocelli.serving.Decorator;
import io.ocelli.tensor.Tensor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Texts beside pictures by a model of one's own from an ONNX file, such as a sentence encoder: it makes of each text the row of
 * numbers that a {@link Fusion} takes.
 *
 * <pre>{@code
 * try (TextEncoder encoder = TextEncoder.onnx(Path.of("encoder.onnx"), text -> tokens(text))) {
 *     Classifier fused = Classifier.model("resnet18").pretrained().freezeBackbone().head(3)
 *         .then(Fusion.of(Fusion.Kind.GATED, Map.of("note", encoder.width())))
 *         .fit(encoder.of(training, "note"), encoder.of(validation, "note"))
 *         .with(encoder.around("note", "note-encoder"));
 *     fused.classify(Sample.of(file, Sample.UNLABELLED).with("note", Datum.text("itches")));
 * }
 * }</pre>
 *
 * <p>The model's first output of float32 is N D or 1 T D; the row is the mean over all but the last extent, of the tokens that the
 * input {@value Tokenizer#MASK} marks where the tokenizer gives one, as sentence encoders have it. The file stays the
 * application's: a saved classifier names the encoder, and a {@link io.ocelli.serving.DecoratorProvider} of the application gives
 * it back under this name.
 *
 * <p>Holds natives until closed, and the classifiers around which it is put need it as long. Safe for any number of threads if the
 * tokenizer is.
 */
public final class TextEncoder implements AutoCloseable {
    private final Path file;
    private final FileRunner runner;
    private final Tokenizer tokenizer;
    private final int output;
    private final int width;

    private TextEncoder(Path file, FileRunner runner, Tokenizer tokenizer) {
        this.file = file;
        this.runner = runner;
        this.tokenizer = tokenizer;
        this.output = output();
        List<Long> extents = runner.outputs().get(output).extents();
        long last = extents.get(extents.size() - 1);
        if (last < 1) {
            throw new IllegalArgumentException("A text encoder gives rows of a known width, and " + file + " gives "
                    + runner.outputs().get(output) + ". Export it with a fixed last extent.");
        }
        this.width = Math.toIntExact(last);
    }

    /**
     * A model from a file, on the CPU.
     *
     * @throws io.ocelli.error.EngineException if it cannot be opened
     * @throws IllegalArgumentException if it gives no rows of a known width
     */
    public static TextEncoder onnx(Path file, Tokenizer tokenizer) {
        Objects.requireNonNull(tokenizer, "tokenizer");
        FileRunner runner = ProgramFormat.named("onnx").open(file, Device.CPU, Preset.LATENCY);
        try {
            return new TextEncoder(file, runner, tokenizer);
        } catch (RuntimeException e) {
            runner.close();
            throw e;
        }
    }

    private int output() {
        for (int i = 0; i < runner.outputs().size(); i++) {
            Port port = runner.outputs().get(i);
            if (port.extents().size() == 2 || port.extents().size() == 3) {
                return i;
            }
        }
        throw new IllegalArgumentException(
                "A text encoder gives N D or N T D numbers, and " + file + " gives " + runner.outputs());
    }

    /** How many numbers a text becomes. */
    public int width() {
        return width;
    }

    /**
     * The row of a text; all NaN, which says that it is missing, of one without a letter or digit.
     *
     * @throws IllegalArgumentException if the tokenizer does not give what the model takes
     */
    public float[] of(String text) {
        float[] row = new float[width];
        if (text.codePoints().noneMatch(Character::isLetterOrDigit)) {
            Arrays.fill(row, Float.NaN);
            return row;
        }
        Map<String, Tensor> given = tokenizer.of(text);
        float[] rows = runner.run(ordered(given)).get(output).toFloats();
        boolean[] counted = counted(given, rows.length / width);
        int count = 0;
        for (int i = 0; i < counted.length; i++) {
            if (counted[i]) {
                count++;
                for (int d = 0; d < width; d++) {
                    row[d] += (rows[i * width + d] - row[d]) / count;
                }
            }
        }
        return row;
    }

    private List<Tensor> ordered(Map<String, Tensor> given) {
        Set<String> names = new LinkedHashSet<>();
        List<Tensor> ordered = new ArrayList<>();
        for (Port port : runner.inputs()) {
            names.add(port.name());
            Tensor tensor = given.get(port.name());
            if (tensor != null) {
                ordered.add(tensor);
            }
        }
        if (!names.equals(given.keySet())) {
            throw new IllegalArgumentException("A tokenizer gives what the model takes, " + runner.inputs() + " of "
                    + file + ", received " + given.keySet());
        }
        return ordered;
    }

    /** The tokens of which the mean is. */
    private static boolean[] counted(Map<String, Tensor> given, int tokens) {
        boolean[] counted = new boolean[tokens];
        Tensor mask = given.get(Tokenizer.MASK);
        long[] marks = mask == null ? new long[0] : mask.toLongs();
        for (int i = 0; i < tokens; i++) {
            counted[i] = marks.length != tokens || marks[i] != 0;
        }
        return counted;
    }

    /** What a network takes in the place of what a sample carries: the row under the text's name; NaN where it carries none. */
    Map<String, Datum> encoded(String column, Map<String, Datum> values) {
        Map<String, Datum> encoded = new LinkedHashMap<>(values);
        encoded.putIfAbsent(Sample.SHOWN, Datum.row(1));
        encoded.put(column, Datum.row(of(Column.value(values.get(column)))));
        return encoded;
    }

    /**
     * Pictures whose texts are rows. Each text is encoded once, now.
     *
     * @param column what samples carry it as
     */
    public DataSet of(DataSet pictures, String column) {
        Map<String, float[]> known = new LinkedHashMap<>();
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            Sample sample = pictures.sample(i);
            String text = Column.value(sample.values().get(column));
            Map<String, Datum> values = new LinkedHashMap<>(sample.values());
            values.putIfAbsent(Sample.SHOWN, Datum.row(1));
            values.put(column, Datum.row(known.computeIfAbsent(text, this::of)));
            samples.add(new Sample(sample.name(), sample.source(), values));
        }
        return DataSet.of(pictures.classes(), samples);
    }

    /**
     * Put around a classifier it encodes the texts of what that is asked about.
     *
     * @param column what samples carry it as
     * @param name under which it is saved with the classifier, and the application's provider gives it back
     */
    public Decorator around(String column, String name) {
        return new EncodedText(column, name, this);
    }

    @Override
    public void close() {
        runner.close();
    }

    @Override
    public String toString() {
        return "TextEncoder.onnx(" + file + ")";
    }
}
