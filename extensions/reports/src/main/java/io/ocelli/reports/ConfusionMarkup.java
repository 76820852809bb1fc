package io.ocelli.reports;

import io.ocelli.metrics.Confused;
import io.ocelli.metrics.Evaluation;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.LongStream;

/** A confusion matrix whose numbers are buttons, as markup; of many classes the pairs that are confused most. */
final class ConfusionMarkup {
    private static final int MATRIX = 30;
    private static final int PAIRS = 60;

    private final Evaluation evaluation;

    ConfusionMarkup(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    @Override
    public String toString() {
        return evaluation.classes().size() <= MATRIX ? table() : pairs();
    }

    private String table() {
        List<String> classes = evaluation.classes();
        long[][] counts = evaluation.confusion();
        StringBuilder table = new StringBuilder("<div class=\"matrix\"><table><thead><tr><td></td>");
        classes.forEach(name -> table.append("<th>").append(Html.text(name)).append("</th>"));
        table.append("</tr></thead>\n");
        for (int row = 0; row < counts.length; row++) {
            long sum = Math.max(1, LongStream.of(counts[row]).sum());
            table.append("<tr><th>").append(Html.text(classes.get(row))).append("</th>");
            for (int column = 0; column < counts.length; column++) {
                long count = counts[row][column];
                table.append(row == column ? "<td class=\"right\">" : "<td>")
                        .append(count == 0 ? "·" : button(row, column, count, (double) count / sum, "" + count))
                        .append("</td>");
            }
            table.append("</tr>\n");
        }
        return table.append("</table></div>\n").toString();
    }

    /** The classes that are taken for others most often. */
    private String pairs() {
        StringBuilder pairs = new StringBuilder("<div class=\"matrix pairs\">\n");
        evaluation.confused().stream()
                .filter(pair -> pair.actual() != pair.predicted())
                .sorted(Comparator.comparingLong(Confused::count).reversed())
                .limit(PAIRS)
                .forEach(pair -> pairs.append(button(
                        pair.actual(),
                        pair.predicted(),
                        pair.count(),
                        0,
                        evaluation.classes().get(pair.actual()) + " → "
                                + evaluation.classes().get(pair.predicted()) + ": " + pair.count())));
        return pairs.append("</div>\n").toString();
    }

    private static String button(int row, int column, long count, double share, String text) {
        return String.format(
                Locale.ROOT,
                "<button type=\"button\" data-cell=\"%d,%d\" data-count=\"%d\" style=\"--share:%.3f\">%s</button>",
                row,
                column,
                count,
                share * 0.8,
                Html.text(text));
    }
}
