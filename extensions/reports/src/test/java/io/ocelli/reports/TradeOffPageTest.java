package io.ocelli.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.reports.TradeOffPage.Standing;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TradeOffPageTest {
    private static final TradeOffPage EMPTY = TradeOffPage.of("Smaller & faster", "ms", "accuracy, %");

    @Test
    void theChartHasEveryPointAtItsPlace(@TempDir Path folder) {
        Path file = folder.resolve("page.html");
        EMPTY.summary("One of <two>.")
                .point("whole", 2, 90, Standing.MISSED)
                .point("half & half", 1, 80, Standing.CHOSEN)
                .table(List.of(List.of("network", "ms"), List.of("whole", "2")))
                .notes(List.of("a note"))
                .write(file);

        assertThat(file)
                .content()
                .startsWith("<!DOCTYPE html>")
                .contains("<h1>Smaller &amp; faster</h1>", "<p>One of &lt;two&gt;.</p>", "<li>a note</li>")
                .contains("<th>network</th><th>ms</th>", "<td>whole</td><td>2</td>")
                .containsPattern(
                        "<g class=\"missed\"><circle cx=\"786.2\" cy=\"80.7\" r=\"5\"/>.*<title>whole: 2.000, 90.00<")
                .containsPattern(
                        "<g class=\"chosen\"><circle cx=\"113.8\" cy=\"339.3\" r=\"5\"/>.*<title>half &amp; half: 1.000, 80.00<")
                .doesNotContain("http:", "https:", "<two>");
    }

    @Test
    void pointsAreFinite() {
        assertThatThrownBy(() -> EMPTY.point("gone", Double.NaN, 1, Standing.KEPT))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A point of a chart has finite numbers, received NaN and 1.0 for 'gone'");
    }

    @Test
    void withoutPointsThereIsNoChart() {
        assertThat(EMPTY).asString().doesNotContain("<svg ");
    }
}
