package io.ocelli.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

/** By the golden figures and by SciPy 1.17. */
class McNemarTest {
    /** Nine digits are written. */
    private static final Offset<Double> DIGITS = within(2e-9);

    private static double number(JsonObject golden, String name) {
        return golden.get(name).getAsDouble();
    }

    private static boolean[] flags(JsonElement array) {
        JsonArray values = array.getAsJsonArray();
        boolean[] flags = new boolean[values.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = values.get(i).getAsInt() == 1;
        }
        return flags;
    }

    @Test
    void mcNemarIsTheReference() {
        JsonObject golden = GoldenDecisions.json().getAsJsonObject("mcnemar");
        McNemar test = McNemar.of(flags(golden.get("first_correct")), flags(golden.get("second_correct")));
        assertThat(test)
                .isEqualTo(new McNemar(
                        golden.get("only_first").getAsLong(),
                        golden.get("only_second").getAsLong()));
        assertThat(test.exactP()).isEqualTo(number(golden, "exact_p"), DIGITS);
        assertThat(test.midP()).isEqualTo(number(golden, "mid_p"), DIGITS);
        assertChiSquare(test.chiSquare(), golden.getAsJsonObject("chi_square"));
        assertChiSquare(test.chiSquareCorrected(), golden.getAsJsonObject("chi_square_corrected"));
    }

    private static void assertChiSquare(McNemar.ChiSquare ours, JsonObject expected) {
        assertThat(ours.statistic()).isEqualTo(number(expected, "statistic"), within(1e-7));
        assertThat(ours.p()).isEqualTo(number(expected, "p"), DIGITS);
    }

    @Test
    void mcNemarIsSciPysForFewAndForMany() {
        assertThat(new McNemar(0, 5).exactP()).isEqualTo(.0625, within(1e-15));
        assertThat(new McNemar(7, 3).exactP()).isEqualTo(.34375, within(1e-14));
        assertThat(new McNemar(60, 40).exactP()).isEqualTo(2 * 0.028443966820490444, within(1e-13));
        assertThat(new McNemar(60, 40).midP())
                .isEqualTo(2 * 0.028443966820490444 - 0.010843866711637978, within(1e-13));
        assertThat(new McNemar(5100, 4900).exactP()).isEqualTo(2 * 0.023292763852473225, within(1e-12));
        assertThat(new McNemar(499000, 501000).exactP()).isEqualTo(2 * 0.0228041499326948, within(1e-11));
    }

    @Test
    void modelsThatNeverDifferAreEqual() {
        McNemar equal = McNemar.of(new boolean[] {true, false}, new boolean[] {true, false});
        assertThat(equal.exactP()).isOne();
        assertThat(equal.midP()).isOne();
        assertThat(equal.chiSquare().p()).isNaN();
        assertThat(new McNemar(4, 4).exactP()).isOne();
        assertThat(new McNemar(4, 4).chiSquare()).isEqualTo(new McNemar.ChiSquare(0, 1));
    }

    @Test
    void testsReadWell() {
        McNemar test = new McNemar(29, 8);
        assertThat(test).hasToString("only the first is right: 29, only the second: 8, exact p = 0.000753");
        assertThat(test.chiSquare()).hasToString("chi-square = 11.919, p = 0.000556");
    }

    @Test
    void mcNemarOfOtherPicturesIsRefused() {
        assertThatThrownBy(() -> McNemar.of(new boolean[2], new boolean[3]))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("McNemar's test compares two models over the same pictures, received 2 and 3");
        assertThatThrownBy(() -> new McNemar(-1, 3))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("McNemar's counts are 0 or more, received -1 and 3");
    }
}
