package io.ocelli.samples;

import io.ocelli.error.OcelliException;
import io.ocelli.samples.cli.Anomaly;
import io.ocelli.samples.cli.Audit;
import io.ocelli.samples.cli.AuditLogVerb;
import io.ocelli.samples.cli.Benchmark;
import io.ocelli.samples.cli.Calibrate;
import io.ocelli.samples.cli.Classify;
import io.ocelli.samples.cli.Compare;
import io.ocelli.samples.cli.CompressVerb;
import io.ocelli.samples.cli.Detect;
import io.ocelli.samples.cli.Dicom;
import io.ocelli.samples.cli.Doctor;
import io.ocelli.samples.cli.Evaluate;
import io.ocelli.samples.cli.ExplainVerb;
import io.ocelli.samples.cli.Export;
import io.ocelli.samples.cli.GalleryVerb;
import io.ocelli.samples.cli.ListModels;
import io.ocelli.samples.cli.Logits;
import io.ocelli.samples.cli.LrFind;
import io.ocelli.samples.cli.Pretrain;
import io.ocelli.samples.cli.Prune;
import io.ocelli.samples.cli.Quantize;
import io.ocelli.samples.cli.ReportVerb;
import io.ocelli.samples.cli.SearchVerb;
import io.ocelli.samples.cli.Select;
import io.ocelli.samples.cli.Serve;
import io.ocelli.samples.cli.Train;
import io.ocelli.samples.cli.UpdateVerb;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExitCodeExceptionMapper;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/**
 * The command line. Exit code 0: done; 1: something in the world was not as it should be (a broken picture, missing weights);
 * 2: a wrong argument, with one line that says what to do.
 */
@Command(
        name = "ocelli",
        description = "Trains and runs image classifiers.",
        synopsisSubcommandLabel = "VERB",
        mixinStandardHelpOptions = true,
        versionProvider = Cli.Version.class,
        subcommands = {
            ListModels.class,
            Train.class,
            Pretrain.class,
            SearchVerb.class,
            UpdateVerb.class,
            GalleryVerb.class,
            Select.class,
            LrFind.class,
            Evaluate.class,
            ReportVerb.class,
            Anomaly.class,
            Audit.class,
            Compare.class,
            Calibrate.class,
            Quantize.class,
            Prune.class,
            CompressVerb.class,
            Classify.class,
            Detect.class,
            ExplainVerb.class,
            Export.class,
            Serve.class,
            Benchmark.class,
            Logits.class,
            Dicom.class,
            AuditLogVerb.class,
            Doctor.class
        })
public final class Cli implements Runnable {
    @Option(names = "--verbose", scope = ScopeType.INHERIT, description = "Print the stack trace of a failure.")
    boolean verbose;

    @CommandLine.Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandLine.Model.CommandSpec spec;

    public static void main(String[] arguments) {
        PrintWriter out = new PrintWriter(System.out, true);
        PrintWriter err = new PrintWriter(System.err, true);
        int code = execute(out, err, arguments);
        if (out.checkError()) {
            err.println("ocelli: standard output cannot be written: it is full or closed");
            code = Math.max(1, code);
        }
        // LibTorch's threads end with the process, and nobody is to wait for them.
        System.exit(code);
    }

    /** Runs a verb; the exit code. */
    public static int execute(PrintWriter out, PrintWriter err, String... arguments) {
        Cli cli = new Cli();
        CommandLine line = new CommandLine(cli);
        line.setOut(out);
        line.setErr(err);
        line.setCaseInsensitiveEnumValuesAllowed(true);
        line.setParameterExceptionHandler((wrong, received) -> {
            tell(wrong.getCommandLine(), oneLine(wrong.getMessage()) + Locales.hint(wrong, arguments), wrong);
            return CommandLine.ExitCode.USAGE;
        });
        IExitCodeExceptionMapper codes =
                failure -> failure instanceof IllegalArgumentException ? CommandLine.ExitCode.USAGE : 1;
        line.setExecutionExceptionHandler((failure, verb, received) -> {
            if (cli.verbose) {
                failure.printStackTrace(verb.getErr());
            } else {
                boolean known = failure instanceof IllegalArgumentException || known(failure);
                tell(
                        verb,
                        oneLine(known ? failure.getMessage() : failure + " (--verbose tells where)")
                                + Locales.hint(failure, arguments),
                        failure);
            }
            return codes.getExitCode(failure);
        });
        return line.execute(arguments);
    }

    private static boolean known(Exception failure) {
        return failure.getMessage() != null
                && (failure instanceof OcelliException
                        || failure instanceof IllegalStateException
                        || failure instanceof IOException);
    }

    private static void tell(CommandLine verb, String message, Exception failure) {
        boolean explains = failure instanceof ParameterException && failure.getCause() == null;
        verb.getErr()
                .println("ocelli: " + message
                        + (explains
                                ? " (" + verb.getCommandSpec().qualifiedName() + " --help lists the options)"
                                : ""));
    }

    private static String oneLine(@Nullable String message) {
        return String.valueOf(message).replaceAll("\\s*\\R\\s*", " ");
    }

    @Override
    public void run() {
        throw new ParameterException(
                spec.commandLine(),
                "say what to do: " + String.join(", ", spec.subcommands().keySet()));
    }

    /** The version that the jar was built as. */
    static final class Version implements CommandLine.IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Cli.class.getPackage().getImplementationVersion();
            return new String[] {"ocelli " + (version == null ? "of a build folder" : version)};
        }
    }
}
