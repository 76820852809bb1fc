package io.ocelli.metrics;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** An evaluation as text for people. */
final class EvaluationTable {
    private static final int CLASSES_IN_FULL = 50;
    private static final int WORST = 10;
    private static final int CONFUSION_CLASSES = 20;
    private static final int LONGEST_NAME = 24;
    private static final int WIDEST = 100;

    private final Evaluation evaluation;
    private final StringBuilder text = new StringBuilder();

    EvaluationTable(Evaluation evaluation) {
        this.evaluation = evaluation;
    }

    @Override
    public String toString() {
        text.setLength(0);
        summary();
        if (evaluation.count() > 0) {
            perClass();
            if (evaluation.classes().size() <= CONFUSION_CLASSES) {
                confusion();
            }
        }
        return text.toString();
    }

    private void summary() {
        int classes = evaluation.classes().size();
        line("%d pictures, %d classes", evaluation.count(), classes);
        StringBuilder figures = new StringBuilder("accuracy " + percent(evaluation.accuracy(), 2));
        if (classes > 5) {
            figures.append(", top 5 ").append(percent(evaluation.top5(), 2));
        }
        figures.append(", balanced ").append(percent(evaluation.balancedAccuracy(), 2));
        if (!Double.isNaN(evaluation.logLoss())) {
            figures.append(String.format(Locale.ROOT, ", log loss %.4f", evaluation.logLoss()));
            figures.append(", calibration error ").append(percent(evaluation.expectedCalibrationError(), 1));
        }
        line("%s", figures);
    }

    private void perClass() {
        boolean full = evaluation.classes().size() <= CLASSES_IN_FULL;
        List<ClassFigures> rows = full ? evaluation.perClass() : worst();
        int width = "weighted mean".length();
        for (ClassFigures row : rows) {
            width = Math.max(width, length(shorten(row.name(), LONGEST_NAME)));
        }
        line("");
        if (!full) {
            line("The %d classes with the lowest F1:", rows.size());
        }
        line("%s  precision    recall        F1  pictures", left("class", width));
        for (ClassFigures row : rows) {
            figures(
                    left(shorten(row.name(), LONGEST_NAME), width),
                    row.precision(),
                    row.recall(),
                    row.f1(),
                    row.support());
        }
        mean(left("mean", width), evaluation.macro());
        mean(left("weighted mean", width), evaluation.weighted());
    }

    /** Those with the lowest F1 that have pictures, worst first. */
    private List<ClassFigures> worst() {
        List<ClassFigures> figures = new ArrayList<>(evaluation.perClass());
        figures.removeIf(figure -> figure.support() == 0);
        figures.sort((a, b) -> Double.compare(a.f1(), b.f1()));
        return figures.subList(0, Math.min(WORST, figures.size()));
    }

    private void mean(String name, Figures mean) {
        figures(name, mean.precision(), mean.recall(), mean.f1(), evaluation.count());
    }

    private void figures(String name, double precision, double recall, double f1, long count) {
        line("%s  %9s %9s %9s %9d", name, percent(precision, 1), percent(recall, 1), percent(f1, 1), count);
    }

    private void confusion() {
        List<String> classes = evaluation.classes();
        long[][] counts = evaluation.confusion();
        int names = 0;
        int columns = 1;
        for (int i = 0; i < counts.length; i++) {
            names = Math.max(names, length(shorten(classes.get(i), LONGEST_NAME)));
            for (long count : counts[i]) {
                columns = Math.max(columns, Long.toString(count).length());
            }
        }
        int named = Math.max(columns, Math.min(names, 10));
        Set<String> heads = new HashSet<>();
        classes.forEach(name -> heads.add(shorten(name, named)));
        boolean numbered = heads.size() < classes.size() || names + (named + 2) * classes.size() > WIDEST;
        int number = Integer.toString(classes.size() - 1).length();
        columns = numbered ? Math.max(columns, number) : named;
        line("");
        line("Confusion: a row is a true class, a column a prediction.");
        StringBuilder head = new StringBuilder(left("", numbered ? names + number + 2 : names));
        for (int i = 0; i < counts.length; i++) {
            head.append("  ").append(right(numbered ? "" + i : shorten(classes.get(i), columns), columns));
        }
        line("%s", head);
        for (int i = 0; i < counts.length; i++) {
            StringBuilder row = new StringBuilder(left(shorten(classes.get(i), LONGEST_NAME), names));
            if (numbered) {
                row.append("  ").append(right("" + i, number));
            }
            for (long count : counts[i]) {
                row.append("  ").append(right(count == 0 ? "." : "" + count, columns));
            }
            line("%s", row);
        }
    }

    private void line(String format, Object... arguments) {
        text.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }

    private static String percent(double share, int digits) {
        return Double.isNaN(share) ? "-" : String.format(Locale.ROOT, "%." + digits + "f %%", 100 * share);
    }

    private static int length(String name) {
        return name.codePointCount(0, name.length());
    }

    /** Takes the middle out of a long name: what tells names apart is often at an end. */
    private static String shorten(String name, int most) {
        int length = length(name);
        if (length <= most) {
            return name;
        }
        int head = most / 2;
        int tail = most - 1 - head;
        return name.substring(0, name.offsetByCodePoints(0, head))
                + "…"
                + name.substring(name.offsetByCodePoints(0, length - tail));
    }

    private static String left(String name, int width) {
        return name + spaces(width - length(name));
    }

    private static String right(String name, int width) {
        return spaces(width - length(name)) + name;
    }

    private static String spaces(int count) {
        StringBuilder spaces = new StringBuilder();
        while (spaces.length() < count) {
            spaces.append(' ');
        }
        return spaces.toString();
    }
}
