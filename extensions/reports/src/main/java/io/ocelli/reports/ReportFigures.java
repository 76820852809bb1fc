package io.ocelli.reports;

import io.ocelli.metrics.Evaluation;
import io.ocelli.metrics.Interval;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The figures of a report, by name, in one order for all its forms. */
final class ReportFigures {
    /** Of the interval of the accuracy. */
    private static final double LEVEL = 0.95;

    private ReportFigures() {}

    /** @param type what Hugging Face's hub calls it */
    record Figure(String name, String type, double value, String text) {}

    static List<Figure> of(Evaluation evaluation) {
        List<Figure> figures = new ArrayList<>();
        double accuracy = evaluation.accuracy();
        Interval interval = accuracy(evaluation);
        figures.add(new Figure(
                "accuracy",
                "accuracy",
                accuracy,
                percent(accuracy) + " (95 %: " + percent(interval.lower()) + " to " + percent(interval.upper()) + ")"));
        if (evaluation.classes().size() > 5) {
            figures.add(share("top 5", "top_5_accuracy", evaluation.top5()));
        }
        figures.add(share("balanced accuracy", "balanced_accuracy", evaluation.balancedAccuracy()));
        figures.add(share("macro F1", "f1", evaluation.macro().f1()));
        figures.add(number("Cohen's kappa", "cohen_kappa", evaluation.cohenKappa()));
        figures.add(number("Matthews' correlation", "matthews_correlation", evaluation.matthews()));
        figures.add(number("log loss", "log_loss", evaluation.logLoss()));
        figures.add(number("Brier score", "brier_score", evaluation.brier()));
        figures.add(share(
                "calibration error (15 bins)", "expected_calibration_error", evaluation.expectedCalibrationError()));
        figures.removeIf(figure -> !Double.isFinite(figure.value()));
        return figures;
    }

    /** Between what the accuracy on other pictures of the same kind lies, in 95 of 100 cases. */
    static Interval accuracy(Evaluation evaluation) {
        return Interval.wilson(Math.round(evaluation.accuracy() * evaluation.count()), evaluation.count(), LEVEL);
    }

    private static Figure share(String name, String type, double value) {
        return new Figure(name, type, value, percent(value));
    }

    private static Figure number(String name, String type, double value) {
        return new Figure(name, type, value, String.format(Locale.ROOT, "%.4f", value));
    }

    static String percent(double share) {
        return Double.isFinite(share) ? String.format(Locale.ROOT, "%.2f %%", 100 * share) : "–";
    }
}
