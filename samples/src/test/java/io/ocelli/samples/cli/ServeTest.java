package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the verb serve refuses before it opens anything. */
class ServeTest {
    @TempDir
    Path folder;

    private static void refused(String message, Object... options) {
        Object[] arguments = new Object[options.length + 1];
        arguments[0] = "serve";
        System.arraycopy(options, 0, arguments, 1, options.length);
        Ran ran = Ran.cli(arguments);
        assertThat(ran.code()).isEqualTo(2);
        assertThat(ran.err()).startsWith("ocelli: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--port=70000 | --port is 0 to 65535, received 70000",
                "--decoding-seconds=0 | --decoding-seconds is at least 1, received 0",
                "--max-pictures=0 | --max-pictures is at least 1, received 0",
                "--gather=0 | --gather is at least 1, received 0",
                "--rate=-1 | --rate is more than 0 pictures a second, received -1.0",
                "--burst=3 | --burst goes with --rate: how many pictures at once, and how many a second",
                "--keystore=keys.p12 | --keystore and --keystore-password-file go together",
                "--token-file=absent | --token-file: there is no file "
            })
    void aWrongOptionIsTold(String option, String message) {
        refused(message, "--model", "efficientnet_lite0", option);
    }

    @Test
    void twoModelsOfOneNameAreToldHowToBeNamed() {
        refused(
                "--model: two are called 'efficientnet_lite0'; name them: --model NAME=efficientnet_lite0",
                "--model",
                "efficientnet_lite0",
                "--model",
                "efficientnet_lite0=efficientnet_lite0");
    }

    @Test
    void aModelWhoseFolderIsNoNameIsToldHowToBeNamed() {
        refused(
                "--model: 'ants and bees' cannot stand in a path of the server; give the model a name of letters,"
                        + " digits, dots, dashes and underscores: --model NAME=models/ants and bees/",
                "--model",
                "models/ants and bees/");
    }

    @Test
    void aFileOfShortTokensIsTold() throws Exception {
        Path tokens = Files.writeString(folder.resolve("tokens"), "secret");
        refused(
                "--token-file: A token is 16 or more letters, digits and ._~+/=- ('openssl rand -hex 32' makes one),"
                        + " and number 1 is not",
                "--model",
                "efficientnet_lite0",
                "--token-file",
                tokens);
    }
}
