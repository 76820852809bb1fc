package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Value;
import io.ocelli.training.Step;
import java.util.List;

/** Networks whose mean logits teach. */
record EnsembleTeacher(List<NetworkTeacher> members) implements Teacher {
    EnsembleTeacher {
        members = ImmutableList.copyOf(members);
        boolean same = !members.isEmpty();
        for (NetworkTeacher member : members) {
            same &= member.classes() == members.get(0).classes();
        }
        if (!same) {
            throw new IllegalArgumentException(
                    "An ensemble is one network or more, of the same classes, received " + members);
        }
    }

    @Override
    public Value logits(Step step) {
        Value sum = members.get(0).logits(step);
        for (NetworkTeacher member : members.subList(1, members.size())) {
            sum = sum.plus(member.logits(step));
        }
        return sum.dividedBy(members.size());
    }

    @Override
    public int classes() {
        return members.get(0).classes();
    }

    @Override
    public String toString() {
        return "the ensemble " + members;
    }
}
