package io.ocelli.reports;

import io.ocelli.reports.TradeOffPage.Point;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/** Points with their names, as SVG in the page's colours. */
final class ScatterMarkup {
    static final String STYLE = ".wide{overflow-x:auto}svg{width:100%;font-size:12px;fill:var(--text)}"
            + "svg path{stroke:var(--line)}svg .missed{fill:var(--faint)}svg .kept{fill:var(--right)}"
            + "svg .chosen{fill:var(--wrong)}";

    private static final int WIDTH = 900;
    private static final int HEIGHT = 420;
    private static final int MARGIN = 60;
    private static final int TICKS = 5;
    private static final double AIR = 0.08;

    private ScatterMarkup() {}

    static String of(String x, String y, List<Point> points) {
        Axis across = Axis.of(points, Point::cost);
        Axis up = Axis.of(points, Point::quality);
        StringBuilder svg = new StringBuilder(said(
                "<svg viewBox=\"0 0 %d %d\" role=\"img\" aria-label=\"%s over %s\">%n",
                WIDTH, HEIGHT, Html.text(y), Html.text(x)));
        for (int i = 0; i <= TICKS; i++) {
            double share = (double) i / TICKS;
            svg.append(said(
                    "<path d=\"M%d %.1fH%d\"/><text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.4g</text>"
                            + "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.4g</text>%n",
                    MARGIN,
                    top(share),
                    WIDTH - MARGIN,
                    MARGIN - 8,
                    top(share) + 4,
                    up.at(share),
                    left(share),
                    HEIGHT - MARGIN + 20,
                    across.at(share)));
        }
        for (Point point : points) {
            double left = left(across.share(point.cost()));
            double top = top(up.share(point.quality()));
            boolean right = left > WIDTH / 2.0;
            svg.append(said(
                    "<g class=\"%s\"><circle cx=\"%.1f\" cy=\"%.1f\" r=\"5\"/>"
                            + "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text><title>%s: %.4g, %.4g</title></g>%n",
                    point.standing().name().toLowerCase(Locale.ROOT),
                    left,
                    top,
                    left + (right ? -9 : 9),
                    top + 4,
                    right ? "end" : "start",
                    Html.text(point.name()),
                    Html.text(point.name()),
                    point.cost(),
                    point.quality()));
        }
        return svg.append(said(
                        "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text><text x=\"%d\" y=\"24\">%s</text>%n</svg>%n",
                        WIDTH / 2, HEIGHT - 12, Html.text(x), MARGIN - 40, Html.text(y)))
                .toString();
    }

    private static String said(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }

    private static double left(double share) {
        return MARGIN + share * (WIDTH - 2 * MARGIN);
    }

    private static double top(double share) {
        return HEIGHT - MARGIN - share * (HEIGHT - 2 * MARGIN);
    }

    /** From the least to the most, with some air. */
    private record Axis(double low, double high) {
        static Axis of(List<Point> points, ToDoubleFunction<Point> number) {
            double low = points.stream().mapToDouble(number).min().orElse(0);
            double high = points.stream().mapToDouble(number).max().orElse(1);
            double air = high > low ? AIR * (high - low) : Math.max(1e-3, AIR * Math.abs(high));
            return new Axis(low - air, high + air);
        }

        double share(double number) {
            return (number - low) / (high - low);
        }

        double at(double share) {
            return low + share * (high - low);
        }
    }
}
