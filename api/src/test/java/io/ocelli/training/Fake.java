package io.ocelli.training;

import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.engine.Trainer;
import io.ocelli.engine.TrainingProgram;
import io.ocelli.error.EngineException;
import io.ocelli.error.ImageException;
import io.ocelli.graph.AdaptiveAvgPool2d;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Conv2d;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Node;
import io.ocelli.graph.Size;
import io.ocelli.image.Image;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.model.InputSize;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntToDoubleFunction;
import org.jspecify.annotations.Nullable;

/**
 * An engine that computes nothing and writes down what it is asked, and what else a plan takes. Its trainer's {@code fc.bias} is
 * the count of updates; the losses are as told.
 */
final class Fake implements Engine {
    static final int SIDE = 4;

    /** The loss of the validation pictures after each epoch, from 0. */
    IntToDoubleFunction validationLosses = epoch -> 0.5;

    private static final String UPDATES = "#updates";

    /** {@code accumulate 4}, {@code step 4 at 0.5}: batch sizes and rates, in order. */
    final List<String> calls = new ArrayList<>();

    /** The samples of each batch that is learnt. */
    final List<Tensor> inputs = new ArrayList<>();

    /** The loss of each batch, from 0. */
    IntToDoubleFunction losses = batch -> 1;

    /** Called before each batch is learnt. */
    Runnable before = () -> {};

    /** Called before a run of a network. */
    Runnable beforeRun = () -> {};

    @Nullable
    String noDevice;

    private int batches;
    private int validations;

    static Learner learner(boolean norm, @Nullable String frozen) {
        Graph.Builder graph = Graph.builder();
        String x = graph.add(Architecture.INPUT, new Input(DType.FLOAT32, 4));
        x = graph.add("conv", Conv2d.of(3, 4, 3).padding(1), x);
        x = graph.add("pool", new AdaptiveAvgPool2d(Size.of(1)), x);
        if (norm) {
            x = graph.add("norm", BatchNorm2d.of(4), x);
        }
        x = graph.add("flatten", new Flatten(), x);
        graph.output(Architecture.LOGITS, graph.add("fc", Linear.of(4, 2), x));
        Architecture architecture = new Architecture(
                "fake", graph.build(), Map.of("conv", "conv"), "flatten", List.of("fc"), new InputSize(3, SIDE, SIDE));
        return new Learner(
                architecture, Initializer.weights(architecture.graph(), 1), Preprocessing.imagenet(), frozen);
    }

    /** So many pictures in turn of two classes; those of these numbers cannot be read. */
    static DataSet pictures(int count, int... broken) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int number = i;
            boolean fails = java.util.Arrays.stream(broken).anyMatch(each -> each == number);
            samples.add(new Sample(
                    "picture" + i + ".png",
                    () -> {
                        if (fails) {
                            throw new ImageException("picture" + number + ".png is no picture");
                        }
                        return Image.black(SIDE, SIDE, 3);
                    },
                    i % 2));
        }
        return DataSet.of(List.of("even", "odd"), samples);
    }

    /** Each takes a while to read. */
    static DataSet slow(DataSet pictures) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            Sample sample = pictures.sample(i);
            samples.add(new Sample(
                    sample.name(),
                    () -> {
                        LockSupport.parkNanos(20_000_000);
                        return sample.source().read();
                    },
                    sample.label()));
        }
        return DataSet.of(pictures.classes(), samples);
    }

    static Sample unlabelled(String name) {
        return new Sample(name, ImageSource.of(Image.black(SIDE, SIDE, 3)), Sample.UNLABELLED);
    }

    Plan plan(Learner learner, DataSet training, DataSet validation, Training recipe) {
        Transform said = recipe.choices().augmentation();
        Transform augmentation = said == null ? Pipeline.empty() : said;
        return new Plan(
                learner,
                training,
                validation,
                recipe.workers(1),
                new Plan.Views(augmentation, Pipeline.empty()),
                new Plan.Workers(null, this, this),
                Device.CPU);
    }

    /** Of a whole network without norms. */
    Plan plan(DataSet training, Training recipe) {
        return plan(learner(false, null), training, pictures(2), recipe);
    }

    @Override
    public String name() {
        return "fake";
    }

    @Override
    public int servingRank() {
        return 0;
    }

    @Override
    public int trainingRank() {
        return 0;
    }

    @Override
    public @Nullable String refuses(Device device) {
        return null;
    }

    @Override
    public String describe() {
        return "fake";
    }

    @Override
    public @Nullable String refuses(TrainingProgram program, Device device) {
        return null;
    }

    @Override
    public Runner open(Program program, Weights weights, Device device) {
        if (noDevice != null) {
            throw new EngineException(noDevice);
        }
        return new Runner() {
            @Override
            public List<String> inputNames() {
                return program.graph().inputs().stream().map(Node::name).toList();
            }

            @Override
            public List<String> outputNames() {
                return List.copyOf(program.graph().outputs().keySet());
            }

            @Override
            public List<Tensor> run(List<Tensor> inputs) {
                beforeRun.run();
                int rows = inputs.get(0).shape().at(0);
                float[] pixels = inputs.get(0).toFloats();
                List<Tensor> outputs = new ArrayList<>();
                float loss = (float) validationLosses.applyAsDouble(validations);
                for (String output : program.graph().outputs().keySet()) {
                    outputs.add(
                            output.equals(TrainingProgram.LOSS)
                                    ? Tensor.of(Shape.of(), loss)
                                    : output.equals(NetworkPrograms.FEATURES)
                                            ? brightness(rows, pixels)
                                            : firstClass(rows, 2));
                }
                return outputs;
            }

            @Override
            public void close() {
                validations += program.graph().outputs().containsKey(TrainingProgram.LOSS) ? 1 : 0;
            }
        };
    }

    /** The first sample of each picture, in the first of four columns. */
    private static Tensor brightness(int rows, float... pixels) {
        float[] values = new float[rows * 4];
        for (int i = 0; i < rows; i++) {
            values[i * 4] = pixels[i * (pixels.length / rows)];
        }
        return Tensor.of(Shape.of(rows, 4), values);
    }

    private static Tensor firstClass(int rows, int columns) {
        float[] values = new float[rows * columns];
        for (int i = 0; i < rows; i++) {
            values[i * columns] = 1;
        }
        return Tensor.of(Shape.of(rows, columns), values);
    }

    @Override
    public Trainer train(TrainingProgram program, Weights weights, Weights state, Device device) {
        return new Trainer() {
            @Override
            public TrainingProgram program() {
                return program;
            }

            @Override
            public Weights averages() {
                return Weights.empty();
            }

            private long updates = state.contains(UPDATES) ? state.get(UPDATES).toLongs()[0] : 0;
            private boolean closed;

            @Override
            public List<Tensor> accumulate(List<Tensor> inputs) {
                calls.add("accumulate " + rows(inputs));
                return learn();
            }

            @Override
            public List<Tensor> step(List<Tensor> inputs, double... rates) {
                calls.add(String.format("step %d at %.3f", rows(inputs), rates[0]));
                List<Tensor> outputs = learn();
                updates++;
                return outputs;
            }

            private int rows(List<Tensor> inputs) {
                Fake.this.inputs.add(
                        Tensor.of(inputs.get(0).shape(), inputs.get(0).toFloats()));
                program.check(inputs);
                before.run();
                return inputs.get(0).shape().at(0);
            }

            private List<Tensor> learn() {
                float loss = (float) losses.applyAsDouble(batches++);
                List<Tensor> outputs = new ArrayList<>();
                program.graph().outputs().keySet().forEach(name -> outputs.add(Tensor.of(Shape.of(), loss)));
                return outputs;
            }

            @Override
            public Weights gradients(List<Tensor> inputs) {
                throw new UnsupportedOperationException();
            }

            @Override
            public Weights weights() {
                if (closed) {
                    throw new IllegalStateException(CLOSED);
                }
                Map<String, Tensor> now = new LinkedHashMap<>();
                program.graph().parameters().forEach(each -> now.put(each.name(), weights.get(each.name())));
                now.put("fc.bias", Tensor.of(Shape.of(2), updates, updates).to(DType.FLOAT32));
                return Weights.of(now);
            }

            @Override
            public Weights state() {
                return Weights.of(Map.of(UPDATES, Tensor.of(Shape.of(1), updates)));
            }

            @Override
            public void close() {
                closed = true;
            }
        };
    }

    /** The count of updates in what was learnt. */
    static double updates(Weights weights) {
        return weights.get("fc.bias").toFloats()[0];
    }
}
