package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import io.ocelli.PictureClassifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.graph.Value;
import io.ocelli.model.Network;
import io.ocelli.training.Step;
import java.util.Arrays;
import java.util.List;

/**
 * What a student learns from: a network, several, or what was said of each picture before. Whatever it is stays as it is, and is
 * not saved with the student. Immutable and safe for any number of threads.
 */
public interface Teacher {
    /**
     * What it says of the labelled pictures of a step, N K.
     *
     * @throws IllegalArgumentException if it cannot be put into the step: a network takes pictures of another size, or these do not
     *     carry what was said of them
     */
    Value logits(Step step);

    /** The number of its classes, K. */
    int classes();

    /**
     * What its head takes, N D.
     *
     * @throws IllegalArgumentException if it has logits alone
     */
    default Value features(Step step) {
        throw new IllegalArgumentException(logitsAlone("features"));
    }

    /**
     * What a stage of its backbone ends in.
     *
     * @throws IllegalArgumentException if it has logits alone, or no such stage
     */
    default Value stage(Step step, String name) {
        throw new IllegalArgumentException(logitsAlone("the stage '" + name + "'"));
    }

    private String logitsAlone(String asked) {
        return "This distillation looks at " + asked + " of one network, and " + this
                + " has logits alone. Say Teacher.of(network), or distil its logits by Distillation.from(teacher).";
    }

    /**
     * A network of the student's input size. It sees the pictures that the student sees, augmentation included, and as its own
     * preprocessing has them.
     */
    static Teacher of(Network network) {
        return new NetworkTeacher(network, "teacher");
    }

    /**
     * Several networks of the same classes, whose logits are averaged.
     *
     * @throws IllegalArgumentException if there is none, or they have different numbers of classes
     */
    static Teacher ensemble(List<Network> networks) {
        ImmutableList.Builder<NetworkTeacher> members = ImmutableList.builder();
        for (int i = 0; i < networks.size(); i++) {
            members.add(new NetworkTeacher(networks.get(i), "teacher" + i));
        }
        return new EnsembleTeacher(members.build());
    }

    /** As {@link #ensemble(List)}. */
    static Teacher ensemble(Network... networks) {
        return ensemble(Arrays.asList(networks));
    }

    /**
     * These pictures, each with what a classifier says of it as it lies there, for {@link #carried}: an ONNX file's, an ensemble's,
     * any other's. What is validated with is asked, too.
     *
     * <pre>{@code
     * try (Classifier teacher = Classifier.onnx(file).open()) {
     *     student.fit(Teacher.ask(teacher, train), Teacher.ask(teacher, validation),
     *         recipe.objective(Distillation.from(Teacher.carried(teacher.labels().size())).temperature(4).objective()));
     * }
     * }</pre>
     *
     * @param teacher its labels are the student's classes, in their order
     * @throws io.ocelli.error.ImageException naming the first picture that cannot be read
     */
    static DataSet ask(PictureClassifier teacher, DataSet pictures) {
        return pictures.with(
                CarriedLogits.NAME,
                i -> Datum.row(teacher.logits(pictures.sample(i).source())));
    }

    /**
     * What any classifier said of each picture, which the pictures carry: {@link #ask}. It costs nothing in a step, and does not
     * follow augmentation.
     *
     * @param classes how many there are, 1 or more
     */
    static Teacher carried(int classes) {
        return new CarriedLogits(CarriedLogits.NAME, classes);
    }
}
