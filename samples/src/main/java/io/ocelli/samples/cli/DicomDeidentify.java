package io.ocelli.samples.cli;

import com.google.gson.stream.JsonWriter;
import io.ocelli.error.OcelliException;
import io.ocelli.medical.Deidentification;
import io.ocelli.medical.Deidentified;
import io.ocelli.medical.DicomFile;
import io.ocelli.medical.ElementChange;
import io.ocelli.medical.PseudonymKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Takes out of DICOM files who they are of. */
@Command(
        name = "deidentify",
        sortOptions = false,
        description = {
            "Take out of DICOM files who they are of, by the basic profile of DICOM PS3.15. One that cannot be is told of on",
            "standard error, is not written, and the others go on; the exit code is then 1. A file keeps its name, unless",
            "the patient's name or an identifier is in it: then it is named by its new identifier. Text in the pixels stays:",
            "look at what the warnings name."
        })
public final class DicomDeidentify extends Verb {
    @Option(
            names = "--out",
            required = true,
            paramLabel = "DIR",
            description = "Where the files are written, all in it.")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description = {
                "A secret of at least 16 bytes: files that are done by the same one, also later, stay together. Without it",
                "those of this call do."
            })
    @Nullable
    Path key;

    @Option(names = "--json", paramLabel = "FILE", description = "Write what was done to which element as JSON, too.")
    @Nullable
    Path json;

    @Parameters(arity = "1..*", paramLabel = "FILE|DIR", description = "DICOM files; folders, with all files in them.")
    @SuppressWarnings("NullAway.Init")
    List<Path> places;

    /** What was done to a file, or why nothing was. */
    private record Done(
            Path file,
            @Nullable Path out,
            List<ElementChange> changes,
            List<String> warnings,
            @Nullable OcelliException error) {
        static Done refused(Path file, OcelliException error) {
            return new Done(file, null, List.of(), List.of(), error);
        }
    }

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        requireFolder("--out", folder);
        Deidentification rules = Deidentification.basic(key());
        List<Path> files = files();
        Files.createDirectories(folder);
        AnonymousNames names = new AnonymousNames(folder);
        List<Done> all = new ArrayList<>();
        for (Path file : files) {
            all.add(tell(deidentify(rules, names, file)));
        }
        long done = all.stream().filter(each -> each.error == null).count();
        out().printf("%d of %d files were de-identified into %s%n", done, all.size(), folder);
        Json.write(json, writer -> write(writer, all));
        return done == all.size() ? 0 : 1;
    }

    private PseudonymKey key() throws IOException {
        if (key == null) {
            return PseudonymKey.random();
        }
        requireFile("--key", key);
        try {
            return PseudonymKey.read(key);
        } catch (IllegalArgumentException e) {
            throw wrong("--key: " + e.getMessage());
        }
    }

    private List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path place : places) {
            if (!Files.exists(place)) {
                throw wrong("there is no file or folder " + place);
            }
            try (Stream<Path> found = Files.walk(place)) {
                found.filter(Files::isRegularFile).sorted().forEach(files::add);
            }
        }
        return files;
    }

    private Done deidentify(Deidentification rules, AnonymousNames names, Path file) {
        try {
            DicomFile identified = DicomFile.read(file);
            Deidentified deidentified = rules.apply(identified);
            Path out = names.of(file, identified, deidentified);
            if (Files.exists(out) && Files.isSameFile(out, file)) {
                throw new OcelliException(file + " would be written over: give another --out");
            }
            deidentified.write(out);
            List<String> warnings = new ArrayList<>(deidentified.warnings());
            if (AnonymousNames.mayTell(out, identified)) {
                warnings.add(
                        "the name of the file holds a word of the patient's name; give it another if that is no chance");
            }
            return new Done(file, out, deidentified.changes(), warnings, null);
        } catch (OcelliException e) {
            return Done.refused(file, e);
        } catch (IOException e) {
            return Done.refused(file, new OcelliException(file + " cannot be compared with what is in --out", e));
        }
    }

    private Done tell(Done done) {
        if (done.error != null) {
            err().println("ocelli: " + done.error.getMessage());
        } else {
            done.warnings.forEach(warning -> err().println("ocelli: " + done.out + ": " + warning));
        }
        return done;
    }

    private static void write(JsonWriter writer, List<Done> all) throws IOException {
        writer.beginObject().name("files").beginArray();
        for (Done done : all) {
            writer.beginObject();
            writer.name("file").value(String.valueOf(done.file.getFileName()));
            writer.name("path").value(done.file.toString());
            if (done.error != null) {
                Dicom.refusal(writer, done.error);
            } else {
                writer.name("out").value(String.valueOf(done.out));
                writer.name("changes").beginArray();
                for (ElementChange change : done.changes) {
                    write(writer, change);
                }
                writer.endArray();
                writer.name("warnings").beginArray();
                for (String warning : done.warnings) {
                    writer.value(warning);
                }
                writer.endArray();
            }
            writer.endObject();
        }
        writer.endArray().endObject();
    }

    /** The path as PS3.15's golden files write it: tags, and the numbers of items in sequences. */
    private static void write(JsonWriter writer, ElementChange change) throws IOException {
        writer.beginObject().name("path").beginArray();
        for (int i = 0; i < change.tags().size(); i++) {
            int tag = change.tags().get(i);
            writer.value(String.format(Locale.ROOT, "%04X,%04X", tag >>> 16, tag & 0xFFFF));
            if (i < change.items().size()) {
                writer.value(change.items().get(i));
            }
        }
        writer.endArray();
        writer.name("keyword").value(change.keyword());
        writer.name("vr").value(change.representation());
        writer.name("action").value(change.action());
        writer.name("done").value(change.done().name().toLowerCase(Locale.ROOT));
        writer.endObject();
    }
}
