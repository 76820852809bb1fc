package io.ocelli.compression;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.Classifier;
import io.ocelli.Successor;
import io.ocelli.compression.CompressionCandidate.Form;
import io.ocelli.data.DataSet;
import io.ocelli.decisions.LabelledScores;
import io.ocelli.graph.Cost;
import io.ocelli.graph.Parameter;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.Pass;
import io.ocelli.training.Checkpoints;
import io.ocelli.training.DivergedException;
import io.ocelli.training.Loss;
import io.ocelli.training.Objective;
import io.ocelli.training.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A search for a smaller network under way. */
final class CompressionRun {
    private static final double TEACHER = 0.9;
    private static final double TEMPERATURE = 4;
    /** Times of a network that is not trained yet may be so much longer than wished: they are measured again. */
    private static final double PATIENCE = 1.1;

    private static final String UNTRAINED = "untrained";
    private static final String TRAINING = ".training";
    private static final int BATCH = 16;

    private final CompressionChoices choices;
    private final Classifier original;
    private final Network network;
    private final DataSet training;
    private final DataSet validation;
    private final CompressionFolder folder;
    private final Map<Form, Pass> passes = new EnumMap<>(Form.class);
    private final List<CompressionCandidate> candidates = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private int[] said = new int[0];

    CompressionRun(CompressionChoices choices, Classifier original, DataSet training, DataSet validation, Path folder) {
        this.choices = choices;
        this.original = original;
        this.network = original.network();
        if (!network.architecture().company().isEmpty()) {
            throw new IllegalStateException("A search is for networks that look at pictures alone, and "
                    + network.architecture().name() + " takes "
                    + network.architecture().company().keySet() + ", too");
        }
        this.training = training.relabel(original.labels());
        this.validation = validation.relabel(original.labels());
        this.folder = new CompressionFolder(folder);
        DataSet calibration = some(this.training, choices.calibration);
        passes.put(Form.FLOAT32, any -> any);
        passes.put(Form.INT8, Quantization.of(calibration).method(choices.method));
        passes.put(Form.INT8_WEIGHTS, WeightQuantization.allLayers());
    }

    /** So many pictures from all over a data set. */
    private static DataSet some(DataSet pictures, int most) {
        int count = Math.min(most, pictures.size());
        int[] chosen = new int[count];
        for (int i = 0; i < count; i++) {
            chosen[i] = (int) ((long) i * pictures.size() / count);
        }
        return pictures.subset(chosen);
    }

    CompressionResult search() {
        folder.claim(subject());
        boolean ended;
        try (PairedTimes times = new PairedTimes(network, choices.pairs)) {
            ended = forms(0, times) && pruned(times);
        }
        return new CompressionResult(choices.wish, candidates, notes, ended, folder);
    }

    /** What the networks in the folder hang on. */
    private List<String> subject() {
        Pruning pruning = choices.pruning;
        return ImmutableList.of(
                "weights " + network.weights().digest(),
                "classes " + original.labels(),
                "pictures " + training.size() + ", to validate with " + validation.size(),
                "recipe " + choices.recipe,
                "pruning by " + pruning.importance().name() + ", global " + pruning.global() + ", multiples of "
                        + pruning.roundTo() + ", ratios " + pruning.ratios(),
                "calibration by " + choices.method.name() + " on " + Math.min(choices.calibration, training.size()));
    }

    private boolean isStopped() {
        return choices.stop.getAsBoolean() || Thread.currentThread().isInterrupted();
    }

    /** Whether it was not stopped. */
    private boolean pruned(PairedTimes times) {
        if (Pruning.groups(network).isEmpty()) {
            notes.add(network.architecture().name() + " cannot be pruned; " + Pruning.words(Pruning.barriers(network)));
            return true;
        }
        Cost before = cost(network);
        for (double ratio : choices.ratios) {
            Network smaller = choices.pruning.ratio(ratio).apply(network);
            Cost after = cost(smaller);
            if (after.equals(before)) {
                notes.add(CompressionCandidate.name(ratio, Form.FLOAT32)
                        + " is left out: as many channels stay as in the network before it");
                continue;
            }
            before = after;
            if (isStopped()) {
                return false;
            }
            if (isWorthTraining(ratio, smaller, times) && !(trained(ratio, smaller) && forms(ratio, times))) {
                return false;
            }
        }
        return true;
    }

    /** Whether a form of a pruned network may keep the costs that are wished; where none does they are listed as they are. */
    private boolean isWorthTraining(double ratio, Network smaller, PairedTimes times) {
        if (!choices.wish.limitsCost() || folder.has(CompressionCandidate.name(ratio, Form.FLOAT32))) {
            return true;
        }
        List<CompressionCandidate> all = new ArrayList<>();
        for (Form form : choices.forms) {
            Pass pass = pass(form);
            try (Classifier untrained = original.apply(any -> pass.apply(smaller))) {
                untrained.save(folder.of(UNTRAINED));
                all.add(measured(UNTRAINED, ratio, form, untrained, times));
            } finally {
                folder.remove(UNTRAINED);
            }
            if (choices.wish.costExcess(all.get(all.size() - 1), PATIENCE) <= 0) {
                return true;
            }
        }
        all.forEach(this::add);
        return false;
    }

    /** Fine-tunes a pruned network; whether it was not stopped. */
    private boolean trained(double ratio, Network smaller) {
        String name = CompressionCandidate.name(ratio, Form.FLOAT32);
        if (folder.has(name)) {
            return true;
        }
        Objective objective = Objective.labels(Loss.crossEntropy())
                .times(1 - TEACHER)
                .plus(Distillation.from(network).temperature(TEMPERATURE).times(TEACHER));
        Training recipe = choices.recipe
                .objective(objective)
                .checkpoints(Checkpoints.in(folder.of(name + TRAINING)).keep(1))
                .stopWhen(choices.stop);
        try (Classifier fitted = Successor.of(original).changed(any -> smaller).fit(training, validation, recipe)) {
            if (isStopped()) {
                return false;
            }
            fitted.save(folder.of(name));
        } catch (DivergedException e) {
            notes.add(name + " is left out: " + e.getMessage());
        }
        folder.remove(name + TRAINING);
        return true;
    }

    /** Measures a network in all forms; whether it was not stopped. */
    private boolean forms(double ratio, PairedTimes times) {
        String whole = CompressionCandidate.name(ratio, Form.FLOAT32);
        if (ratio == 0 && !folder.has(whole)) {
            original.save(folder.of(whole));
        }
        if (!folder.has(whole)) {
            return true;
        }
        for (Form form : choices.forms) {
            if (isStopped()) {
                return false;
            }
            String name = CompressionCandidate.name(ratio, form);
            if (!folder.has(name) && !make(name, form, whole)) {
                continue;
            }
            try (Classifier saved = folder.open(name)) {
                add(measured(name, ratio, form, saved, times));
            }
        }
        return true;
    }

    /** Makes a form of a network of the folder; whether it can be made. */
    private boolean make(String name, Form form, String whole) {
        try (Classifier before = folder.open(whole)) {
            Network changed;
            try {
                changed = pass(form).apply(before.network());
            } catch (IllegalArgumentException e) {
                notes.add(name + " is left out: " + e.getMessage());
                return false;
            }
            try (Classifier after = before.apply(any -> changed);
                    Classifier kept = form == Form.INT8
                            ? after.checkedAtOpen(Quantization.PARITY_TOLERANCE)
                            : after.undecorated()) {
                kept.save(folder.of(name));
            }
        }
        return true;
    }

    private Pass pass(Form form) {
        return Objects.requireNonNull(passes.get(form));
    }

    private void add(CompressionCandidate candidate) {
        candidates.add(candidate);
        choices.listener.accept(candidate);
    }

    /** Of what is saved under a name; without its accuracy where it was not trained. */
    private CompressionCandidate measured(
            String place, double ratio, Form form, Classifier classifier, PairedTimes times) {
        PairedTime[] batches = times.of(classifier.network(), 1, BATCH);
        double accuracy = Double.NaN;
        double agreement = Double.NaN;
        if (!place.equals(UNTRAINED)) {
            LabelledScores scores = classifier.scores(validation);
            int[] own = said(scores);
            said = candidates.isEmpty() ? own : said;
            accuracy = share(own, validation.labels());
            agreement = share(own, said);
        }
        return new CompressionCandidate(
                CompressionCandidate.name(ratio, form),
                ratio,
                form,
                folder.bytes(place),
                cost(classifier.network()),
                batches[0],
                batches[1],
                accuracy,
                agreement);
    }

    private static int[] said(LabelledScores scores) {
        int[] said = new int[scores.size()];
        for (int i = 0; i < said.length; i++) {
            said[i] = scores.best(i);
        }
        return said;
    }

    private static double share(int[] own, int[] others) {
        int same = 0;
        for (int i = 0; i < own.length; i++) {
            same += own[i] == others[i] ? 1 : 0;
        }
        return (double) same / own.length;
    }

    /** With numbers of 8 bits counted as those that they stand for. */
    private static Cost cost(Network network) {
        Architecture architecture = network.architecture();
        Cost cost = Cost.of(
                architecture.graph().only(Architecture.LOGITS),
                ImmutableMap.of(Architecture.INPUT, architecture.input().shape()));
        long whole = 0;
        for (Parameter parameter :
                architecture.graph().only(Architecture.LOGITS).parameters()) {
            boolean isWhole =
                    parameter.role() == Parameter.Role.QUANTIZED || parameter.role() == Parameter.Role.QUANTIZED_SUM;
            whole += isWhole ? parameter.shape().count() : 0;
        }
        return new Cost(cost.parameters() + whole, cost.products());
    }
}
