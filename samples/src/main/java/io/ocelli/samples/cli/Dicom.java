package io.ocelli.samples.cli;

import com.google.gson.stream.JsonWriter;
import io.ocelli.error.ImageException;
import io.ocelli.error.OcelliException;
import io.ocelli.medical.DicomException;
import java.io.IOException;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done with DICOM files. */
@Command(
        name = "dicom",
        mixinStandardHelpOptions = true,
        description = "Look at DICOM files, take out of them who they are of, or turn them into PNG.",
        synopsisSubcommandLabel = "VERB",
        subcommands = {DicomInspect.class, DicomDeidentify.class, DicomConvert.class})
public final class Dicom implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** Why a file is refused, as the field of an object that describes it. */
    static void refusal(JsonWriter json, OcelliException error) throws IOException {
        json.name("refuse").beginObject();
        json.name("kind").value(kind(error));
        json.name("error").value(error.getMessage());
        json.endObject();
    }

    private static String kind(OcelliException error) {
        if (error instanceof DicomException) {
            return ((DicomException) error).kind().name().toLowerCase(Locale.ROOT);
        }
        return error instanceof ImageException ? "not_readable" : "not_writable";
    }
}
