/**
 * Classifiers in Spark ML: {@link io.ocelli.spark.PictureClassificationModel} adds to a column of pictures what a classifier says
 * of each.
 */
@NullMarked
package io.ocelli.spark;

import org.jspecify.annotations.NullMarked;
