package io.ocelli.testing;

import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.engine.Device;
import io.ocelli.engine.Optimizer;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.graph.Linear;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Network;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Learner;
import io.ocelli.training.Objective;
import io.ocelli.training.Plan;
import io.ocelli.training.Schedule;
import io.ocelli.training.Training;
import io.ocelli.training.TrainingEvent;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A step of a real training whose figures are an objective's golden ones. Its network says for the i-th picture, which is one pixel
 * with a channel for each picture, the i-th row of a table, which is its weight; so the gradients of what it says are those of its
 * weight, and plain gradient descent shows them.
 *
 * @param loss of the first step
 * @param terms of the first step, by name
 * @param gradients of the loss with respect to each weight, by its name; those that the objective brings are behind {@code
 *     objective.}
 */
public record GoldenStep(double loss, Map<String, Double> terms, Map<String, double[]> gradients) {
    /** The weight of the network that says rows. */
    public static final String WEIGHT = "fc.weight";

    /** So large that a weight is mostly gradient after a step, and its rounding the gradient's. */
    private static final double RATE = 1000;

    /** The network that says for each picture its row of this table. */
    public static Network saying(Tensor table) {
        int rows = table.shape().at(0);
        int columns = table.shape().at(1);
        Graph.Builder graph = Graph.builder();
        String pixels = graph.add(Architecture.INPUT, new Input(DType.FLOAT32, 4));
        String flat = graph.add("flatten", new Flatten(), pixels);
        graph.output(Architecture.LOGITS, graph.add("fc", new Linear(rows, columns, false), flat));
        return network(
                graph.build(),
                "flatten",
                List.of("fc"),
                rows,
                Weights.of(Map.of(
                        WEIGHT,
                        Tensor.of(Shape.of(columns, rows), Matrices.transpose(table.toFloats(), rows, columns)))));
    }

    /** A network on pictures of one pixel, which takes its channels as they are from 0 to 1. */
    public static Network network(
            Graph graph, String features, List<String> classifiers, int channels, Weights weights) {
        return new Network(
                new Architecture("rows", graph, Map.of(), features, classifiers, new InputSize(channels, 1, 1)),
                weights,
                new Preprocessing(
                        0,
                        1,
                        1,
                        Interpolation.BILINEAR,
                        Collections.nCopies(channels, 0f),
                        Collections.nCopies(channels, 1f)));
    }

    /** The pictures of rows in turn from the first, of these classes. */
    public static DataSet pictures(int rows, int first, int classes, int... labels) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < labels.length; i++) {
            Image image = Image.black(1, 1, rows);
            image.samples()[first + i] = (byte) 255;
            samples.add(new Sample("row " + (first + i), ImageSource.of(image), labels[i]));
        }
        List<String> names = new ArrayList<>();
        for (int k = 0; k < classes; k++) {
            names.add("class " + k);
        }
        return DataSet.of(names, samples);
    }

    /** Trains on all pictures in one batch. */
    public static GoldenStep of(
            Network network, Objective objective, DataSet pictures, Map<String, DataSet> streams, String engine) {
        List<TrainingEvent.StepEnded> steps = new ArrayList<>();
        List<Weights> all = new ArrayList<>();
        Training recipe = Training.defaults()
                .epochs(1)
                .batchSize(pictures.size())
                .optimizer(Optimizer.sgd(RATE))
                .schedule(Schedule.constant())
                .augmentation(Pipeline.empty())
                .objective(objective)
                .listener((event, session) -> {
                    if (event instanceof TrainingEvent.Began || event instanceof TrainingEvent.StepEnded) {
                        all.add(session.checkpoint().weights());
                    }
                    if (event instanceof TrainingEvent.StepEnded) {
                        steps.add((TrainingEvent.StepEnded) event);
                    }
                });
        for (Map.Entry<String, DataSet> stream : streams.entrySet()) {
            recipe = recipe.stream(stream.getKey(), stream.getValue());
        }
        Learner learner = new Learner(network.architecture(), network.weights(), network.preprocessing(), null);
        Plan.of(learner, pictures, pictures, recipe, engine, Device.CPU).run();
        Map<String, double[]> gradients = new LinkedHashMap<>();
        all.get(0).toMap().forEach((name, before) -> {
            double[] gradient = before.toDoubles();
            double[] after = all.get(1).get(name).toDoubles();
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = (gradient[i] - after[i]) / RATE;
            }
            gradients.put(name, gradient);
        });
        return new GoldenStep(steps.get(0).loss(), steps.get(0).terms(), gradients);
    }

    /** The gradients of a network that says rows, in the rows' order. */
    public double[] ofRows(Tensor table) {
        float[] narrow = new float[Math.toIntExact(table.shape().count())];
        double[] gradient = gradients.get(WEIGHT);
        for (int i = 0; i < narrow.length; i++) {
            narrow[i] = (float) gradient[i];
        }
        float[] rows =
                Matrices.transpose(narrow, table.shape().at(1), table.shape().at(0));
        double[] wide = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            wide[i] = rows[i];
        }
        return wide;
    }
}
