package io.ocelli.spark;

import io.ocelli.Classifier;
import io.ocelli.Successor;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Sample;
import io.ocelli.training.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.spark.ml.Estimator;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.ml.util.MLWritable;
import org.apache.spark.ml.util.MLWriter;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Trains a head for the classes of a column on the backbone of a classifier that was saved: the executors compute what the backbone
 * makes of each picture, and the driver trains the head on that.
 *
 * <pre>{@code
 * PictureClassificationModel insects = PictureClassification.of(Path.of("imagenet")).setLabelCol("insect").fit(pictures);
 * }</pre>
 *
 * <p>{@code labelCol} holds a class's name, or a number, which is its name. {@code inputCol} is as a
 * {@link PictureClassificationModel}'s; or {@code featuresCol} names a column of what its {@code featuresCol} gave before, from
 * Parquet say, and no picture is looked at. Pictures that cannot be read and rows without a class are left out. {@code
 * validationIndicatorCol}, true for the rows to validate with, is as in Spark's own; without it what is learnt from is validated
 * with. The driver holds the features of all rows: a gigabyte for 200,000 pictures of 1280 numbers.
 *
 * <p>As all stages of Spark ML it is changed by its setters, and not safe for threads while it is.
 */
public final class PictureClassification extends Estimator<PictureClassificationModel> implements MLWritable {
    private static final long serialVersionUID = 1;

    private static final String ERROR = "ocelli error";
    private static final String FEATURES = "ocelli features";

    private final String uid;
    private final ShippedModel backbone;
    private final Param<String> inputCol;
    private final Param<String> labelCol;
    private final Param<String> featuresCol;
    private final Param<String> validationIndicatorCol;
    private final Param<String> recipe;

    private PictureClassification(String uid, ShippedModel backbone) {
        this.uid = uid;
        this.backbone = backbone;
        this.inputCol = parameter("inputCol", "column of pictures' bytes, or of their paths");
        this.labelCol = parameter("labelCol", "column for the class's name");
        this.featuresCol = parameter("featuresCol", "column of features that were computed before");
        this.validationIndicatorCol =
                parameter("validationIndicatorCol", "column for whether to validate with the row");
        this.recipe = parameter("recipe", "how the head is trained, as JSON");
        setDefault(inputCol, "content");
        setDefault(labelCol, "label");
        setDefault(featuresCol, "");
        setDefault(validationIndicatorCol, "");
        setDefault(recipe, Training.defaults().toJson());
    }

    private Param<String> parameter(String name, String doc) {
        return new Param<>(uid, name, doc, String.class);
    }

    /**
     * On the backbone of a classifier that was saved.
     *
     * @param folder on the driver, as for {@link PictureClassificationModel#of}
     */
    public static PictureClassification of(Path folder) {
        return new PictureClassification(Identifiable$.MODULE$.randomUID("ocelliHead"), ShippedModel.read(folder));
    }

    @Override
    public String uid() {
        return uid;
    }

    public Param<String> inputCol() {
        return inputCol;
    }

    public Param<String> labelCol() {
        return labelCol;
    }

    public Param<String> featuresCol() {
        return featuresCol;
    }

    public Param<String> validationIndicatorCol() {
        return validationIndicatorCol;
    }

    public Param<String> recipe() {
        return recipe;
    }

    /** By default {@code content}, that of the {@code binaryFile} source. */
    public PictureClassification setInputCol(String name) {
        set(inputCol, name);
        return this;
    }

    /** By default {@code label}. */
    public PictureClassification setLabelCol(String name) {
        set(labelCol, name);
        return this;
    }

    /** By default none: features are computed from the pictures. */
    public PictureClassification setFeaturesCol(String name) {
        set(featuresCol, name);
        return this;
    }

    /** By default none. */
    public PictureClassification setValidationIndicatorCol(String name) {
        set(validationIndicatorCol, name);
        return this;
    }

    /**
     * By default {@link Training#defaults}.
     *
     * @param training one that is saved as JSON, and augments nothing: features are of the pictures as they are
     */
    public PictureClassification setRecipe(Training training) {
        set(recipe, training.toJson());
        return this;
    }

    /** @throws IllegalArgumentException if a column is missing or of another type */
    @Override
    public StructType transformSchema(StructType schema) {
        Schemas.type(schema, "labelCol", "classes", $(labelCol));
        if (!$(featuresCol).isEmpty()) {
            DataType type = Schemas.type(schema, "featuresCol", "features (vector)", $(featuresCol));
            if (!type.equals(SQLDataTypes.VectorType())) {
                throw new IllegalArgumentException("featuresCol is a column of features (vector), and '"
                        + $(featuresCol) + "' is " + type.simpleString());
            }
        }
        String validation = $(validationIndicatorCol);
        if (!validation.isEmpty()
                && !Schemas.type(schema, "validationIndicatorCol", "true and false (boolean)", validation)
                        .equals(DataTypes.BooleanType)) {
            throw new IllegalArgumentException(
                    "validationIndicatorCol is a column of true and false (boolean), and '" + validation + "' is none");
        }
        if (!$(featuresCol).isEmpty() && !List.of(schema.fieldNames()).contains($(inputCol))) {
            return schema; // features alone: what the model is to add, it says where there are pictures
        }
        return new PictureClassificationModel(uid, backbone)
                .setInputCol($(inputCol))
                .transformSchema(schema);
    }

    @Override
    public PictureClassificationModel fit(Dataset<?> dataset) {
        Dataset<Row> rows = dataset.toDF();
        transformSchema(rows.schema());
        String validation = $(validationIndicatorCol);
        Dataset<Row> seen =
                $(featuresCol).isEmpty() ? features(rows) : rows.withColumn(FEATURES, functions.col($(featuresCol)));
        Column label = functions.col($(labelCol));
        Column held = validation.isEmpty() ? functions.lit(false) : functions.col(validation);
        Iterator<Row> read = seen.filter(
                        label.isNotNull().and(functions.col(FEATURES).isNotNull()))
                .select(label, functions.col(FEATURES), held)
                .toLocalIterator();
        List<Seen> all = new ArrayList<>();
        TreeSet<String> classes = new TreeSet<>();
        read.forEachRemaining(row -> {
            Seen each = new Seen(name(row.get(0)), floats(row.getAs(1)), row.getBoolean(2));
            all.add(each);
            classes.add(each.label());
        });
        if (classes.isEmpty()) {
            throw new IllegalArgumentException(
                    "A head learns from pictures with a class, and of the rows none has one and a"
                            + " picture that can be read");
        }
        List<String> names = List.copyOf(classes);
        DataSet training = samples(all, names, false);
        DataSet validated = validation.isEmpty() ? training : samples(all, names, true);
        return trained(names, training, validated);
    }

    /** What is learnt from a row. */
    private record Seen(String label, float[] features, boolean held) {}

    private Dataset<Row> features(Dataset<Row> rows) {
        PictureClassificationModel model = new PictureClassificationModel(uid, backbone)
                .setInputCol($(inputCol))
                .setPredictionCol("")
                .setPredictedLabelCol("")
                .setProbabilityCol("")
                .setFeaturesCol(FEATURES)
                .setErrorCol(ERROR);
        return model.transform(rows);
    }

    private static String name(Object label) {
        return label instanceof Number number && number.doubleValue() == number.longValue()
                ? Long.toString(number.longValue())
                : label.toString();
    }

    private static float[] floats(Vector vector) {
        float[] floats = new float[vector.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) vector.apply(i);
        }
        return floats;
    }

    private static DataSet samples(List<Seen> all, List<String> names, boolean held) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            Seen seen = all.get(i);
            if (seen.held() == held) {
                samples.add(Sample.withoutPicture("row " + i, Map.of(Sample.FEATURES, Datum.row(seen.features())))
                        .withLabel(names.indexOf(seen.label())));
            }
        }
        return DataSet.of(names, samples);
    }

    private PictureClassificationModel trained(List<String> names, DataSet training, DataSet validation) {
        Successor head = Successor.of(backbone.classifier()).freezeBackbone().head(names);
        try (Classifier learnt = head.fit(training, validation, Training.fromJson($(recipe)))) {
            PictureClassificationModel model = new PictureClassificationModel(uid, ShippedModel.of(learnt));
            return model.setParent(this).setInputCol($(inputCol));
        }
    }

    @Override
    public PictureClassification copy(ParamMap extra) {
        return copyValues(new PictureClassification(uid, backbone), extra);
    }

    /** Writes the parameters as all of Spark ML, and the classifier's files in the folder {@code model} beside them. */
    @Override
    public MLWriter write() {
        return new StageWriter(this, backbone);
    }

    /** Reads what {@link #write} wrote; Spark's pipelines find it by this name. */
    public static MLReader<PictureClassification> read() {
        return new StageReader<>(PictureClassification.class, PictureClassification::new);
    }

    /** What was saved with {@code save(path)}, on any file system that Hadoop knows. */
    public static PictureClassification load(String path) {
        return read().load(path);
    }

    @Override
    public String toString() {
        return "PictureClassification: uid=" + uid;
    }
}
