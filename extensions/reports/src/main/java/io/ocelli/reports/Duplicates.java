package io.ocelli.reports;

import io.ocelli.data.Sample;
import java.util.List;

/**
 * Pictures that are one and the same.
 *
 * @param samples in the order of the data set; two or more
 * @param exact whether they are the same pixel for pixel; else some are encoded anew or resized
 */
public record Duplicates(List<Sample> samples, boolean exact) {
    public Duplicates {
        samples = List.copyOf(samples);
    }

    /** What the samples are called: the files' paths. */
    public List<String> names() {
        return samples.stream().map(Sample::name).toList();
    }
}
