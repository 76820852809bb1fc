/**
 * What is made of a classifier's scores: calibrated probabilities, thresholds and costs, conformal sets, refusals of what is
 * unlike the training pictures. Each is a value with a pure function of one picture's numbers, and a decorator that is saved
 * with the classifier; what is fitted is fitted on {@link io.ocelli.decisions.LabelledScores}.
 */
@NullMarked
package io.ocelli.decisions;

import org.jspecify.annotations.NullMarked;
