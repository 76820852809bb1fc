package io.ocelli.spark;

import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;

/** What is said of a picture, a column each. */
enum Output {
    PREDICTION,
    LABEL,
    PROBABILITY,
    FEATURES,
    ERROR;

    DataType type() {
        return switch (this) {
            case PREDICTION -> DataTypes.DoubleType;
            case LABEL, ERROR -> DataTypes.StringType;
            case PROBABILITY, FEATURES -> SQLDataTypes.VectorType();
        };
    }
}
