package io.ocelli.graph;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The table of operations, and the shapes and the words of arithmetic. */
class OperationsTest {
    @Test
    void everyOperationHasItsRow() {
        assertThat(Operations.types().stream().map(Class::getName))
                .containsExactlyInAnyOrderElementsOf(
                        permitted(Operation.class).map(Class::getName).toList());
    }

    @Test
    void namesAreWhatFilesHaveAlwaysSaid() {
        assertThat(Operations.types())
                .allSatisfy(type -> assertThat(Operations.name(type))
                        .as("the class may be renamed, the name in files may not")
                        .isEqualTo(type.getSimpleName()));
    }

    @Test
    void whatReadsAFormerNameWritesTheNewOne() {
        String former =
                "{\"nodes\":[{\"name\":\"x\",\"type\":\"Input\",\"inputs\":[],\"dtype\":\"FLOAT32\",\"rank\":2},"
                        + "{\"name\":\"sum\",\"type\":\"Sum\",\"inputs\":[\"x\"]},{\"name\":\"mean\",\"type\":\"Mean\","
                        + "\"inputs\":[\"sum\"]}],\"outputs\":{\"loss\":\"mean\"}}";
        Graph graph = Graph.fromJson(former);

        assertThat(graph.node("sum").operation()).isEqualTo(Reduce.of(Reduce.Kind.SUM, -1));
        assertThat(graph.node("mean").operation()).isEqualTo(Reduce.of(Reduce.Kind.MEAN));
        assertThat(Graph.fromJson(graph.toJson())).isEqualTo(graph);
    }

    @Test
    void attributesComeBackEqual() {
        List<Operation> operations = List.of(
                new Compare(Compare.Kind.GREATER_OR_EQUAL),
                new Reduce(Reduce.Kind.LOG_SUM_EXP, List.of(-1, 1), true),
                new OneHot(7),
                Count.of(0, 2),
                new Eye(-1),
                new Percentile(99.5),
                new Unsqueeze(1),
                new Roll(List.of(-3, 2), List.of(1, -1)),
                new Resize(new Size(3, 4), false, Resize.Mode.BICUBIC, true),
                Resize.by(Resize.Mode.NEAREST, 2),
                new FakeQuantize(-128, 127, null),
                new FakeQuantize(0, 255, 1),
                new Dequantize(null),
                new Dequantize(1),
                new ConvTranspose2d(4, 6, new Size(3, 2), Size.of(2), Size.of(1), new Size(1, 0), 2, Size.of(1), false),
                Constant.of(0.1),
                new Constant(Tensor.of(Shape.of(2, 2), 1L, -2L, 3L, Long.MAX_VALUE)));

        assertThat(operations).allSatisfy(operation -> {
            Graph.Builder graph = Graph.builder();
            Graph written = graph.output("result", graph.add("node", operation)).build();

            assertThat(Graph.fromJson(written.toJson()).node("node").operation())
                    .isEqualTo(operation);
        });
    }

    @Test
    void constantsAreEqualWhereTheirNumbersAre() {
        Constant one = new Constant(Tensor.of(Shape.of(2), 1f, 2f));

        assertThat(one)
                .isEqualTo(new Constant(Tensor.of(Shape.of(2), 1f, 2f)))
                .hasSameHashCodeAs(new Constant(Tensor.of(Shape.of(2), 1f, 2f)))
                .isNotEqualTo(new Constant(Tensor.of(Shape.of(2), 1f, 3f)))
                .isNotEqualTo(new Constant(Tensor.of(Shape.of(1, 2), 1f, 2f)))
                .isNotEqualTo(new Constant(Tensor.of(Shape.of(1), Double.doubleToLongBits(1))));
    }

    @Test
    void aConstantIsFloat32OrInt64() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Constant(Tensor.zeros(DType.UINT8, Shape.of(3))))
                .withMessage("A constant is float32 or int64, received UINT8[3]");
    }

    @Test
    void leadingDimensionsOfProductsBroadcast() {
        assertThat(new MatMul().infer(List.of(Shape.of(5, 1, 2, 3), Shape.of(4, 3, 6))))
                .isEqualTo(Shape.of(5, 4, 2, 6));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new MatMul().infer(List.of(Shape.of(2, 3), Shape.of(2, 3))))
                .withMessage("It takes [..., R, K] and [..., K, C], received [2, 3] and [2, 3]");
    }

    @Test
    void reductionsKeepTheirDimensionsOrNot() {
        Shape input = Shape.of(2, 3, 4);

        assertThat(Reduce.of(Reduce.Kind.SUM).infer(List.of(input))).isEqualTo(Shape.of());
        assertThat(Reduce.of(Reduce.Kind.MAX, -1, 0).infer(List.of(input))).isEqualTo(Shape.of(3));
        assertThat(new Reduce(Reduce.Kind.MEAN, List.of(1), true).infer(List.of(input)))
                .isEqualTo(Shape.of(2, 1, 4));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Reduce.of(Reduce.Kind.SUM, 1, -2).infer(List.of(input)))
                .withMessage("Axes are different dimensions of the input, which has 3, received [1, -2]");
    }

    @Test
    void whatIsRepeatedComesTogetherAgain() {
        assertThat(new Expand().infer(List.of(Shape.of(3, 1), Shape.of(2, 3, 4))))
                .isEqualTo(Shape.of(2, 3, 4));
        assertThat(new SumTo().infer(List.of(Shape.of(2, 3, 4), Shape.of(3, 1))))
                .isEqualTo(Shape.of(3, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Expand().infer(List.of(Shape.of(3, 4), Shape.of(3, 1))))
                .withMessage("The first input broadcasts to the second, received [3, 4] and [3, 1]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SumTo().infer(List.of(Shape.of(3, 1), Shape.of(3, 4))))
                .withMessage("The second input broadcasts to the first, received [3, 1] and [3, 4]");
    }

    @Test
    void transposedConvolutionsUndoTheShapesOfConvolutions() {
        Shape small = Shape.of(1, 5, 4, 6);
        ConvTranspose2d back =
                new ConvTranspose2d(5, 3, Size.of(3), Size.of(2), Size.of(1), new Size(1, 0), 1, Size.of(1), true);

        assertThat(Conv2d.of(3, 5, 3).stride(2).padding(1).window(Shape.of(1, 3, 8, 11)))
                .isEqualTo(new Window(1, 1, 1, 1, 4, 6));
        assertThat(back.infer(List.of(small, Shape.of(5, 3, 3, 3), Shape.of(3))))
                .isEqualTo(Shape.of(1, 3, 8, 11));
    }

    @Test
    void scalesOfFakeQuantisationFitTheAxis() {
        Shape input = Shape.of(2, 3, 4);

        assertThat(new FakeQuantize(0, 255, 1).infer(List.of(input, Shape.of(3), Shape.of(3))))
                .isEqualTo(input);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FakeQuantize(0, 255, 1).infer(List.of(input, Shape.of(3), Shape.of(4))))
                .withMessage("Scale and zero point have a number for each of dimension 1 of [2, 3, 4], received [4]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new FakeQuantize(0, 255, null).infer(List.of(input, Shape.of(3), Shape.of())))
                .withMessage("The scale is a scalar, received [3]");
    }

    private static Stream<Class<?>> permitted(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(OperationsTest::permitted)
                : Stream.of(type);
    }
}
