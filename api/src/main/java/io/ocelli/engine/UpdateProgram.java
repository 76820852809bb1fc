package io.ocelli.engine;

import com.google.common.collect.ImmutableList;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Parameter;
import io.ocelli.graph.Value;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * What happens between gradients and new weights, as a graph that each engine runs in its own way: averaging over accumulated
 * batches, what becomes of them in view of other gradients, clipping, the optimiser's rule for each parameter, running averages.
 *
 * <p>Its inputs are called {@link #parameter}, {@link #gradient}, {@link #reference}, a name of {@link TrainingProgram#state()}, or
 * a name of {@link #scalars}; its outputs, which take the place of the inputs of the same names, likewise.
 */
public final class UpdateProgram {
    private static final String SCALE = "scale";

    private final TrainingProgram program;
    /** How often each parameter was updated; parameters of one age have their corrections in common. */
    private final Map<String, Long> ages = new LinkedHashMap<>();

    private final List<Long> firstAges;
    private final Map<String, Value> inputs = new LinkedHashMap<>();
    private final Map<String, Shape> shapes = new LinkedHashMap<>();
    private final Map<String, String> results = new LinkedHashMap<>();
    private final List<String> scalars = new ArrayList<>();
    private final Graph graph;

    /**
     * @param state what an earlier {@link Trainer#state()} gave, or empty; how often each parameter was updated is in it
     */
    public UpdateProgram(TrainingProgram program, Weights state) {
        this.program = program;
        for (Parameter parameter : program.learning()) {
            Tensor count = state.find(TrainingProgram.updates(parameter.name()));
            ages.put(parameter.name(), count == null ? 0L : count.toLongs()[0]);
        }
        Set<Long> distinct = new LinkedHashSet<>(ages.values());
        this.firstAges = ImmutableList.copyOf(distinct);
        this.graph = write();
    }

    public static String parameter(String name) {
        return "parameter/" + name;
    }

    public static String gradient(String name) {
        return "gradient/" + name;
    }

    /** The gradient of one of the program's references, which are counted from 0. */
    public static String reference(int number, String name) {
        return "reference/" + number + "/" + name;
    }

    /** What it calls a parameter's average: a parameter itself where the step reads it. */
    public static String average(TrainingProgram program, Parameter parameter) {
        String name = TrainingProgram.average(parameter.name());
        return program.graph().contains(name) ? parameter(name) : name;
    }

    /** From the inputs to what takes their places. */
    public Graph graph() {
        return graph;
    }

    /** The shape of each input; they do not depend on the batch. */
    public Map<String, Shape> shapes() {
        return shapes;
    }

    /** The names of the inputs that are numbers, in the order of {@link #numbers}. */
    public List<String> scalars() {
        return scalars;
    }

    /**
     * The numbers of an update.
     *
     * @param batches that were accumulated
     */
    public double[] numbers(int batches, double... rates) {
        program.check(rates);
        List<Double> numbers = new ArrayList<>();
        if (program.accumulation() > 1) {
            numbers.add(1.0 / batches);
        }
        for (double rate : rates) {
            numbers.add(rate);
        }
        for (long first : firstAges) {
            for (double correction : program.optimizer().corrections(first + updates + 1)) {
                numbers.add(correction);
            }
        }
        if (program.averaging() != null && !program.averaged().isEmpty()) {
            long age = firstAges.isEmpty() ? 0 : Collections.max(firstAges);
            double kept = program.averaging().kept(age + updates + 1);
            if (!(kept >= 0 && kept <= 1)) {
                throw new IllegalArgumentException("An average keeps a share from 0 to 1 in an update, received " + kept
                        + " of " + program.averaging());
            }
            numbers.add(1 - kept);
        }
        double[] all = new double[numbers.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = numbers.get(i);
        }
        return all;
    }

    private long updates;

    /** Counts an update that was made. */
    public void count() {
        updates++;
    }

    /** How often each parameter was updated, as a {@link Trainer#state()} has it. */
    public Weights counts() {
        Map<String, Tensor> counts = new LinkedHashMap<>();
        ages.forEach((name, age) -> counts.put(TrainingProgram.updates(name), Tensor.of(Shape.of(1), age + updates)));
        return Weights.of(counts);
    }

    private Graph write() {
        Graph.Builder builder = Graph.builder();
        Value scale = program.accumulation() > 1 ? scalar(builder, SCALE) : null;
        List<Value> rates = new ArrayList<>();
        for (int group = 0; group < program.rates(); group++) {
            rates.add(scalar(builder, "rate/" + group));
        }
        Map<Long, List<Value>> corrections = new LinkedHashMap<>();
        for (long first : firstAges) {
            List<Value> own = new ArrayList<>();
            for (int i = 0; i < program.optimizer().corrections(1).length; i++) {
                own.add(scalar(builder, "correction/" + first + "/" + i));
            }
            corrections.put(first, own);
        }
        Map<String, Value> gradients = gradients(builder, scale);
        for (Parameter learning : program.learning()) {
            String name = learning.name();
            int group = Objects.requireNonNull(program.groups().get(name));
            double decay = group < program.decays().size() ? program.decays().get(group) : 1;
            List<Value> slots = new ArrayList<>();
            for (int i = 0; i < program.optimizer().slots(); i++) {
                slots.add(input(builder, TrainingProgram.slot(name, i), learning.shape()));
            }
            Optimizer.Update update = program.optimizer()
                    .decay(decay)
                    .update(
                            input(builder, parameter(name), learning.shape()),
                            Objects.requireNonNull(gradients.get(name)),
                            slots,
                            rates.get(group),
                            Objects.requireNonNull(corrections.get(ages.get(name))));
            results.put(parameter(name), update.parameter().name());
            for (int i = 0; i < slots.size(); i++) {
                results.put(TrainingProgram.slot(name, i), update.slots().get(i).name());
            }
        }
        average(builder);
        results.forEach(builder::output);
        return builder.build();
    }

    /**
     * The gradients of an update: averaged, changed in view of the references', and clipped each by its value and then all by their
     * common norm.
     */
    private Map<String, Value> gradients(Graph.Builder builder, @org.jspecify.annotations.Nullable Value scale) {
        Map<String, Value> gradients = new LinkedHashMap<>();
        for (Parameter learning : program.learning()) {
            Value raw = input(builder, gradient(learning.name()), learning.shape());
            gradients.put(learning.name(), scale == null ? raw : raw.times(scale));
        }
        if (program.projection() != null) {
            gradients = projected(builder, program.projection(), gradients);
        }
        if (!Double.isInfinite(program.clipValue())) {
            gradients.replaceAll((name, gradient) -> gradient.clamp(-program.clipValue(), program.clipValue()));
        }
        if (Double.isInfinite(program.clip())) {
            return gradients;
        }
        Value squares = null;
        for (Value gradient : gradients.values()) {
            Value square = gradient.squared().sum();
            squares = squares == null ? square : squares.plus(square);
        }
        Value norm = Objects.requireNonNull(squares).sqrt().plus(1e-6);
        Value factor = norm.reciprocal().times(program.clip()).clamp(0, 1);
        gradients.replaceAll((name, gradient) -> gradient.times(factor));
        return gradients;
    }

    private Map<String, Value> projected(Graph.Builder builder, Projection projection, Map<String, Value> gradients) {
        List<Map<String, Value>> references = new ArrayList<>();
        for (int i = 0; i < program.references().size(); i++) {
            Map<String, Value> own = new LinkedHashMap<>();
            for (Parameter reached : program.reached(program.references().get(i))) {
                own.put(reached.name(), input(builder, reference(i, reached.name()), reached.shape()));
            }
            references.add(own);
        }
        Map<String, Value> projected = new LinkedHashMap<>(projection.of(gradients, references));
        if (!projected.keySet().equals(gradients.keySet())) {
            throw new IllegalArgumentException("A projection gives a gradient for each parameter that learns, "
                    + gradients.keySet() + ", received " + projected.keySet());
        }
        return projected;
    }

    private void average(Graph.Builder builder) {
        if (program.averaged().isEmpty()) {
            return;
        }
        Value share = scalar(builder, "share");
        for (Parameter each : program.averaged()) {
            String average = average(program, each);
            String learnt = results.get(parameter(each.name()));
            Value now =
                    learnt == null ? input(builder, parameter(each.name()), each.shape()) : Value.of(builder, learnt);
            Value before = input(builder, average, each.shape());
            results.put(average, before.lerp(now, share).name());
        }
    }

    private Value scalar(Graph.Builder builder, String name) {
        scalars.add(name);
        return input(builder, name, Shape.of());
    }

    private Value input(Graph.Builder builder, String name, Shape shape) {
        return inputs.computeIfAbsent(name, each -> {
            shapes.put(each, shape);
            return Value.of(builder, builder.add(each, new Input(DType.FLOAT32, shape.rank())));
        });
    }
}
