package io.ocelli.samples.cli;

import io.ocelli.medical.custody.AuditLog;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks that no line of an audit log was changed or removed. */
@Command(
        name = "verify",
        description = {
            "Check that no line of an audit log was changed, removed or put in: each holds the hash of the one before, and",
            "FILE.head that of the last. Exit code 1 and the line's number where one was."
        })
public final class AuditLogVerify extends Verb {
    @Parameters(paramLabel = "FILE", description = "The log; FILE.head is to lie beside it.")
    @SuppressWarnings("NullAway.Init")
    Path file;

    @Option(names = "--json", paramLabel = "FILE", description = "Write it as JSON, too.")
    @Nullable
    Path json;

    @Override
    public Integer call() throws IOException {
        requireFile("FILE", file);
        requireWritable("--json", json);
        AuditLog.Head head = AuditLog.of(file).verify();
        out().printf("%s is whole: %d lines, the last one's hash is %s%n", file, head.lines(), head.hash());
        Json.write(json, writer -> {
            writer.beginObject().name("file").value(file.toString());
            writer.name("lines").value(head.lines());
            writer.name("hash").value(head.hash()).endObject();
        });
        return 0;
    }
}
