package io.ocelli.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.error.WeightsException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A damaged configuration is told by the rule that it breaks, not by what Java makes of it. */
class WrongConfigurationTest {
    private static final Path FOLDER = Path.of("ants");

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            label_names               | null             | 'label_names' is a list of texts, received null
            label_names               | ["a", 3]         | 'label_names' is a list of texts, received ["a",3]
            label_names               | ["a", "b", "a"] | 'label_names' are different, and 'a' stands twice
            label_names               | ["a"]            | There is a label for each of the 3 classes, received 1
            num_classes               | 7                | 'num_classes' is the number of the network's classes, 3, received 7
            ocelli/format             | "1"              | 'ocelli.format' is a whole number from 0 to 2147483647, received "1"
            ocelli/model              | null             | 'ocelli.model' is a text, received null
            ocelli/input_size         | [3, 200000, 8]   | 'ocelli.input_size' is a list of 3 whole numbers from 1 to
            ocelli/input_size         | 3                | 'ocelli.input_size' is a list of 3 whole numbers from 1 to
            ocelli/stages             | []               | 'ocelli.stages' is an object, received []
            ocelli/classifiers        | []               | 'ocelli.classifiers' names a layer at least, received []
            ocelli/graph              | null             | 'ocelli.graph' is an object, received null
            ocelli/preprocessing      | null             | 'ocelli.preprocessing' is an object, received null
            ocelli/preprocessing/crop | [8]              | 'ocelli.preprocessing.crop' is a list of 2 whole numbers from 1 to
            ocelli/preprocessing/mean | [1, "x"]         | 'ocelli.preprocessing.mean' is a list of finite numbers, received [1,"x"]
            """)
    void isToldByItsRule(String member, String value, String rule) {
        JsonObject config = ConfigWriter.config(SavedModelTest.model(), "0");
        String[] path = member.split("/");
        JsonObject holder = config;
        for (int i = 0; i < path.length - 1; i++) {
            holder = holder.getAsJsonObject(path[i]);
        }
        assertThat(holder.has(path[path.length - 1])).isTrue();
        holder.add(path[path.length - 1], JsonParser.parseString(value));

        assertThatThrownBy(() -> read(config.toString()))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith("The saved classifier's " + FOLDER.resolve("config.json")
                        + " is not one that save() wrote: " + rule);
    }

    @Test
    void anUnknownFormatAsksForANewerLibrary() {
        String text =
                ConfigWriter.config(SavedModelTest.model(), "0").toString().replace("\"format\":1", "\"format\":4");

        assertThatThrownBy(() -> read(text))
                .hasMessage(
                        "The classifier in ants was saved in format 4, and this version of Ocelli reads 1 to 3. Use a"
                                + " newer Ocelli.");
    }

    private static void read(String text) {
        SavedConfig.read(text.getBytes(StandardCharsets.UTF_8), FOLDER, false);
    }
}
