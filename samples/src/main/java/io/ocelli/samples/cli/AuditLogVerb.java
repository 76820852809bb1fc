package io.ocelli.samples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** What can be done with the log of a classifier's answers. */
@Command(
        name = "audit-log",
        mixinStandardHelpOptions = true,
        description = "Look at the log of a classifier's answers.",
        synopsisSubcommandLabel = "VERB",
        subcommands = AuditLogVerify.class)
public final class AuditLogVerb implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do: verify");
    }
}
