package io.ocelli.spark;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkContext;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.ml.Model;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;

/**
 * A classifier as a stage of Spark ML.
 *
 * <pre>{@code
 * Dataset<Row> pictures = spark.read().format("binaryFile").load("hdfs:///pictures/*.jpg");
 * Dataset<Row> answers = PictureClassificationModel.of(Path.of("insects")).transform(pictures);
 * }</pre>
 *
 * <p>{@code inputCol} is a column of pictures' bytes, or of their paths on any file system that Hadoop knows. Added are
 * {@code predictionCol} (the index of the likeliest class, a double), {@code predictedLabelCol} (its name),
 * {@code probabilityCol} (a {@code Vector}, in the order of the classifier's labels), {@code errorCol}, and where it is
 * named {@code featuresCol} (a {@code Vector}: what the backbone makes of the picture, at the cost of a second pass). An empty
 * name leaves a column out, as everywhere in Spark ML. A picture that cannot be read is a row with the reason in {@code errorCol}
 * and null in the others; the other rows have null there.
 *
 * <p>The driver sends the model to the executors. Each JVM opens it once, at the first picture, and keeps it until it ends. A
 * task works on {@code spark.task.cpus} threads.
 *
 * <p>As all stages of Spark ML it is changed by its setters, and not safe for threads while it is.
 */
public final class PictureClassificationModel extends Model<PictureClassificationModel> implements MLWritable {
    private static final long serialVersionUID = 1;

    private final String uid;
    private final ShippedModel model;
    private final Param<String> inputCol;
    private final Param<String> predictionCol;
    private final Param<String> predictedLabelCol;
    private final Param<String> probabilityCol;
    private final Param<String> featuresCol;
    private final Param<String> errorCol;

    PictureClassificationModel(String uid, ShippedModel model) {
        this.uid = uid;
        this.model = model;
        this.inputCol = column("inputCol", "column of pictures' bytes, or of their paths");
        this.predictionCol = column("predictionCol", "column for the index of the likeliest class");
        this.predictedLabelCol = column("predictedLabelCol", "column for the name of the likeliest class");
        this.probabilityCol = column("probabilityCol", "column for the probability of each class");
        this.featuresCol = column("featuresCol", "column for what the backbone makes of the picture");
        this.errorCol = column("errorCol", "column for why a picture could not be read");
        // Only now: Spark lists the parameters when the first default is set.
        setDefault(inputCol, "content");
        setDefault(predictionCol, "prediction");
        setDefault(predictedLabelCol, "predictedLabel");
        setDefault(probabilityCol, "probability");
        setDefault(featuresCol, "");
        setDefault(errorCol, "error");
    }

    private Param<String> column(String name, String doc) {
        return new Param<>(uid, name, doc, String.class);
    }

    /**
     * A classifier that was saved.
     *
     * @param folder on the driver; what {@code classifier.save(folder)} wrote, each file of less than 2 GiB; it is read here
     * @throws IllegalArgumentException if it holds something else
     * @throws UncheckedIOException if it cannot be read
     */
    public static PictureClassificationModel of(Path folder) {
        return new PictureClassificationModel(Identifiable$.MODULE$.randomUID("ocelli"), ShippedModel.read(folder));
    }

    @Override
    public String uid() {
        return uid;
    }

    public Param<String> inputCol() {
        return inputCol;
    }

    public Param<String> predictionCol() {
        return predictionCol;
    }

    public Param<String> predictedLabelCol() {
        return predictedLabelCol;
    }

    public Param<String> probabilityCol() {
        return probabilityCol;
    }

    public Param<String> featuresCol() {
        return featuresCol;
    }

    public Param<String> errorCol() {
        return errorCol;
    }

    /** The names of the classes, by the index that {@code predictionCol} holds and in the order of {@code probabilityCol}. */
    public List<String> labels() {
        return model.labels();
    }

    String getProbabilityCol() {
        return $(probabilityCol);
    }

    /** By default {@code content}, that of the {@code binaryFile} source. */
    public PictureClassificationModel setInputCol(String name) {
        set(inputCol, name);
        return this;
    }

    /** By default {@code prediction}. */
    public PictureClassificationModel setPredictionCol(String name) {
        set(predictionCol, name);
        return this;
    }

    /** By default {@code predictedLabel}. */
    public PictureClassificationModel setPredictedLabelCol(String name) {
        set(predictedLabelCol, name);
        return this;
    }

    /** By default {@code probability}. */
    public PictureClassificationModel setProbabilityCol(String name) {
        set(probabilityCol, name);
        return this;
    }

    /** By default none. */
    public PictureClassificationModel setFeaturesCol(String name) {
        set(featuresCol, name);
        return this;
    }

    /** By default {@code error}. */
    public PictureClassificationModel setErrorCol(String name) {
        set(errorCol, name);
        return this;
    }

    /** The columns to add, in their order. */
    private Map<Output, String> outputs() {
        Map<Output, String> named = new EnumMap<>(Output.class);
        named.put(Output.PREDICTION, name(predictionCol));
        named.put(Output.LABEL, name(predictedLabelCol));
        named.put(Output.PROBABILITY, name(probabilityCol));
        named.put(Output.FEATURES, name(featuresCol));
        named.put(Output.ERROR, name(errorCol));
        named.values().removeIf(String::isEmpty);
        return named;
    }

    private String name(Param<String> column) {
        return $(column);
    }

    /** @throws IllegalArgumentException if the input is missing or neither bytes nor text, or an added column is there already */
    @Override
    public StructType transformSchema(StructType schema) {
        String input = name(inputCol);
        DataType type = Schemas.type(schema, "inputCol", "pictures' bytes or paths", input);
        if (!type.equals(DataTypes.BinaryType) && !type.equals(DataTypes.StringType)) {
            throw new IllegalArgumentException(
                    "inputCol is a column of pictures' bytes (binary) or paths (string), and '" + input + "' is "
                            + type.simpleString());
        }
        StructType wider = schema;
        for (Map.Entry<Output, String> output : outputs().entrySet()) {
            if (List.of(wider.fieldNames()).contains(output.getValue())) {
                throw new IllegalArgumentException("The columns to add have names of their own, and there is a '"
                        + output.getValue() + "' already. Set another name, or drop that column.");
            }
            wider = wider.add(output.getValue(), output.getKey().type(), true);
        }
        return wider;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        Dataset<Row> rows = dataset.toDF();
        StructType schema = transformSchema(rows.schema());
        SparkContext context = rows.sparkSession().sparkContext();
        PicturePartition work = new PicturePartition(
                broadcast(context, model, ShippedModel.class),
                broadcast(
                        context,
                        new SerializableConfiguration(context.hadoopConfiguration()),
                        SerializableConfiguration.class),
                rows.schema().fieldIndex(name(inputCol)),
                name(inputCol),
                new ArrayList<>(outputs().keySet()));
        return rows.mapPartitions(work, Encoders.row(schema));
    }

    private static <T> Broadcast<T> broadcast(SparkContext context, T value, Class<T> type) {
        ClassTag<T> tag = ClassTag$.MODULE$.apply(type);
        return context.broadcast(value, tag);
    }

    @Override
    public PictureClassificationModel copy(ParamMap extra) {
        PictureClassificationModel copy = copyValues(new PictureClassificationModel(uid, model), extra);
        return hasParent() ? (PictureClassificationModel) copy.setParent(parent()) : copy;
    }

    /** Writes the parameters as all of Spark ML, and the classifier's files in the folder {@code model} beside them. */
    @Override
    public MLWriter write() {
        return new StageWriter(this, model);
    }

    /** Reads what {@link #write} wrote; Spark's pipelines find it by this name. */
    public static MLReader<PictureClassificationModel> read() {
        return new StageReader<>(PictureClassificationModel.class, PictureClassificationModel::new);
    }

    /** What was saved with {@code save(path)}, on any file system that Hadoop knows. */
    public static PictureClassificationModel load(String path) {
        return read().load(path);
    }

    @Override
    public String toString() {
        return "PictureClassificationModel: uid=" + uid;
    }
}
