/** Trainings, classifiers and streams of frames as meters of Micrometer. */
@NullMarked
package io.ocelli.micrometer;

import org.jspecify.annotations.NullMarked;
