package io.ocelli.samples.cli;

import com.google.gson.stream.JsonWriter;
import io.ocelli.error.OcelliException;
import io.ocelli.medical.DicomFile;
import io.ocelli.medical.DicomPicture;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Says what DICOM files hold. */
@Command(
        name = "inspect",
        sortOptions = false,
        description = {
            "Say what DICOM files hold: their pixels as stored, as values of the modality and as a doctor sees them, or why",
            "they are refused, which is an answer, too. Nothing that tells whose they are is printed."
        })
public final class DicomInspect extends Verb {
    @Option(names = "--json", paramLabel = "FILE", description = "Write all figures as JSON, too.")
    @Nullable
    Path json;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "DICOM files.")
    @SuppressWarnings("NullAway.Init")
    List<Path> files;

    /** What a file holds, or why it is refused. */
    private record Found(
            Path file,
            @Nullable DicomFigures figures,
            @Nullable OcelliException error) {}

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        List<Found> all = new ArrayList<>();
        for (Path file : files) {
            all.add(tell(find(file)));
        }
        Json.write(json, writer -> write(writer, all));
        return 0;
    }

    private static Found find(Path file) {
        try {
            return new Found(file, DicomFigures.of(DicomFile.read(file).picture()), null);
        } catch (OcelliException e) {
            return new Found(file, null, e);
        }
    }

    private Found tell(Found found) {
        if (found.figures == null) {
            out().println(found.error == null ? "" : found.error.getMessage());
            return found;
        }
        DicomPicture picture = found.figures.picture();
        out().printf(
                        Locale.ROOT,
                        "%s: %s, %s, %d frames of %d x %d, stored %d to %d%n",
                        found.file,
                        picture.file().transferSyntaxName(),
                        picture.file().text("PhotometricInterpretation").orElse(""),
                        picture.frames(),
                        picture.rows(),
                        picture.columns(),
                        found.figures.stored().least(),
                        found.figures.stored().largest());
        return found;
    }

    private static void write(JsonWriter writer, List<Found> all) throws IOException {
        writer.beginObject().name("files").beginArray();
        for (Found found : all) {
            writer.beginObject();
            writer.name("file").value(String.valueOf(found.file.getFileName()));
            writer.name("path").value(found.file.toString());
            if (Files.isRegularFile(found.file)) {
                writer.name("bytes").value(Files.size(found.file));
            }
            if (found.figures != null) {
                found.figures.write(writer);
            } else if (found.error != null) {
                Dicom.refusal(writer, found.error);
            }
            writer.endObject();
        }
        writer.endArray().endObject();
    }
}
