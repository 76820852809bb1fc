package io.ocelli.samples.cli;

import io.ocelli.Classifier;
import io.ocelli.Successor;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.error.ImageException;
import io.ocelli.graph.BatchNorm2d;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Transform;
import io.ocelli.learning.AdaBn;
import io.ocelli.learning.Cdan;
import io.ocelli.learning.ClassConfusion;
import io.ocelli.learning.Coral;
import io.ocelli.learning.Dann;
import io.ocelli.learning.Entropy;
import io.ocelli.learning.FixMatch;
import io.ocelli.learning.Mmd;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.training.Loss;
import io.ocelli.training.NamedTerm;
import io.ocelli.training.Objective;
import io.ocelli.training.Training;
import io.ocelli.transforms.RandAugment;
import io.ocelli.transforms.RandomHorizontalFlip;
import io.ocelli.transforms.RandomResizedCrop;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that adapt a network to pictures of another domain, which nobody has labelled. */
final class AdaptOptions {
    private static final String TARGET = "target";
    private static final String ADABN = "adabn";
    private static final String FIXMATCH = "fixmatch";
    private static final List<String> OF_THE_BACKBONE = List.of("mmd", "coral", "dann", "cdan");

    @Option(
            names = "--unlabelled",
            paramLabel = "DIR",
            description = "Pictures without labels of the domain that it is to be used in.")
    @Nullable
    Path unlabelled;

    @Option(
            names = "--adapt",
            paramLabel = "NAME",
            description =
                    "How it is adapted to them: mmd, coral, dann, cdan, mcc, entropy or adabn; or fixmatch, where they are"
                            + " of the same domain. Batch norms of a network that learns whole end with their statistics.")
    @Nullable
    String method;

    @Option(
            names = "--best",
            paramLabel = "NAME",
            description = {
                "Save the weights of the best epoch in the place of the last: validation, by the accuracy that is printed; or",
                "by --unlabelled, without labels, entropy (the surest) or diversity (the surest of all classes alike). To be",
                "sure is not to be right: docs/measured.md says what was lost by each."
            })
    @Nullable
    Best best;

    /** What tells the best epoch. */
    enum Best {
        VALIDATION,
        ENTROPY,
        DIVERSITY;

        private NamedTerm term() {
            Entropy entropy = Entropy.of(TARGET);
            return this == DIVERSITY ? entropy.andDiversity() : entropy;
        }
    }

    /** The recipe with the choice that needs no other pictures. */
    Training chosen(Training recipe) {
        return best == Best.VALIDATION ? recipe.bestWeights() : recipe;
    }

    /** Whether pictures without labels choose. */
    boolean choosesBlindly() {
        return best != null && best != Best.VALIDATION;
    }

    /**
     * Whether what is saved has the statistics of the unlabelled pictures in its norms. While a whole network learns from both
     * domains its norms come to keep a mixture that is neither's.
     *
     * @param frozen whether only a head learns
     */
    boolean renormalises(boolean frozen, Architecture architecture) {
        boolean mixed = method != null && !frozen && !method.equals(FIXMATCH);
        return ADABN.equals(method)
                || mixed
                        && architecture.graph().nodes().stream()
                                .anyMatch(node -> node.operation() instanceof BatchNorm2d);
    }

    /**
     * @param frozen whether only a head learns
     * @param architecture of the network that learns
     */
    Training adapted(Verb verb, Training recipe, boolean frozen, Architecture architecture) {
        if ((unlabelled == null) != (method == null)) {
            throw verb.wrong("--unlabelled DIR and --adapt NAME go together");
        }
        if (method == null || unlabelled == null) {
            if (choosesBlindly()) {
                throw verb.wrong(
                        "--best entropy and diversity look at pictures without labels; name them by --unlabelled DIR"
                                + " and --adapt NAME, or say --best validation");
            }
            return recipe;
        }
        if (choosesBlindly() && method.equals(ADABN)) {
            throw verb.wrong("--best entropy and diversity judge networks while they learn, and adabn changes them"
                    + " afterwards; leave --best out, or say --best validation");
        }
        Objective term = term(verb, method, architecture.features());
        if (frozen && OF_THE_BACKBONE.contains(method)) {
            throw verb.wrong("--adapt " + method + " changes what the backbone makes of pictures, and it is frozen; say"
                    + " --full, or take mcc, entropy or adabn");
        }
        DataSet pictures = pictures(verb, unlabelled);
        Objective labels = Objective.labels(Loss.crossEntropy());
        if (term == null) {
            return recipe;
        }
        Training whole = recipe.objective(labels.plus(term)).stream(TARGET, pictures);
        whole = best != null && choosesBlindly() ? whole.bestWeights(best.term()) : whole;
        return method.equals(FIXMATCH) ? whole.view(TARGET + ".strong", strong(architecture.input())) : whole;
    }

    private static Transform strong(InputSize size) {
        return Pipeline.of(
                RandomResizedCrop.of(size.height(), size.width(), Interpolation.BILINEAR),
                new RandomHorizontalFlip(0.5),
                RandAugment.of(2, 10));
    }

    /**
     * Null for what is done after the training.
     *
     * @param features the node whose result the head takes
     */
    private static @Nullable Objective term(Verb verb, String method, String features) {
        return switch (method) {
            case "mmd" -> Mmd.with(TARGET).objective();
            case "coral" -> Coral.with(TARGET).andMeans().on(features).times(100);
            case "dann" -> Dann.with(TARGET).objective();
            case "cdan" -> Cdan.with(TARGET).weighted().objective();
            case "mcc" -> ClassConfusion.of(TARGET).objective();
            case "entropy" -> Entropy.of(TARGET).times(0.1);
            case FIXMATCH -> FixMatch.of(TARGET).objective();
            case ADABN -> null;
            default ->
                throw verb.wrong("--adapt is mmd, coral, dann, cdan, mcc, entropy, fixmatch or adabn, received '"
                        + method + "'");
        };
    }

    /**
     * What is saved: one that shares what was trained, or one that follows it.
     *
     * @param renormalised as {@link #renormalises} says
     */
    Classifier adapted(Verb verb, Classifier trained, boolean renormalised) {
        if (!renormalised || unlabelled == null) {
            return trained.undecorated();
        }
        DataSet pictures = pictures(verb, unlabelled);
        try {
            return Successor.of(trained)
                    .changed(network -> AdaBn.of(network).over(pictures))
                    .open();
        } catch (IllegalArgumentException e) {
            throw verb.wrong("--adapt adabn: " + e.getMessage());
        }
    }

    private static DataSet pictures(Verb verb, Path folder) {
        try {
            return ImageFolder.unlabelled(folder);
        } catch (ImageException e) {
            throw verb.wrong("--unlabelled: " + e.getMessage());
        }
    }
}
