package io.ocelli.samples.cli;

import io.ocelli.Classifier;
import io.ocelli.Prediction;
import io.ocelli.error.ImageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what pictures show. */
@Command(
        name = "classify",
        sortOptions = false,
        description = "Say what pictures show. One that cannot be read is told of, and the exit code is then 1.")
public final class Classify extends Verb {
    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR|NAME",
            description = "What train wrote, or a name with published weights.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Parameters(arity = "1..*", paramLabel = "PICTURE", description = "Picture files.")
    @SuppressWarnings("NullAway.Init")
    List<Path> files;

    @Option(names = "--top", paramLabel = "N", description = "How many classes to tell; default: ${DEFAULT-VALUE}.")
    int top = 5;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the answers as JSON, too.")
    @Nullable
    Path json;

    /** What was said of a picture, or why nothing was. */
    private record Answer(
            List<Prediction.Guess> top, @Nullable String error) {}

    @Override
    public Integer call() throws IOException {
        positive("--top", top);
        requireWritable("--json", json);
        Map<Path, Answer> answers = new LinkedHashMap<>();
        boolean failed = false;
        try (Classifier classifier = classifier(model)) {
            for (Path file : files) {
                Answer answer = answer(classifier, file);
                answers.put(file, answer);
                if (answer.error() == null) {
                    out().println(file + ": " + answer.top());
                } else {
                    failed = true;
                    err().println("ocelli: " + answer.error());
                }
            }
        }
        Json.write(json, writer -> {
            writer.beginArray();
            for (Map.Entry<Path, Answer> entry : answers.entrySet()) {
                writer.beginObject().name("file").value(entry.getKey().toString());
                if (entry.getValue().error() == null) {
                    writer.name("top").beginArray();
                    for (Prediction.Guess guess : entry.getValue().top()) {
                        writer.beginObject().name("index").value(guess.index());
                        writer.name("label").value(guess.label());
                        writer.name("confidence").value(guess.confidence()).endObject();
                    }
                    writer.endArray();
                } else {
                    writer.name("error").value(entry.getValue().error());
                }
                writer.endObject();
            }
            writer.endArray();
        });
        return failed ? 1 : 0;
    }

    private Answer answer(Classifier classifier, Path file) {
        try {
            return new Answer(classifier.classify(file).top(top), null);
        } catch (ImageException e) {
            return new Answer(List.of(), e.getMessage());
        }
    }
}
