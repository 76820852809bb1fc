package io.ocelli.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void every16BitPatternSurvivesTheWayToFloatAndBack(DType type) {
        ByteBuffer bytes = Tensor.allocate(type, Shape.of(65536));
        for (int i = 0; i < 65536; i++) {
            bytes.putShort(2 * i, (short) i);
        }
        Tensor all = Tensor.of(type, Shape.of(65536), bytes);

        float[] floats = all.to(DType.FLOAT32).toFloats();
        ByteBuffer back = all.to(DType.FLOAT32).to(type).bytes();

        for (int i = 0; i < 65536; i++) {
            short expected = (short) i;
            if (Float.isNaN(floats[i])) {
                // a NaN stays a NaN of the same sign
                assertThat(back.getShort(2 * i) & 0x8000).isEqualTo(i & 0x8000);
                ByteBuffer one = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN);
                one.putShort(0, back.getShort(2 * i));
                assertThat(Tensor.of(type, Shape.of(), one).toFloats()[0]).isNaN();
            } else {
                assertThat(back.getShort(2 * i)).isEqualTo(expected);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 3c00",
        "-0.0, 8000",
        "65504, 7bff",
        "65519.996, 7bff",
        "65520, 7c00",
        "-1e30, fc00",
        "0.00006103515625, 0400",
        "0.00006097555, 03ff",
        "0.000061020255, 0400",
        "5.9604645e-8, 0001",
        "2.9802322e-8, 0000",
        "2.980233e-8, 0001",
        "8.940697e-8, 0002",
        "1.00048828125, 3c00",
        "1.0004884, 3c01",
        "1.00146484375, 3c02"
    })
    void roundsToTheNearestHalfAndTiesToEven(float value, String bits) {
        assertThat(bits(Tensor.of(Shape.of(), value).to(DType.FLOAT16))).isEqualTo(bits);
    }

    @ParameterizedTest
    @CsvSource({
        "1.0, 3f80",
        "1.00390625, 3f80",
        "1.0039064, 3f81",
        "1.01171875, 3f82",
        "3.4028235e38, 7f80",
        "-0.0, 8000",
        "1e-45, 0000"
    })
    void roundsToTheNearestBfloat16AndTiesToEven(float value, String bits) {
        assertThat(bits(Tensor.of(Shape.of(), value).to(DType.BFLOAT16))).isEqualTo(bits);
    }

    @Test
    void readsEveryTypeAsFloats() {
        assertThat(Tensor.of(DType.UINT8, Shape.of(2), ByteBuffer.wrap(new byte[] {-1, 3}))
                        .toFloats())
                .containsExactly(255, 3);
        assertThat(Tensor.of(DType.INT8, Shape.of(2), ByteBuffer.wrap(new byte[] {-1, 3}))
                        .toFloats())
                .containsExactly(-1, 3);
        assertThat(Tensor.of(DType.INT16, Shape.of(1), ByteBuffer.wrap(new byte[] {1, -1}))
                        .toFloats())
                .containsExactly(-255);
        assertThat(Tensor.of(DType.INT32, Shape.of(1), ByteBuffer.wrap(new byte[] {1, 0, 0, -1}))
                        .toFloats())
                .containsExactly(-16777215);
        assertThat(Tensor.of(Shape.of(2), 1L, -2L).toFloats()).containsExactly(1, -2);
        assertThat(Tensor.of(Shape.of(1), 0.1).toFloats()).containsExactly(0.1f);
    }

    @Test
    void isConvertedToFloatingPointOnly() {
        assertThatThrownBy(() -> Tensor.zeros(DType.FLOAT32, Shape.of(0)).to(DType.INT64))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A tensor is converted to a floating-point type, received INT64");
    }

    @Test
    void itsBytesAreThoseOfItsShape() {
        assertThatThrownBy(() -> Tensor.of(DType.FLOAT32, Shape.of(2, 3), ByteBuffer.allocate(20)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A tensor FLOAT32[2, 3] has 24 bytes, received 20");
    }

    @Test
    void aShapesExtentsAreNotNegative() {
        assertThatThrownBy(() -> Shape.of(2, -1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A shape's extents are not negative, received [2, -1]");
    }

    private static String bits(Tensor half) {
        return String.format("%04x", half.bytes().getShort(0));
    }
}
