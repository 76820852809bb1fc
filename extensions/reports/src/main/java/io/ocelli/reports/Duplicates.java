package io.ocelli.reports;

import java.util.List;

/**
 * Pictures that are one and the same.
 *
 * @param names what the samples are called, the files' paths, in the order of the data set; two or more
 * @param exact whether they are the same pixel for pixel; else some are encoded anew or resized
 */
public record Duplicates(List<String> names, boolean exact) {
    public Duplicates {
        names = List.copyOf(names);
    }
}
