package io.ocelli.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.OcelliException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ParametersTest {
    private static final Parameters SOME = Parameters.none()
            .with("size", 3)
            .with("share", 0.08)
            .with("expand", true)
            .with("mode", "edge")
            .with("interpolation", Interpolation.BICUBIC)
            .with("fill", Arrays.asList(1, 2));

    @Test
    void whatWasPutInComesOut() {
        assertThat(SOME.integer("size")).isEqualTo(3);
        assertThat(SOME.number("share")).isEqualTo(0.08);
        assertThat(SOME.flag("expand")).isTrue();
        assertThat(SOME.text("mode")).isEqualTo("edge");
        assertThat(SOME.interpolation("interpolation")).isEqualTo(Interpolation.BICUBIC);
        assertThat(SOME.numbers("fill")).containsExactly(1.0, 2.0);
    }

    @Test
    void addingLeavesTheFirstAsItWas() {
        Parameters.none().with("size", 3);
        assertThat(Parameters.none().has("size")).isFalse();
    }

    @Test
    void aMissingParameterIsNamed() {
        assertThatThrownBy(() -> Parameters.none().with("a", 1).integer("b"))
                .isInstanceOf(OcelliException.class)
                .hasMessage("A saved transform has its parameter 'b', received {\"a\":1}");
    }

    @Test
    void aParameterOfAnotherKindIsNamed() {
        assertThatThrownBy(() -> Parameters.none().with("a", 1.5).integer("a"))
                .isInstanceOf(OcelliException.class)
                .hasMessage("A saved transform's parameter 'a' is a whole number, received {\"a\":1.5}");
        assertThatThrownBy(() -> SOME.flag("size")).isInstanceOf(OcelliException.class);
        assertThatThrownBy(() -> SOME.numbers("size")).isInstanceOf(OcelliException.class);
        assertThatThrownBy(() -> SOME.number("fill")).isInstanceOf(OcelliException.class);
        assertThatThrownBy(() -> SOME.interpolation("mode")).isInstanceOf(OcelliException.class);
    }
}
