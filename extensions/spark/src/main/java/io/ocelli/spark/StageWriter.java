package io.ocelli.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsWriter$;
import org.apache.spark.ml.util.MLWriter;

/** Writes a stage's parameters as all of Spark ML, and its classifier's files in the folder {@code model} beside them. */
final class StageWriter extends MLWriter {
    private final Params stage;
    private final ShippedModel model;

    StageWriter(Params stage, ShippedModel model) {
        this.stage = stage;
        this.model = model;
    }

    @Override
    public void saveImpl(String path) {
        DefaultParamsWriter$.MODULE$.saveMetadata(stage, path, sparkSession());
        try {
            ModelFiles.write(model, path, sc().hadoopConfiguration());
        } catch (IOException e) {
            throw new UncheckedIOException("The classifier cannot be written to " + path, e);
        }
    }
}
