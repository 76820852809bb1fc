package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.training.History.Epoch;
import org.junit.jupiter.api.Test;

class HistoryTest {
    private final History history = History.empty()
            .with(new Epoch(1, 0.75, 0.5, 0.875, 0.001, 2.5))
            .with(new Epoch(2, 0.25, Double.NaN, Double.NaN, 0.0005, 2));

    @Test
    void writesCsv() {
        assertThat(history.toCsv())
                .isEqualTo("epoch,training_loss,validation_loss,validation_accuracy,learning_rate,seconds\n"
                        + "1,0.75,0.5,0.875,0.001,2.5\n2,0.25,,,5.0E-4,2.0\n");
    }

    @Test
    void writesJson() {
        assertThat(history.toJson().replaceAll("\\s", ""))
                .isEqualTo("[{\"epoch\":1,\"training_loss\":0.75,\"validation_loss\":0.5,"
                        + "\"validation_accuracy\":0.875,\"learning_rate\":0.001,\"seconds\":2.5},"
                        + "{\"epoch\":2,\"training_loss\":0.25,\"validation_loss\":null,"
                        + "\"validation_accuracy\":null,\"learning_rate\":5.0E-4,\"seconds\":2.0}]");
    }

    @Test
    void printsATable() {
        assertThat(history)
                .hasToString("epoch  training loss  validation loss  accuracy  learning rate  seconds\n"
                        + "    1         0.7500           0.5000   87.50 %        0.00100      2.5\n"
                        + "    2         0.2500                -         -       0.000500      2.0\n");
    }

    @Test
    void theBestEpochHasTheHighestAccuracy() {
        assertThat(history.best().epoch()).isEqualTo(1);
        assertThat(history.with(new Epoch(3, 0, 0, 0.875, 0, 0)).best().epoch()).isEqualTo(1);
        assertThat(history.with(new Epoch(3, 0, 0, 0.9, 0, 0)).best().epoch()).isEqualTo(3);
    }

    @Test
    void withoutAnEpochNoneIsBest() {
        assertThatThrownBy(() -> History.empty().best())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("The history has no epoch: no epoch was ended");
    }
}
