package io.ocelli.samples.cli;

import io.ocelli.Ocelli;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Prints what was found on this machine. */
@Command(name = "doctor", description = "Print what was found here: engines, natives, devices, cache.")
public final class Doctor extends Verb {
    @Option(names = "--json", paramLabel = "FILE", description = "Write it as JSON, too, a field for each line.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireWritable("--json", json);
        out().print(Ocelli.doctor());
        out().flush();
        Json.write(json, writer -> {
            writer.beginObject();
            for (Map.Entry<String, String> line : Ocelli.findings().entrySet()) {
                writer.name(line.getKey()).value(line.getValue());
            }
            writer.endObject();
        });
        return 0;
    }
}
