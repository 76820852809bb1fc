package io.ocelli.saving;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.serving.Answering;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The number that a saved folder says follows from what it holds. */
class FormatsTest {
    @Test
    void theOperationsOfTheFirstFormatAreWrittenInIt() {
        assertThat(Formats.needed(own())).isEqualTo(1);
    }

    @Test
    void anEntryInPartsIsOfTheSecond() {
        JsonObject own = own();
        own.getAsJsonObject("names").add("fc.weight", JsonParser.parseString("{\"a\": [0, 4], \"b\": [4, 8]}"));

        assertThat(Formats.needed(own)).isEqualTo(2);
    }

    /** Older versions do not know the operation, its function, its attribute or its inputs: they are to say so. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"name\": \"more\", \"type\": \"Brandnew\", \"inputs\": [\"fc\"]}",
                "{\"name\": \"more\", \"type\": \"Activation\", \"inputs\": [\"fc\"], \"function\": \"MISH\"}",
                "{\"name\": \"more\", \"type\": \"Softmax\", \"inputs\": [\"fc\"], \"dimension\": 1, \"sharp\": 2}",
                "{\"name\": \"more\", \"type\": \"Linear\", \"inputs\": [\"fc\", \"fc\"], \"in\": 2, \"out\": 2,"
                        + " \"bias\": false}"
            })
    void whatCameLaterIsOfTheThird(String node) {
        JsonObject own = own();
        JsonArray nodes = own.getAsJsonObject("graph").getAsJsonArray("nodes");
        nodes.add(JsonParser.parseString(node));

        assertThat(Formats.needed(own)).isEqualTo(3);
    }

    private static JsonObject own() {
        return ConfigWriter.config(SavedAnsweringTest.model(Answering.PLAIN), "0").getAsJsonObject("ocelli");
    }
}
