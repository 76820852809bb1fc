package io.ocelli.learning;

import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import io.ocelli.data.DataSet;
import io.ocelli.data.Sample;
import io.ocelli.engine.Device;
import io.ocelli.graph.Activation;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.graph.Flatten;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Linear;
import io.ocelli.graph.Parameter;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.model.Architecture;
import io.ocelli.model.InitializationRule;
import io.ocelli.model.Initializer;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.Learner;
import io.ocelli.training.Learnt;
import io.ocelli.training.Plan;
import io.ocelli.training.Training;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Learning from pictures without labels: two views of each picture, and a method that says what their results have to do with each
 * other. The backbone that comes of it goes on into {@code weights(file)} and {@code head(k)}.
 *
 * <pre>{@code
 * Pretrained learnt = Pretraining.of(network, SelfSupervision.SIMCLR).epochs(200).over(pictures);
 * learnt.save(Path.of("backbone.safetensors"));
 * }</pre>
 *
 * <p>In the place of its head the network has a projector, which is left out of what is saved: linear layers with batch norms and
 * rectifiers between them. After each epoch it is asked whether the projections of a batch still spread; where all have become one
 * (a collapse), the training ends, and {@link Pretrained#collapsed} says so.
 *
 * <p>A value; natives are held only while {@link #over} runs. Safe for any number of threads.
 *
 * @param network where it begins
 * @param method what is learnt
 * @param epochs passes over the pictures
 * @param recipe how else; its objective, views and average are the method's
 * @param augmentation of each view
 * @param projector the outputs of the projector's layers
 * @param engine the name of the engine, or null for the best
 * @param device where it runs
 */
public record Pretraining(
        Network network,
        SelfSupervision method,
        int epochs,
        Training recipe,
        Transform augmentation,
        List<Integer> projector,
        @Nullable String engine,
        Device device) {
    /** What the second view is called. */
    static final String VIEW = "second";

    private static final String PROJECTOR = "projector.";

    /** How many pictures the loss is measured on after each epoch. */
    private static final int VALIDATED = 128;

    public Pretraining {
        projector = ImmutableList.copyOf(projector);
        if (projector.isEmpty()) {
            throw new IllegalArgumentException("A projector has a layer or more, received none");
        }
    }

    /** 100 epochs of {@link Training#defaults}, with random crops and flips, and a projector of 512, 512 and 128. */
    public static Pretraining of(Network network, SelfSupervision method) {
        return new Pretraining(
                network,
                method,
                100,
                Training.defaults(),
                Transforms.training(network.preprocessing()),
                ImmutableList.of(512, 512, 128),
                null,
                Device.CPU);
    }

    /** With so many passes over the pictures. */
    public Pretraining epochs(int number) {
        return new Pretraining(network, method, number, recipe, augmentation, projector, engine, device);
    }

    /** With another recipe. */
    public Pretraining recipe(Training recipe) {
        return new Pretraining(network, method, epochs, recipe, augmentation, projector, engine, device);
    }

    /** With another augmentation, which ends in the network's input size. */
    public Pretraining augmentation(Transform transform) {
        return new Pretraining(network, method, epochs, recipe, transform, projector, engine, device);
    }

    /** With a projector whose layers have so many outputs. */
    public Pretraining projector(int... widths) {
        return new Pretraining(network, method, epochs, recipe, augmentation, Ints.asList(widths), engine, device);
    }

    /** On an engine by name. */
    public Pretraining engine(String name) {
        return new Pretraining(
                network, method, epochs, recipe, augmentation, projector, Objects.requireNonNull(name, "name"), device);
    }

    /** On a device by name: {@code cpu} (the default), {@code cuda:0}. */
    public Pretraining device(String name) {
        return new Pretraining(network, method, epochs, recipe, augmentation, projector, engine, Device.of(name));
    }

    /**
     * Learns.
     *
     * @param pictures two or more; labels are not looked at
     * @throws IllegalArgumentException if there are fewer, or the recipe does not go with the method
     * @throws io.ocelli.error.ImageException naming a picture that cannot be read
     * @throws io.ocelli.error.EngineException if no engine on the class path trains it
     */
    public Pretrained over(DataSet pictures) {
        DataSet unlabelled = unlabelled(pictures);
        Learner learner = learner();
        Spread spread = new Spread();
        Training whole = method.applied(
                        recipe.augmentation(augmentation).view(VIEW, augmentation),
                        epochs,
                        projector.get(projector.size() - 1))
                .listener(spread);
        Learnt learnt = Plan.of(learner, unlabelled, some(unlabelled), whole, engine, device)
                .run();
        Map<String, Tensor> kept = new LinkedHashMap<>(network.weights().toMap());
        for (String classifier : network.architecture().classifiers()) {
            network.architecture().graph().parametersOf(classifier).forEach(parameter -> kept.remove(parameter.name()));
        }
        kept.replaceAll((name, before) -> {
            Tensor now = learnt.weights().find(name);
            return now == null ? before : now;
        });
        return new Pretrained(
                new Network(network.architecture(), Weights.of(kept), network.preprocessing()),
                learnt.history(),
                spread.spreads());
    }

    private static DataSet unlabelled(DataSet pictures) {
        if (pictures.size() < 2) {
            throw new IllegalArgumentException(
                    "Pictures are told from each other, so there are 2 or more, received " + pictures.size());
        }
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            samples.add(pictures.sample(i).withLabel(Sample.UNLABELLED));
        }
        return DataSet.of(ImmutableList.of(), samples);
    }

    /** What is looked at after each epoch. */
    private static DataSet some(DataSet pictures) {
        int[] first = new int[Math.min(VALIDATED, pictures.size())];
        for (int i = 0; i < first.length; i++) {
            first[i] = (int) ((long) i * pictures.size() / first.length);
        }
        return pictures.subset(first);
    }

    /** The backbone with a projector in the place of the head. */
    private Learner learner() {
        Architecture plain = network.architecture();
        Graph backbone = plain.graph().upTo(plain.features(), "features");
        Graph.Builder graph = backbone.extend();
        String x = graph.add(PROJECTOR + "flatten", new Flatten(), plain.features());
        int in = Math.toIntExact(NetworkPrograms.features(plain).count());
        String last = "";
        for (int i = 0; i < projector.size(); i++) {
            last = PROJECTOR + i;
            x = graph.add(last, Linear.of(in, projector.get(i)), x);
            in = projector.get(i);
            if (i < projector.size() - 1) {
                x = graph.add(PROJECTOR + i + "_norm", BatchNorm2d.of(in), x);
                x = graph.add(PROJECTOR + i + "_relu", Activation.RELU, x);
            }
        }
        Graph whole = graph.output(Architecture.LOGITS, x).build();
        List<Parameter> fresh = new ArrayList<>(whole.parameters());
        fresh.removeIf(parameter -> network.weights().contains(parameter.name()));
        Weights begin = Initializer.weights(whole, fresh, InitializationRule.OF_LAYERS, recipe.seed());
        Map<String, Tensor> weights = new LinkedHashMap<>();
        for (Parameter parameter : whole.parameters()) {
            Tensor known = network.weights().find(parameter.name());
            weights.put(parameter.name(), known == null ? begin.get(parameter.name()) : known);
        }
        Architecture projecting = new Architecture(
                plain.name(), whole, plain.stages(), plain.features(), ImmutableList.of(last), plain.input());
        return new Learner(projecting, Weights.of(weights), network.preprocessing(), null);
    }
}
