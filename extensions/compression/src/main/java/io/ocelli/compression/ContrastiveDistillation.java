package io.ocelli.compression;

import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.graph.Compare;
import io.ocelli.graph.Value;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Step;
import java.util.Objects;

/**
 * Contrastive representation distillation (CRD, Tian et al. 2020): what a student makes of a picture is to be found among what the
 * teacher makes of all, and the reverse. Features of both go through linear layers, which learn and are not saved, into memories of
 * all pictures.
 *
 * <pre>{@code
 * DataSet numbered = ContrastiveDistillation.numbered(train);
 * student.fit(numbered, validation, recipe.objective(Objective.labels(Loss.crossEntropy())
 *     .plus(ContrastiveDistillation.from(teacher, numbered.size()).times(0.8))));
 * }</pre>
 *
 * <p>Its authors draw K other pictures for each. Here each other picture counts K / (P - 1) times, which is what their draw gives
 * on average, without its noise: so nothing is random in a step, and K costs nothing, but a step looks at all P pictures' memories,
 * P D numbers on each side. That is for some 100,000 pictures. Z is set by the first batch, and stays. Memories go from step to
 * step, and into checkpoints; the term is no part of what is validated.
 *
 * <p>Immutable and safe for any number of threads.
 *
 * @param teacher one network
 * @param pictures P, 2 or more: how many were {@link #numbered}
 * @param width D of what is compared, 1 or more
 * @param temperature what cosines are divided by, above 0
 * @param negatives K, 1 or more
 * @param momentum what memories keep, from 0 to below 1
 * @param seed of what layers and memories begin with
 */
public record ContrastiveDistillation(
        Teacher teacher, int pictures, int width, double temperature, int negatives, double momentum, long seed)
        implements NamedTerm {
    /** What the term is reported as. */
    public static final String NAME = "contrastive_distillation";

    /** Under which pictures carry their number. */
    private static final String NUMBER = "number";

    public ContrastiveDistillation {
        Objects.requireNonNull(teacher, "teacher");
        Distillation.requireTemperature(temperature);
        if (pictures < 2 || width < 1 || negatives < 1) {
            throw new IllegalArgumentException(
                    "Of 2 pictures or more, numbers of 1 or more are compared with 1 other or" + " more, received "
                            + pictures + ", " + width + " and " + negatives);
        }
        if (!(momentum >= 0 && momentum < 1)) {
            throw new IllegalArgumentException("A memory keeps a share from 0 to below 1, received " + momentum);
        }
    }

    /**
     * As in the paper: 128 numbers at a temperature of 0.07 with 16,384 others and half of the memory kept.
     *
     * @param pictures how many were {@link #numbered}
     */
    public static ContrastiveDistillation from(Network teacher, int pictures) {
        return new ContrastiveDistillation(Teacher.of(teacher), pictures, 128, 0.07, 16384, 0.5, 0);
    }

    /** These pictures, each with its number, by which the memory knows it. */
    public static DataSet numbered(DataSet pictures) {
        return pictures.with(NUMBER, Datum::label);
    }

    /** The same with so many numbers compared. */
    public ContrastiveDistillation width(int numbers) {
        return new ContrastiveDistillation(teacher, pictures, numbers, temperature, negatives, momentum, seed);
    }

    /** The same at another temperature. */
    public ContrastiveDistillation temperature(double temperature) {
        return new ContrastiveDistillation(teacher, pictures, width, temperature, negatives, momentum, seed);
    }

    /** The same with the others counting as so many. */
    public ContrastiveDistillation negatives(int others) {
        return new ContrastiveDistillation(teacher, pictures, width, temperature, others, momentum, seed);
    }

    /** The same with memories that keep so much. */
    public ContrastiveDistillation momentum(double share) {
        return new ContrastiveDistillation(teacher, pictures, width, temperature, negatives, share, seed);
    }

    /** Beginning with what another seed draws. */
    public ContrastiveDistillation seed(long seed) {
        return new ContrastiveDistillation(teacher, pictures, width, temperature, negatives, momentum, seed);
    }

    @Override
    public String name() {
        return NAME;
    }

    /**
     * The scalar, on the labelled pictures of a step.
     *
     * @throws IllegalArgumentException if these are not {@link #numbered}
     */
    @Override
    public Value of(Step step) {
        Value rows = step.value(NUMBER);
        Value student = embedded(step, "student", step.network().features());
        Value taught = embedded(step, "teacher", teacher.features(step).stopGradient());
        Value memoryOfStudent = memory(step, "student");
        Value memoryOfTeacher = memory(step, "teacher");
        step.keep(
                memoryName("student"),
                DistillationLosses.remembered(memoryOfStudent, rows, student, pictures, momentum));
        step.keep(
                memoryName("teacher"),
                DistillationLosses.remembered(memoryOfTeacher, rows, taught, pictures, momentum));
        Value own = rows.oneHot(pictures);
        return side(step, "student", student, memoryOfTeacher, own)
                .plus(side(step, "teacher", taught, memoryOfStudent, own));
    }

    private Value embedded(Step step, String side, Value features) {
        Projection projection =
                Projection.in(step, NAME + "." + side, step.shape(features).at(1), width, seed);
        return DistillationLosses.embedding(features, projection.weight(), projection.bias());
    }

    private static String memoryName(String side) {
        return NAME + ".memory_" + side;
    }

    private Value memory(Step step, String side) {
        double bound = 1 / Math.sqrt(width / 3.0);
        return kept(
                step, memoryName(side), Projection.uniform(memoryName(side), Shape.of(pictures, width), bound, seed));
    }

    /** What is kept, which does not grow with the batch as other inputs do: the slice says so. */
    private static Value kept(Step step, String name, Tensor start) {
        return step.kept(name, start).slice(0, 0, start.shape().at(0));
    }

    /** @param own N P, 1 where a picture meets itself */
    private Value side(Step step, String side, Value embedded, Value memory, Value own) {
        Value scores = embedded.matmul(memory.stopGradient().transpose())
                .dividedBy(temperature)
                .exp();
        Value alike = scores.times(own).sum(1);
        double each = negatives / (pictures - 1.0);
        Value counts = own.negate().plus(1).times(each);
        String name = NAME + ".z_" + side;
        Value before = kept(step, name, Tensor.zeros(DType.FLOAT32, Shape.of(1)));
        Value first = alike.plus(scores.times(counts).sum(1))
                .mean()
                .times((double) pictures / (negatives + 1))
                .stopGradient();
        Value z = before.is(Compare.Kind.GREATER, 0).where(before, first.reshape(1));
        step.keep(name, z);
        return DistillationLosses.contrast(alike, scores, z, (double) negatives / pictures, counts);
    }

    @Override
    public String toString() {
        return "ContrastiveDistillation.from(" + teacher + ", " + pictures + ").width(" + width + ").temperature("
                + temperature + ").negatives(" + negatives + ").momentum(" + momentum + ")";
    }
}
