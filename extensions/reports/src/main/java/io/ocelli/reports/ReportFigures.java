package io.ocelli.reports;

import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.Interval;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The figures of a report, by name, in one order for all its forms. */
final class ReportFigures {
    static final String ACCURACY = "accuracy";
    /** Of the intervals. */
    static final double LEVEL = 0.95;

    private ReportFigures() {}

    /**
     * @param type what Hugging Face's hub calls it
     * @param share whether it is shown in percent
     */
    record Figure(String name, String type, boolean share, double value) {
        String text() {
            return share ? percent(value) : String.format(Locale.ROOT, "%.4f", value);
        }

        /** With its interval, where there is one. */
        String text(Map<String, Interval> intervals) {
            Interval interval = intervals.get(name);
            return interval == null || Double.isNaN(interval.lower())
                    ? text()
                    : text() + " (95 %: " + new Figure(name, type, share, interval.lower()).text() + " to "
                            + new Figure(name, type, share, interval.upper()).text() + ")";
        }
    }

    static List<Figure> values(Evaluation evaluation) {
        List<Figure> figures = new ArrayList<>();
        figures.add(new Figure(ACCURACY, "accuracy", true, evaluation.accuracy()));
        if (evaluation.classes().size() > 5) {
            figures.add(new Figure("top 5", "top_5_accuracy", true, evaluation.top5()));
        }
        figures.add(new Figure("balanced accuracy", "balanced_accuracy", true, evaluation.balancedAccuracy()));
        figures.add(new Figure("macro F1", "f1", true, evaluation.macro().f1()));
        figures.add(new Figure("Cohen's kappa", "cohen_kappa", false, evaluation.cohenKappa()));
        figures.add(new Figure("Matthews' correlation", "matthews_correlation", false, evaluation.matthews()));
        figures.add(new Figure("log loss", "log_loss", false, evaluation.logLoss()));
        figures.add(new Figure("Brier score", "brier_score", false, evaluation.brier()));
        figures.add(new Figure(
                "calibration error (15 bins)",
                "expected_calibration_error",
                true,
                evaluation.expectedCalibrationError()));
        figures.removeIf(figure -> !Double.isFinite(figure.value()));
        return figures;
    }

    /** Between what the figures on other pictures of the same kind lie, in 95 of 100 cases, by their name. */
    static Map<String, Interval> intervals(Evaluation evaluation, @Nullable Predictions predictions) {
        Map<String, Interval> intervals =
                predictions == null ? new HashMap<>() : ReportIntervals.of(predictions, values(evaluation));
        if (evaluation.count() > 0) {
            // a share of independent answers: exact enough for any number of them
            long right = Math.round(evaluation.accuracy() * evaluation.count());
            intervals.put(ACCURACY, Interval.wilson(right, evaluation.count(), LEVEL));
        }
        return intervals;
    }

    static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.2f %%", 100 * share) : "–";
    }
}
