package io.ocelli.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.BiFunction;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsReader$;
import org.apache.spark.ml.util.MLReader;

/** Reads what {@link StageWriter} wrote. */
final class StageReader<S extends Params> extends MLReader<S> {
    private final Class<S> type;
    private final BiFunction<String, ShippedModel, S> make;

    StageReader(Class<S> type, BiFunction<String, ShippedModel, S> make) {
        this.type = type;
        this.make = make;
    }

    @Override
    public S load(String path) {
        DefaultParamsReader.Metadata metadata =
                DefaultParamsReader$.MODULE$.loadMetadata(path, sparkSession(), type.getName());
        try {
            S stage = make.apply(metadata.uid(), ModelFiles.read(path, sc().hadoopConfiguration()));
            metadata.getAndSetParams(stage, metadata.getAndSetParams$default$2());
            return stage;
        } catch (IOException e) {
            throw new UncheckedIOException("There is no classifier in " + path, e);
        }
    }
}
