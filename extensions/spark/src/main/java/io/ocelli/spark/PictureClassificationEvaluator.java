package io.ocelli.spark;

import io.ocelli.metrics.Averaging;
import io.ocelli.metrics.Evaluation;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.apache.spark.ml.evaluation.Evaluator;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;

/**
 * How good the answers of a {@link PictureClassificationModel} are, counted where the rows lie and added up by the driver: as
 * though one process had counted them all.
 *
 * <pre>{@code
 * PictureClassificationEvaluator evaluator = PictureClassificationEvaluator.of(model).setLabelCol("class");
 * Evaluation evaluation = evaluator.evaluation(model.transform(pictures)); // every figure
 * double accuracy = evaluator.evaluate(model.transform(pictures));         // the one of metricName
 * }</pre>
 *
 * <p>{@code labelCol} holds the names of classes, or their indexes. {@code metricName} is {@code accuracy}, {@code f1} (each class
 * as often as it has pictures, as Spark's), {@code macroF1}, {@code logLoss} or {@code expectedCalibrationError}. A row without
 * probabilities, whose picture could not be read, is left out.
 *
 * <p>As all stages of Spark ML it is changed by its setters, and not safe for threads while it is.
 */
public final class PictureClassificationEvaluator extends Evaluator implements DefaultParamsWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final StringArrayParam labels;
    private final Param<String> labelCol;
    private final Param<String> probabilityCol;
    private final Param<String> metricName;

    private enum Figure {
        ACCURACY,
        F1,
        MACRO_F1,
        LOG_LOSS,
        EXPECTED_CALIBRATION_ERROR;

        /** As parameters name it: macroF1. */
        String title() {
            StringBuilder title = new StringBuilder();
            for (String word : name().toLowerCase(Locale.ROOT).split("_")) {
                title.append(title.length() == 0 ? word : Character.toUpperCase(word.charAt(0)) + word.substring(1));
            }
            return title.toString();
        }

        static Figure of(String title) {
            for (Figure figure : values()) {
                if (figure.title().equals(title)) {
                    return figure;
                }
            }
            throw new IllegalArgumentException("metricName is one of "
                    + Arrays.stream(values()).map(Figure::title).toList() + ", received '" + title + "'");
        }

        double of(Evaluation evaluation) {
            return switch (this) {
                case ACCURACY -> evaluation.accuracy();
                case F1 -> evaluation.fBeta(Averaging.WEIGHTED, 1);
                case MACRO_F1 -> evaluation.fBeta(Averaging.MACRO, 1);
                case LOG_LOSS -> evaluation.logLoss();
                case EXPECTED_CALIBRATION_ERROR -> evaluation.expectedCalibrationError();
            };
        }
    }

    /** For Spark, which reads one that was saved. */
    public PictureClassificationEvaluator(String uid) {
        this.uid = uid;
        this.labels = new StringArrayParam(this, "labels", "the names of the classes, by index");
        this.labelCol = new Param<>(uid, "labelCol", "column for the class's name or index", String.class);
        this.probabilityCol =
                new Param<>(uid, "probabilityCol", "column for the probability of each class", String.class);
        this.metricName = new Param<>(uid, "metricName", "the figure that evaluate gives", String.class);
        setDefault(labelCol, "label");
        setDefault(probabilityCol, "probability");
        setDefault(metricName, Figure.ACCURACY.title());
    }

    /** Of a model's answers, by its labels and its probabilities' column. */
    public static PictureClassificationEvaluator of(PictureClassificationModel model) {
        return new PictureClassificationEvaluator(Identifiable$.MODULE$.randomUID("ocelliEval"))
                .setLabels(model.labels())
                .setProbabilityCol(model.getProbabilityCol());
    }

    @Override
    public String uid() {
        return uid;
    }

    public StringArrayParam labels() {
        return labels;
    }

    public Param<String> labelCol() {
        return labelCol;
    }

    public Param<String> probabilityCol() {
        return probabilityCol;
    }

    public Param<String> metricName() {
        return metricName;
    }

    /** The names of the classes, in the order of the probabilities. */
    public PictureClassificationEvaluator setLabels(List<String> names) {
        set(labels, names.toArray(new String[0]));
        return this;
    }

    /** By default {@code label}. */
    public PictureClassificationEvaluator setLabelCol(String name) {
        set(labelCol, name);
        return this;
    }

    /** By default {@code probability}. */
    public PictureClassificationEvaluator setProbabilityCol(String name) {
        set(probabilityCol, name);
        return this;
    }

    /**
     * By default {@code accuracy}.
     *
     * @throws IllegalArgumentException if it is none of those above
     */
    public PictureClassificationEvaluator setMetricName(String name) {
        set(metricName, Figure.of(name).title());
        return this;
    }

    /**
     * The figure of {@code metricName}.
     *
     * @throws IllegalArgumentException as for {@link #evaluation}
     */
    @Override
    public double evaluate(Dataset<?> answers) {
        return Figure.of($(metricName)).of(evaluation(answers));
    }

    /**
     * Every figure. A row whose label is none of the classes fails the job, with a {@code SparkException}.
     *
     * @throws IllegalArgumentException if a column is missing
     */
    public Evaluation evaluation(Dataset<?> answers) {
        Dataset<Row> rows = answers.toDF();
        String label = $(labelCol);
        String probability = $(probabilityCol);
        Schemas.type(rows.schema(), "labelCol", "classes' names or indexes", label);
        Schemas.type(rows.schema(), "probabilityCol", "probabilities", probability);
        List<String> classes = List.of($(labels));
        Dataset<Row> counted = rows.select(functions.col(label), functions.col(probability))
                .filter(functions.col(probability).isNotNull());
        boolean number = !counted.schema().fields()[0].dataType().equals(DataTypes.StringType);
        Dataset<Row> typed =
                number ? counted.withColumn(label, functions.col(label).cast(DataTypes.DoubleType)) : counted;
        Evaluation.Accumulator sum = Evaluation.accumulator(classes);
        Iterator<byte[]> parts = typed.mapPartitions(new EvaluationPartition(classes), Encoders.BINARY())
                .toLocalIterator();
        parts.forEachRemaining(part -> sum.add(read(part)));
        return sum.evaluation();
    }

    private static Evaluation read(byte[] part) {
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(part))) {
            return (Evaluation) in.readObject();
        } catch (IOException e) {
            throw new UncheckedIOException("What an executor counted cannot be read", e);
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("Executors and driver have one version of Ocelli", e);
        }
    }

    @Override
    public boolean isLargerBetter() {
        Figure figure = Figure.of($(metricName));
        return figure != Figure.LOG_LOSS && figure != Figure.EXPECTED_CALIBRATION_ERROR;
    }

    @Override
    public PictureClassificationEvaluator copy(ParamMap extra) {
        return copyValues(new PictureClassificationEvaluator(uid), extra);
    }

    /** Reads what {@code write} wrote. */
    public static MLReader<PictureClassificationEvaluator> read() {
        return new DefaultParamsReader<>();
    }

    /** What was saved with {@code save(path)}, on any file system that Hadoop knows. */
    public static PictureClassificationEvaluator load(String path) {
        return read().load(path);
    }

    @Override
    public String toString() {
        return "PictureClassificationEvaluator: uid=" + uid;
    }
}
