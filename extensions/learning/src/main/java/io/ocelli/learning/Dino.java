package io.ocelli.learning;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Value;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.ArrayList;
import java.util.List;

/**
 * DINO (Caron et al. 2021) on the logits of several views of each picture: {@link TwoViews#dino}. The teacher is the network's
 * running average and sees the labelled pictures' own view and the first other one, so the recipe says {@code average(}{@link
 * TeacherAverage}{@code )}; its centre goes from step to step, and into checkpoints.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param views the names of the other views in the recipe, at least one
 * @param studentTemperature above 0
 * @param teacherTemperature above 0
 * @param momentum what of the centre stays in a step, 0 to 1
 */
public record Dino(List<String> views, double studentTemperature, double teacherTemperature, double momentum)
        implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "dino";

    private static final String CENTRE = NAME + ".centre";

    public Dino {
        views = ImmutableList.copyOf(views);
        Temperatures.require(studentTemperature);
        Temperatures.require(teacherTemperature);
        if (views.isEmpty() || !(momentum >= 0 && momentum <= 1)) {
            throw new IllegalArgumentException(
                    "DINO has another view or more and a momentum from 0 to 1, received " + views + " and " + momentum);
        }
    }

    /** At temperatures of 0.1 and 0.04, with a momentum of 0.9. */
    public static Dino with(String... views) {
        return new Dino(ImmutableList.copyOf(views), 0.1, 0.04, 0.9);
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * The scalar, on all views of a step's batch.
     *
     * @throws IllegalArgumentException if the recipe keeps no averages
     */
    @Override
    public Value of(Step step) {
        List<Value> students = new ArrayList<>();
        students.add(step.network().logits());
        views.forEach(view -> students.add(step.network(view).logits()));
        List<Value> teachers = ImmutableList.of(
                step.average().logits(), step.average(views.get(0)).logits());
        int width = step.shape(students.get(0)).at(1);
        Value centre = step.kept(CENTRE, Tensor.of(Shape.of(1, width), new float[width]));
        step.keep(CENTRE, TwoViews.centre(teachers, centre, momentum));
        return TwoViews.dino(students, teachers, centre, studentTemperature, teacherTemperature);
    }
}
