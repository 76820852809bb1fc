package io.ocelli.spark;

import java.util.List;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** What is asked of the columns that a stage reads. */
final class Schemas {
    private Schemas() {}

    /**
     * The type of a column that a parameter names.
     *
     * @param said what it is a column of, in words
     * @throws IllegalArgumentException if it is missing
     */
    static DataType type(StructType schema, String parameter, String said, String column) {
        int index = List.of(schema.fieldNames()).indexOf(column);
        if (index < 0) {
            throw new IllegalArgumentException(parameter + " is a column of " + said + ", and there is no '" + column
                    + "' among " + List.of(schema.fieldNames()) + ". Say set"
                    + Character.toUpperCase(parameter.charAt(0)) + parameter.substring(1) + "(name).");
        }
        return schema.fields()[index].dataType();
    }
}
