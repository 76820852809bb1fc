package io.ocelli.samples.cli;

import com.google.gson.stream.JsonWriter;
import io.ocelli.Classifier;
import io.ocelli.Prediction;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageFolder;
import io.ocelli.data.Sample;
import io.ocelli.error.ImageException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what pictures show. */
@Command(
        name = "classify",
        sortOptions = false,
        description = {
            "Say what pictures show. One that cannot be read is told of on standard error and the others go on;",
            "the exit code is then 1."
        })
public final class Classify extends Verb {
    private static final Path STANDARD_INPUT = Path.of("-");

    @Option(
            names = "--model",
            required = true,
            paramLabel = "DIR|NAME",
            description = "What train wrote, or a name with published weights.")
    @SuppressWarnings("NullAway.Init")
    String model;

    @Parameters(
            arity = "1..*",
            paramLabel = "PICTURE|DIR|CSV|-",
            description = {
                "Picture files; folders, with all pictures in them; - for a path a line of standard input; for a",
                "classifier that was trained with --columns, a CSV of these."
            })
    @SuppressWarnings("NullAway.Init")
    List<Path> places;

    @Option(names = "--top", paramLabel = "N", description = "How many classes to tell; default: ${DEFAULT-VALUE}.")
    int top = 5;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the answers as JSON, too.")
    @Nullable
    Path json;

    /** What was said of a picture, or why nothing was. */
    private record Answer(
            Path file, List<Prediction.Guess> top, @Nullable String error) {}

    private final List<Answer> answers = new ArrayList<>();
    private boolean failed;

    @Override
    public Integer call() throws IOException {
        positive("--top", top);
        requireWritable("--json", json);
        try (Classifier classifier = classifier(model)) {
            for (Path place : places) {
                if (place.equals(STANDARD_INPUT)) {
                    lines(classifier);
                } else {
                    tell(classifier, place);
                }
            }
        }
        Json.write(json, this::write);
        return failed ? 1 : 0;
    }

    private void lines(Classifier classifier) throws IOException {
        Charset charset = Charset.forName(
                System.getProperty("native.encoding", Charset.defaultCharset().name()));
        BufferedReader paths = new BufferedReader(new InputStreamReader(System.in, charset));
        for (String line = paths.readLine(); line != null && !unheard(); line = paths.readLine()) {
            if (line.isBlank()) {
                continue;
            }
            try {
                tell(classifier, Path.of(line));
            } catch (InvalidPathException e) {
                tell(new Answer(STANDARD_INPUT, List.of(), "'" + line + "' is not a path: " + e.getMessage()));
            }
        }
    }

    private void tell(Classifier classifier, Path place) {
        if (looksBeside(classifier) && place.toString().toLowerCase(Locale.ROOT).endsWith(".csv")) {
            table(classifier, place);
            return;
        }
        if (!Files.isDirectory(place)) {
            tell(answer(classifier, place));
            return;
        }
        ImageFolder folder;
        try {
            folder = ImageFolder.unlabelled(place);
        } catch (ImageException e) {
            tell(new Answer(place, List.of(), e.getMessage()));
            return;
        }
        for (int i = 0; i < folder.size() && !unheard(); i++) {
            Path file = folder.sample(i).source().file();
            if (file != null) {
                tell(answer(classifier, file));
            }
        }
    }

    private void table(Classifier classifier, Path csv) {
        DataSet samples = ColumnOptions.table(this, csv.toString(), csv);
        for (int i = 0; i < samples.size() && !unheard(); i++) {
            Sample sample = samples.sample(i);
            Path file = sample.source().file();
            tell(answer(file == null ? Path.of(sample.name()) : file, () -> classifier.classify(sample)));
        }
    }

    /** Whether nobody takes the answers any more: the pipe was closed (head), or the disk is full. */
    private boolean unheard() {
        return out().checkError();
    }

    private void tell(Answer answer) {
        answers.add(answer);
        if (answer.error() == null) {
            out().println(answer.file() + ": " + answer.top());
        } else {
            failed = true;
            err().println("ocelli: " + answer.error());
        }
    }

    private Answer answer(Classifier classifier, Path file) {
        return answer(file, () -> classifier.classify(file));
    }

    private Answer answer(Path file, Supplier<Prediction> classifying) {
        try {
            return new Answer(file, classifying.get().top(top), null);
        } catch (ImageException e) {
            return new Answer(file, List.of(), e.getMessage());
        } catch (OutOfMemoryError e) {
            return new Answer(
                    file,
                    List.of(),
                    file + " needs more memory than the "
                            + (Runtime.getRuntime().maxMemory() >> 20)
                            + " MiB of this JVM; give it more (OCELLI_OPTS=-Xmx4g), or make the picture smaller");
        }
    }

    private void write(JsonWriter writer) throws IOException {
        writer.beginArray();
        for (Answer answer : answers) {
            writer.beginObject().name("file").value(answer.file().toString());
            if (answer.error() == null) {
                writer.name("top").beginArray();
                for (Prediction.Guess guess : answer.top()) {
                    writer.beginObject().name("index").value(guess.index());
                    writer.name("label").value(guess.label());
                    writer.name("confidence").value(guess.confidence()).endObject();
                }
                writer.endArray();
            } else {
                writer.name("error").value(answer.error());
            }
            writer.endObject();
        }
        writer.endArray();
    }
}
