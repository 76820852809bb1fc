package io.ocelli.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.data.DataSet;
import io.ocelli.image.Image;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarningsTest {
    private static final Image BLACK = Image.black(1, 1, 3);

    @Test
    void classesThatAreCalledAsPartsOfADataSetAreOdd() {
        DataSet parent = DataSet.of(List.of(BLACK, BLACK), "val", "train");
        assertThat(Checks.warnings(parent, parent))
                .containsExactly(
                        "The classes to learn are called train and val, as the parts of a data set are: give the"
                                + " folder in which the classes' own folders are.");
    }

    @Test
    void oneClassMayBeCalledSo() {
        DataSet vehicles = DataSet.of(List.of(BLACK, BLACK), "bus", "train");
        assertThat(Checks.warnings(vehicles, vehicles)).isEmpty();
    }
}
