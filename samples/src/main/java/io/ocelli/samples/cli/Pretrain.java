package io.ocelli.samples.cli;

import io.ocelli.Backbone;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.data.Split;
import io.ocelli.engine.Optimizer;
import io.ocelli.error.ImageException;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Transform;
import io.ocelli.learning.NeighbourVotes;
import io.ocelli.learning.Pretrained;
import io.ocelli.learning.Pretraining;
import io.ocelli.learning.SelfSupervision;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.training.Training;
import io.ocelli.transforms.ColorJitter;
import io.ocelli.transforms.RandomApply;
import io.ocelli.transforms.RandomGrayscale;
import io.ocelli.transforms.RandomHorizontalFlip;
import io.ocelli.transforms.RandomResizedCrop;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Trains a backbone on pictures without labels. */
@Command(
        name = "pretrain",
        sortOptions = false,
        description = {
            "Train a backbone on pictures without labels, from two views of each. What it writes goes on into train with",
            "--weights FILE. Where the pictures lie in a folder for each class, it is told how well the nearest neighbours",
            "of a fifth of them say their class."
        })
public final class Pretrain extends Verb {
    private static final double KNOWN = 0.8;

    @Option(
            names = "--method",
            required = true,
            paramLabel = "NAME",
            description = "simsiam, byol, barlow_twins, vicreg, simclr, moco or dino.")
    @SuppressWarnings("NullAway.Init")
    SelfSupervision method;

    @Option(
            names = "--data",
            required = true,
            paramLabel = "DIR",
            description = "Pictures; labels are not learnt from.")
    @SuppressWarnings("NullAway.Init")
    Path data;

    @Option(names = "--out", required = true, paramLabel = "FILE", description = "Where the weights are written.")
    @SuppressWarnings("NullAway.Init")
    Path out;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            defaultValue = "resnet18",
            description = "What the verb models lists; default: resnet18.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Option(names = "--size", paramLabel = "PIXELS", description = "The side of its pictures; default: the model's.")
    @Nullable
    Integer size;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "100", description = "Default: 100.")
    int epochs;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "128",
            description = "Pictures in a step; default: 128.")
    int batch;

    @Option(
            names = "--learning-rate",
            paramLabel = "RATE",
            defaultValue = "0.001",
            description = "Of AdamW; default: 0.001.")
    double learningRate;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "0", description = "Default: 0.")
    long seed;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        Model found = architecture("--model", model);
        positive("--epochs", epochs);
        positive("--batch", batch);
        if (!(learningRate > 0 && learningRate < Double.POSITIVE_INFINITY)) {
            throw wrong("--learning-rate is positive, received " + learningRate);
        }
        requireWritable("--json", json);
        Path file = replaceable("--out", out);
        DataSet pictures = pictures();
        Backbone begin = backbone(found);
        try (Interruption interruption = new Interruption();
                TrainingProgress progress = new TrainingProgress(out());
                Classifier untrained = begin.head(2).untrained()) {
            Pretrained learnt = Pretraining.of(untrained.network(), method)
                    .epochs(epochs)
                    .recipe(Training.defaults()
                            .batchSize(batch)
                            .optimizer(Optimizer.adamW(learningRate))
                            .seed(seed)
                            .stopWhen(interruption::asked)
                            .listener(progress))
                    .augmentation(views(untrained.architecture().input()))
                    .over(pictures);
            progress.close();
            learnt.save(file);
            report(learnt, pictures, begin.weights(file));
            if (learnt.collapsed()) {
                err().println("ocelli: the projections of all pictures became one (a collapse), and nothing was learnt;"
                        + " lower --learning-rate, or take vicreg or simclr");
                return 1;
            }
            return interruption.code();
        }
    }

    private Backbone backbone(Model found) {
        Backbone backbone = Classifier.model(found.name());
        if (size == null) {
            return backbone;
        }
        positive("--size", size);
        return backbone.inputSize(size, size);
    }

    /** SimCLR's, without blur, which small pictures do not bear. */
    private static Transform views(InputSize size) {
        return Pipeline.of(
                RandomResizedCrop.of(size.height(), size.width(), Interpolation.BILINEAR),
                new RandomHorizontalFlip(0.5),
                new RandomApply(new ColorJitter(0.4, 0.4, 0.4, 0.1), 0.8),
                new RandomGrayscale(0.2));
    }

    /** With labels where the folder has classes. */
    private DataSet pictures() {
        try {
            if (!Files.isDirectory(data)) {
                return pictures("--data", data);
            }
            try (var entries = Files.newDirectoryStream(data, Files::isDirectory)) {
                return entries.iterator().hasNext() ? ImageFolder.of(data) : ImageFolder.unlabelled(data);
            }
        } catch (ImageException | IOException e) {
            throw wrong("--data: " + e.getMessage());
        }
    }

    private void report(Pretrained learnt, DataSet pictures, Backbone trained) throws IOException {
        int made = learnt.history().epochs().size();
        double loss =
                made == 0 ? Double.NaN : learnt.history().epochs().get(made - 1).trainingLoss();
        double spread = made == 0 ? Double.NaN : learnt.spreads().get(made - 1);
        boolean known = pictures.classes().size() > 1 && !learnt.collapsed();
        double accuracy = known ? neighbours(pictures, trained) : Double.NaN;
        out().printf(
                        Locale.ROOT,
                        "%s on %d pictures: loss %.4f, spread %.2f after %d epochs%s, saved to %s%n",
                        method.name().toLowerCase(Locale.ROOT),
                        pictures.size(),
                        loss,
                        spread,
                        made,
                        known ? String.format(Locale.ROOT, ", %.2f %% by nearest neighbours", 100 * accuracy) : "",
                        out);
        Json.write(json, writer -> {
            writer.beginObject();
            writer.name("method").value(method.name().toLowerCase(Locale.ROOT));
            writer.name("images").value(pictures.size());
            writer.name("epochs").value(made);
            Json.figure(writer, "loss", loss);
            Json.figure(writer, "spread", spread);
            writer.name("collapsed").value(learnt.collapsed());
            if (known) {
                Json.figure(writer, "knn_accuracy", accuracy);
            }
            writer.endObject();
        });
    }

    private double neighbours(DataSet pictures, Backbone trained) {
        Split split = pictures.split(KNOWN, seed);
        try (Classifier features = trained.head(pictures.classes().size()).untrained()) {
            return NeighbourVotes.ofPaper()
                    .accuracy(
                            features.features(split.validation()),
                            split.validation().labels(),
                            features.features(split.training()),
                            split.training().labels(),
                            pictures.classes().size());
        }
    }
}
