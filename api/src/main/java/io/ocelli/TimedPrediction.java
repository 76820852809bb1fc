package io.ocelli;

/** A prediction and how long each of its stages took. */
public record TimedPrediction(Prediction prediction, Timings timings) {}
