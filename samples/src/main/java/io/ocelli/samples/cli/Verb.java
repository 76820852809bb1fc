package io.ocelli.samples.cli;

import io.ocelli.Backbone;
import io.ocelli.Classifier;
import io.ocelli.OnnxSpec;
import io.ocelli.SavedSpec;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.data.ImageTable;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Preset;
import io.ocelli.error.ImageException;
import io.ocelli.learning.Columns;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.serving.Batching;
import java.io.IOException;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What the verbs share: how arguments are understood, and how a wrong one is told. */
@Command(mixinStandardHelpOptions = true)
abstract class Verb implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** To be thrown: an argument that cannot be right. */
    ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }

    private ParameterException wrong(String option, RuntimeException cause) {
        return new ParameterException(spec.commandLine(), option + ": " + cause.getMessage(), cause);
    }

    /** Since the JVM was started. */
    static double seconds() {
        return (System.currentTimeMillis()
                        - ManagementFactory.getRuntimeMXBean().getStartTime())
                / 1e3;
    }

    void positive(String option, int value) {
        if (value < 1) {
            throw wrong(option + " is at least 1, received " + value);
        }
    }

    /** An image folder, or a CSV of path,label. */
    DataSet pictures(String option, Path place) {
        try {
            return Files.isRegularFile(place) ? ImageTable.of(place) : ImageFolder.of(place);
        } catch (ImageException e) {
            throw wrong(option, e);
        }
    }

    /** As {@link #pictures}, with what a classifier looks at beside them. */
    DataSet pictures(String option, Path place, Classifier classifier) {
        return looksBeside(classifier) && Files.isRegularFile(place)
                ? ColumnOptions.table(this, option, place)
                : pictures(option, place);
    }

    /** Whether a classifier looks at columns of a table, too. */
    static boolean looksBeside(Classifier classifier) {
        return classifier.decorators().stream().anyMatch(Columns.class::isInstance);
    }

    /** A registered architecture. */
    Model architecture(String option, String name) {
        try {
            return Models.find(name);
        } catch (IllegalArgumentException e) {
            throw wrong("the verb models lists all for " + option + "; " + e.getMessage());
        }
    }

    /** A saved classifier by its folder, an exported one by its file, or a published one by its name. */
    Classifier classifier(String model) {
        return classifier(model, Preset.LATENCY);
    }

    /** As {@link #classifier(String)}, made for few calls or for many. */
    Classifier classifier(String model, Preset preset) {
        return classifier(model, preset, null);
    }

    /** As {@link #classifier(String, Preset)}, whose pictures are put together; null for each by itself. */
    Classifier classifier(String model, Preset preset, @Nullable Batching batching) {
        Path folder = path(model);
        if (folder != null && model.endsWith(".onnx") && Files.isRegularFile(folder)) {
            OnnxSpec file = Classifier.onnx(folder).serving(preset);
            return (batching == null ? file : file.batching(batching)).open();
        }
        if (folder != null && Files.isDirectory(folder)) {
            if (!Files.isRegularFile(folder.resolve("config.json"))) {
                throw wrong("--model is a folder that train wrote, and there is no config.json in " + folder);
            }
            SavedSpec saved = Classifier.saved(folder).serving(preset);
            return (batching == null ? saved : saved.batching(batching)).open();
        }
        boolean named = Models.byName().containsKey(model);
        if (!named && (model.contains("/") || model.contains("\\") || folder != null && Files.exists(folder))) {
            throw wrong("--model is a folder that train wrote or the name of a model, and " + model + " is neither");
        }
        Model found = architecture("--model", model);
        if (found.weights().isEmpty()) {
            throw wrong("--model: no weights are published for " + found.name()
                    + "; train it, and give the folder that train wrote");
        }
        Backbone published = Classifier.model(found.name()).pretrained().serving(preset);
        return (batching == null ? published : published.batching(batching)).open();
    }

    private static @Nullable Path path(String text) {
        try {
            return Path.of(text);
        } catch (InvalidPathException e) {
            return null;
        }
    }

    /** Refuses what has no network to be changed. */
    void requireNetwork(String model) {
        if (model.endsWith(".onnx")) {
            throw wrong("--model is a folder that train wrote or the name of a model, and " + model
                    + " is an ONNX file, whose network is not known");
        }
    }

    /** Refuses an engine that is not there. */
    void requireEngine(@Nullable String name) {
        if (name == null) {
            return;
        }
        List<String> names = new ArrayList<>();
        Engines.all().forEach(engine -> names.add(engine.name()));
        if (!names.contains(name)) {
            throw wrong("--engine is one of " + names + ", received '" + name + "'");
        }
    }

    void requireFile(String option, Path file) {
        if (!Files.isRegularFile(file)) {
            throw wrong(option + ": there is no file " + file.toAbsolutePath());
        }
    }

    /** Refuses a folder to write that is a file. */
    void requireFolder(String option, Path folder) {
        if (Files.exists(folder) && !Files.isDirectory(folder)) {
            throw wrong(option + " is a folder to write, and " + folder + " is a file");
        }
    }

    /** Refuses a file that could not be written later, before the work that it is to hold. */
    void requireWritable(String option, @Nullable Path file) {
        if (file == null) {
            return;
        }
        if (Files.isDirectory(file)) {
            throw wrong(option + " is a file to write, and " + file + " is a folder");
        }
        Path folder = followed(option, file).getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw wrong(option + ": there is no folder " + folder + " to write " + file + " to; make it first");
        }
        if (!Files.isWritable(Json.isStream(file) ? file : folder)) {
            throw wrong(option + ": " + file + " cannot be written: it is not permitted");
        }
    }

    /** A file that is replaced when it is whole, behind its links; refuses what it would not do to replace. */
    Path replaceable(String option, Path file) {
        requireWritable(option, file);
        if (Json.isStream(file)) {
            throw wrong(option + " is a file to write, and " + file + " is a device or a pipe");
        }
        return followed(option, file);
    }

    private Path followed(String option, Path file) {
        try {
            return Json.followed(file);
        } catch (IOException e) {
            throw wrong(option + ": the links of " + file + " lead nowhere (" + e + ")");
        }
    }
}
