package io.ocelli.samples.cli;

import io.ocelli.Classifier;
import io.ocelli.compression.AttentionTransfer;
import io.ocelli.compression.ContrastiveDistillation;
import io.ocelli.compression.DecoupledDistillation;
import io.ocelli.compression.Distillation;
import io.ocelli.compression.Hint;
import io.ocelli.compression.ProbabilisticTransfer;
import io.ocelli.compression.RelationalDistillation;
import io.ocelli.compression.SimilarityPreserving;
import io.ocelli.compression.Teacher;
import io.ocelli.data.DataSet;
import io.ocelli.data.Split;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** A larger classifier beside the labels, from which the one that is trained learns. */
final class DistilOptions {
    private static final double TEMPERATURE = 4;

    @Option(
            names = "--teacher",
            paramLabel = "DIR|NAME|FILE.onnx",
            description = {
                "Learn from this classifier of the same classes, too. An ONNX file is asked of each picture once,",
                "and is for kd and dkd; other teachers see pictures as the student does, and are of its input size."
            })
    @Nullable
    String teacher;

    @Option(
            names = "--distil",
            paramLabel = "NAME",
            description = {
                "How: kd (default), dkd, at, hint, rkd, sp, pkt or crd. at, hint and sp look at stages of one name",
                "in both networks; hint at the middle one, sp at the last."
            })
    @Nullable
    String method;

    /** A recipe with its pictures. */
    record Lesson(Training recipe, Split pictures) {}

    /**
     * @param student the network that learns
     * @param adapted whether the recipe has an objective of its own already
     */
    Lesson distilled(Verb verb, Training recipe, Split parts, Architecture student, boolean adapted) {
        String how = method == null ? "kd" : method;
        if (teacher == null) {
            if (method != null) {
                throw verb.wrong("--distil " + method + " says how to learn from a --teacher, and none is named");
            }
            return new Lesson(recipe, parts);
        }
        if (adapted) {
            throw verb.wrong("--teacher and --adapt both say what is learnt beside the labels; say one of them");
        }
        try (Classifier large = verb.classifier(teacher)) {
            List<String> classes = parts.training().classes();
            if (!large.labels().equals(classes)) {
                throw verb.wrong("--teacher is of the pictures' classes in their order, " + classes + ", and " + teacher
                        + " has " + large.labels());
            }
            boolean asked = !large.hasNetwork();
            if (asked && !how.equals("kd") && !how.equals("dkd")) {
                throw verb.wrong("--distil " + how + " looks into a network, and " + teacher
                        + " has none to be looked into; say kd or dkd");
            }
            Teacher from = asked ? Teacher.carried(classes.size()) : Teacher.of(large.network());
            Objective objective = objective(verb, how, from, large, student, parts.training());
            DataSet training = asked ? Teacher.ask(large, parts.training()) : parts.training();
            DataSet validation = asked ? Teacher.ask(large, parts.validation()) : parts.validation();
            return new Lesson(
                    recipe.objective(objective),
                    new Split(how.equals("crd") ? ContrastiveDistillation.numbered(training) : training, validation));
        }
    }

    private static Objective objective(
            Verb verb, String how, Teacher from, Classifier large, Architecture student, DataSet training) {
        Objective labels = Objective.labels(Loss.crossEntropy());
        switch (how) {
            case "kd":
                return labels.times(0.1)
                        .plus(Distillation.from(from).temperature(TEMPERATURE).times(0.9));
            case "dkd":
                return labels.plus(DecoupledDistillation.from(from)
                        .objective()
                        .times(Schedule.constant().warmup(20 / 240.0)));
            default:
                Network network = large.network();
                return labels.plus(inside(verb, how, network, student, training));
        }
    }

    private static Objective inside(Verb verb, String how, Network network, Architecture student, DataSet training) {
        return switch (how) {
            case "rkd" -> RelationalDistillation.from(network).objective();
            case "pkt" -> ProbabilisticTransfer.from(network).times(30_000);
            case "crd" -> ContrastiveDistillation.from(network, training.size()).times(0.8);
            case "at" ->
                AttentionTransfer.from(
                                network, stages(verb, how, network, student).toArray(new String[0]))
                        .times(1000);
            case "hint" -> {
                List<String> both = stages(verb, how, network, student);
                yield Hint.from(network, both.get(both.size() / 2)).times(100);
            }
            case "sp" -> {
                List<String> both = stages(verb, how, network, student);
                yield SimilarityPreserving.from(network, both.get(both.size() - 1))
                        .times(3000);
            }
            default -> throw verb.wrong("--distil is kd, dkd, at, hint, rkd, sp, pkt or crd, received '" + how + "'");
        };
    }

    /** Those that both have. */
    private static List<String> stages(Verb verb, String how, Network network, Architecture student) {
        List<String> both = new ArrayList<>(student.stages().keySet());
        both.retainAll(network.architecture().stages().keySet());
        if (both.isEmpty()) {
            throw verb.wrong("--distil " + how + " looks at stages of one name, and "
                    + network.architecture().name() + " has "
                    + network.architecture().stages().keySet() + " where " + student.name() + " has "
                    + student.stages().keySet() + "; say kd, dkd, rkd, pkt or crd");
        }
        return both;
    }
}
