package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.samples.Cli;
import io.ocelli.samples.server.Bomb;
import io.ocelli.testing.JavaProcess;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The command line as a process of its own: its environment and its standard output. */
@EnabledOnOs(OS.LINUX)
class CliProcessTest {
    @TempDir
    Path folder;

    private record Ended(int code, String err) {}

    private static Ended end(ProcessBuilder builder) throws IOException, InterruptedException {
        Process process = builder.start();
        String err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Ended(process.waitFor(), err);
    }

    @Test
    void whereTheLocaleLacksThePathsCharactersItSaysWhatToSet() throws Exception {
        // A JVM in such a locale cannot be given the path by one in another: the shell gives its bytes.
        List<String> command = JavaProcess.of(List.of(), Cli.class, "classify", "--model", "efficientnet_lite0")
                .command();
        Path script = Files.writeString(
                folder.resolve("run.sh"), "exec '" + String.join("' '", command) + "' k\u00e4fer.jpg\n");
        ProcessBuilder builder = new ProcessBuilder("sh", script.toString());
        builder.environment().put("LC_ALL", "C");
        Ended ended = end(builder);

        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err())
                .hasLineCount(1)
                .contains("which lacks characters of this path: set LC_ALL=C.UTF-8 in the environment");
    }

    @Test
    void aFullStandardOutputIsAFailure() throws Exception {
        Ended ended = end(JavaProcess.of(List.of(), Cli.class, "models").redirectOutput(new File("/dev/full")));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err())
                .isEqualTo("ocelli: standard output cannot be written: it is full or closed" + System.lineSeparator());
    }

    @Test
    void aClosedStandardOutputIsAFailure() throws Exception {
        List<String> command = new ArrayList<>(List.of("sh", "-c", "exec \"$@\" >&-", "sh"));
        command.addAll(JavaProcess.of(List.of(), Cli.class, "models").command());

        assertThat(end(new ProcessBuilder(command)).code()).isEqualTo(1);
    }

    @Test
    void jsonOnAStandardOutputThatIsAFileStandsBehindWhatWasPrinted() throws Exception {
        File output = folder.resolve("out.txt").toFile();
        Ended ended = end(JavaProcess.of(List.of(), Cli.class, "models", "resnet20", "--json", "/dev/stdout")
                .redirectOutput(output));

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(Files.readString(output.toPath()))
                .startsWith("name ")
                .containsOnlyOnce("\n[\n")
                .endsWith("]");
    }

    @Test
    void picturesThatAreLearntAndValidatedWithAreCounted() throws Exception {
        String pictures = Ran.pictures(folder.resolve("pictures"), 2).toString();
        Ended ended = end(JavaProcess.of(
                        List.of(),
                        Cli.class,
                        "train",
                        "--model",
                        "simple_cnn",
                        "--train",
                        pictures,
                        "--validation",
                        pictures,
                        "--epochs",
                        "1",
                        "--out",
                        folder.resolve("saved").toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD));

        assertThat(ended.code()).as(ended.err()).isZero();
        assertThat(ended.err()).contains("4 of 4 pictures to validate with are among those to learn from");
    }

    /** Ctrl-C in the middle; the same command with --resume gives what it would have given without. */
    @Test
    void aTrainingThatIsStoppedSavesAndGoesOn() throws Exception {
        String pictures = Ran.pictures(folder.resolve("pictures"), 10).toString();
        List<String> command = new ArrayList<>(List.of(
                "train",
                "--model",
                "simple_cnn",
                "--train",
                pictures,
                "--split",
                "0.2",
                "--epochs",
                "20",
                "--batch",
                "4"));
        Path checkpoints = folder.resolve("checkpoints");
        List<String> kept = new ArrayList<>(command);
        kept.addAll(List.of(
                "--checkpoints",
                checkpoints.toString(),
                "--resume",
                "--out",
                folder.resolve("saved").toString()));
        File output = folder.resolve("out.txt").toFile();
        Process stopped = JavaProcess.of(List.of(), Cli.class, kept.toArray(new String[0]))
                .redirectOutput(output)
                .start();
        while (!Files.exists(checkpoints.resolve("checkpoint-000003-000000000.safetensors")) && stopped.isAlive()) {
            Thread.sleep(2);
        }
        stopped.destroy(); // SIGTERM
        assertThat(stopped.waitFor()).isEqualTo(143);
        assertThat(Files.readString(output.toPath()))
                .contains("saved to " + folder.resolve("saved"))
                .contains("It was stopped. The same command with --resume goes on from " + checkpoints);

        assertThat(end(JavaProcess.of(List.of(), Cli.class, kept.toArray(new String[0]))
                                .redirectOutput(ProcessBuilder.Redirect.DISCARD))
                        .code())
                .isZero();
        command.addAll(List.of("--out", folder.resolve("whole").toString()));
        assertThat(Ran.cli(command.toArray()).code()).isZero();
        assertThat(Files.readAllBytes(folder.resolve("saved/model.safetensors")))
                .isEqualTo(Files.readAllBytes(folder.resolve("whole/model.safetensors")));
    }

    @Test
    void aPictureThatTheHeapCannotHoldFailsAndTheOthersGoOn() throws Exception {
        Path large = Files.write(folder.resolve("large.png"), Bomb.png(13_000, 13_000));
        Path small = Ran.picture(folder.resolve("small.png"), 0x2020ff);
        File output = folder.resolve("out.txt").toFile();
        Ended ended = end(JavaProcess.of(
                        List.of("-Xmx128m"),
                        Cli.class,
                        "classify",
                        "--model",
                        "efficientnet_lite0",
                        large.toString(),
                        small.toString())
                .redirectOutput(output));

        assertThat(ended.code()).isEqualTo(1);
        assertThat(ended.err()).hasLineCount(1).startsWith("ocelli: " + large + " does not fit into the memory (");
        assertThat(Files.readString(output.toPath())).startsWith(small + ": [");
    }
}
