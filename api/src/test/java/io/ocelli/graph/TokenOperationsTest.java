package io.ocelli.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Shapes of what transformers are made of, and the words for what does not fit. */
class TokenOperationsTest {
    @Test
    void attentionHasAsManyRowsAsQueriesAndAsManyChannelsAsValues() {
        Shape result = Attention.ofWidth(4)
                .infer(List.of(Shape.of(1, 2, 3, 4), Shape.of(1, 2, 5, 4), Shape.of(1, 2, 5, 6), Shape.of(1, 1, 3, 5)));

        assertThat(result).isEqualTo(Shape.of(1, 2, 3, 6));
    }

    @Test
    void attentionSaysWhichInputsDoNotFit() {
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        Attention.ofWidth(4).infer(List.of(Shape.of(1, 3, 4), Shape.of(1, 5, 4), Shape.of(1, 6, 4))))
                .withMessage("Queries [..., T, d], keys [..., S, d] and values [..., S, e] fit, received "
                        + "[1, 3, 4], [1, 5, 4] and [1, 6, 4]");
    }

    @Test
    void attentionsBiasBroadcastsToTheProducts() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Attention.ofWidth(4)
                        .infer(List.of(Shape.of(1, 3, 4), Shape.of(1, 5, 4), Shape.of(1, 5, 4), Shape.of(2, 3, 5))))
                .withMessage("The bias broadcasts to [1, 3, 5], received [2, 3, 5]");
    }

    @Test
    void reshapeKeepsAndInfersExtents() {
        assertThat(Reshape.of(0, 0, -1).infer(List.of(Shape.of(1, 3, 4, 5)))).isEqualTo(Shape.of(1, 3, 20));
    }

    @Test
    void reshapeKeepsTheNumberOfElements() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reshape.of(0, 7).infer(List.of(Shape.of(1, 3, 4))))
                .withMessage("The elements stay as many, received [1, 3, 4] for [0, 7]");
    }

    @Test
    void permuteNamesEachDimensionOnce() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Permute.of(0, 2, 2))
                .withMessage("An order names each dimension from 0 to 2 once, received [0, 2, 2]");
    }

    @Test
    void aRollHasAShiftForEachOfItsDimensions() {
        Shape windows = Shape.of(1, 8, 8, 3);

        assertThat(new Roll(List.of(-3, -3), List.of(1, 2)).infer(List.of(windows)))
                .isEqualTo(windows);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Roll(List.of(1), List.of(1, 2)))
                .withMessage("A roll has a shift for each of one or more dimensions, received [1] for [1, 2]");
        assertThatIllegalArgumentException().isThrownBy(() -> new Roll(List.of(1, 2), List.of(1, 1)));
        assertThatIllegalArgumentException().isThrownBy(() -> new Roll(List.of(), List.of()));
    }

    @Test
    void aLinearLayerSaysWhatItTakes() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Linear(6, 4, false).infer(List.of(Shape.of(1, 5), Shape.of(4, 6))))
                .withMessage("Dimension -1 of the input is 6, received [1, 5]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Linear.of(6, 4).infer(List.of(Shape.of(1, 6), Shape.of(6, 4), Shape.of(4))))
                .withMessage("Its weight is [4, 6], received [6, 4]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Linear.of(6, 4).infer(List.of(Shape.of(1, 6))))
                .withMessage("It takes one input and [weight, bias], received [[1, 6]]");
    }

    @Test
    void groupsDivideTheChannels() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ChannelShuffle(2).infer(List.of(Shape.of(1, 5, 2, 2))))
                .withMessage("groups divides the channels, received 2 groups for [1, 5, 2, 2]");
    }

    @Test
    void aMaskKeepsApartWhatTheShiftBroughtTogether() {
        WindowMask mask = new WindowMask(new Size(2, 2), Size.of(2), Size.of(1));

        assertThat(mask.infer(List.of())).isEqualTo(Shape.of(1, 1, 1, 4, 4));
        assertThat(mask.values())
                .containsExactly(0, -100, -100, -100, -100, 0, -100, -100, -100, -100, 0, -100, -100, -100, -100, 0);
    }

    @Test
    void rowNumbersOfRelativePositionsAreThoseOfSwin() {
        Parameter index = new Parameter(
                "relative_position_index",
                Shape.of(16),
                Parameter.Role.INDEX,
                new Initialization(Initialization.Distribution.RELATIVE_POSITION_INDEX, 2));

        assertThat(Objects.requireNonNull(index.absent()).toLongs())
                .containsExactly(4, 3, 1, 0, 5, 4, 2, 1, 7, 6, 4, 3, 8, 7, 5, 4);
    }

    @Test
    void coordinatesOfRelativePositionsAreThoseOfSwinV2() {
        Initialization start = new Initialization(Initialization.Distribution.RELATIVE_COORDINATES, 2);
        float[] values = Objects.requireNonNull(start.fixed(DType.FLOAT32, Shape.of(1, 3, 3, 2)))
                .toFloats();

        assertThat(values[0]).isEqualTo(-1.0566417f);
        assertThat(values[8]).isZero();
        assertThat(values[17]).isEqualTo(1.0566417f);
    }
}
