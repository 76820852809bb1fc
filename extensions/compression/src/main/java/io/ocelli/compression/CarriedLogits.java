package io.ocelli.compression;

import io.ocelli.graph.Value;
import io.ocelli.training.Step;

/**
 * A teacher that spoke before: its logits of each picture, computed once over a data set and carried by the pictures as a row.
 *
 * @param name under which pictures carry them
 * @param classes 1 or more
 */
record CarriedLogits(String name, int classes) implements Teacher {
    /** Under which pictures carry what was said of them. */
    static final String NAME = "taught";

    CarriedLogits {
        if (classes < 1) {
            throw new IllegalArgumentException("Logits are those of 1 class or more, received " + classes);
        }
    }

    @Override
    public Value logits(Step step) {
        Value rows = step.value(name);
        if (step.shape(rows).rank() != 2 || step.shape(rows).at(1) != classes) {
            throw new IllegalArgumentException(
                    "Pictures carry logits of " + classes + " classes as '" + name + "', and theirs are "
                            + step.shape(rows) + ". Say Teacher.carried(classes) of those that said it.");
        }
        return rows;
    }

    @Override
    public String toString() {
        return "what pictures carry as '" + name + "'";
    }
}
