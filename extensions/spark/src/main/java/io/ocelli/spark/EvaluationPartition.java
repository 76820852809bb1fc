package io.ocelli.spark;

import io.ocelli.metrics.Evaluation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Row;

/** Counts the rows of a partition, of a label and probabilities each: one evaluation, serialized. */
final class EvaluationPartition implements MapPartitionsFunction<Row, byte[]> {
    private static final long serialVersionUID = 1;

    private final List<String> classes;

    EvaluationPartition(List<String> classes) {
        this.classes = new ArrayList<>(classes);
    }

    @Override
    public Iterator<byte[]> call(Iterator<Row> rows) throws IOException {
        Evaluation.Accumulator counts = Evaluation.accumulator(classes);
        rows.forEachRemaining(row -> counts.add(floats(row.getAs(1)), label(row.get(0))));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(counts.evaluation());
        }
        return List.of(bytes.toByteArray()).iterator();
    }

    private int label(Object label) {
        int index = label instanceof Number number ? number.intValue() : classes.indexOf(label);
        if (index < 0 || index >= classes.size() || label instanceof Number number && number.doubleValue() != index) {
            throw new IllegalArgumentException("A picture to evaluate with has one of the classes " + classes
                    + " or its index, received " + label + ". Leave such rows out.");
        }
        return index;
    }

    private static float[] floats(Vector vector) {
        float[] floats = new float[vector.size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) vector.apply(i);
        }
        return floats;
    }
}
