package io.ocelli.medical;

import com.google.common.collect.ImmutableList;
import com.google.common.html.HtmlEscapers;
import io.ocelli.Classifier;
import io.ocelli.Prediction;
import io.ocelli.data.DataSet;
import io.ocelli.data.Sample;
import io.ocelli.error.OcelliException;
import io.ocelli.files.WholeFile;
import io.ocelli.serving.Decision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a classifier says as the second reader of pictures whose labels are the first reader's: where they disagree, the
 * strongest disagreements first. Immutable.
 *
 * <pre>{@code
 * SecondReading reading = SecondReading.of(calibrated, Medical.strict().of(readings));
 * reading.writeCsv(Path.of("second-reading.csv"));
 * reading.writeHtml(Path.of("second-reading.html"));
 * }</pre>
 *
 * @param count of the pictures that were read
 * @param disagreements the one first to which the classifier gives the least probability of being what the first reader said
 */
public record SecondReading(int count, List<Disagreement> disagreements) {
    /**
     * A picture that two read differently.
     *
     * @param index in the data set
     * @param reference its SOPInstanceUID, which stands for nobody once it is de-identified; its number of a file that is no DICOM
     * @param patient the pseudonym; empty where nothing is said
     * @param first what the first reader said
     * @param second what the classifier decided, or its likeliest class; empty where it refused to answer
     * @param probability that the picture is what the first reader said, as the classifier sees it
     */
    public record Disagreement(
            int index, String reference, String patient, String first, String second, double probability) {}

    public SecondReading {
        disagreements = ImmutableList.copyOf(disagreements);
    }

    /**
     * Reads pictures a second time. What a decorator of the classifier decided last is what it says, where that leaves one class
     * or none.
     *
     * @param pictures labelled by the first reader; others are left out
     * @throws IdentifiedPictureException if a DICOM file says or may say whose it is
     * @throws IllegalStateException if the classifier is not calibrated, so that its probabilities rank nothing
     */
    public static SecondReading of(Classifier classifier, DataSet pictures) {
        Medical medical = Medical.strict();
        Classifier calibrated = medical.calibrated(classifier);
        List<Disagreement> found = new ArrayList<>();
        int count = 0;
        for (int i = 0; i < pictures.size(); i++) {
            Sample sample = pictures.sample(i);
            if (!sample.labelled()) {
                continue;
            }
            count++;
            String first = pictures.classes().get(sample.label());
            Prediction prediction = calibrated.classify(sample.source());
            String second = said(prediction);
            if (second.equals(first)) {
                continue;
            }
            int label = classifier.labels().indexOf(first);
            double probability = label < 0 ? 0 : prediction.probabilities()[label];
            found.add(disagreement(medical, i, sample, first, second, probability));
        }
        found.sort(Comparator.comparingDouble(Disagreement::probability).thenComparingInt(Disagreement::index));
        return new SecondReading(count, found);
    }

    private static String said(Prediction prediction) {
        @Nullable Decision decision = prediction.decision();
        if (decision == null || decision.labels().size() > 1) {
            return prediction.label();
        }
        return decision.isRefusal() ? "" : decision.labels().get(0);
    }

    private static Disagreement disagreement(
            Medical medical, int i, Sample sample, String first, String second, double probability) {
        String reference = "picture " + i;
        String patient = "";
        @Nullable Path file = sample.source().file();
        try {
            byte[] bytes = file == null ? new byte[0] : Files.readAllBytes(file);
            if (DicomFile.isPart10(bytes)) {
                DicomFile dicom = DicomFile.of(bytes, reference);
                medical.check(dicom, reference);
                patient = dicom.text("PatientID").orElse("");
                reference = dicom.text("SOPInstanceUID").orElse(reference);
            }
        } catch (IOException e) {
            throw new OcelliException(
                    reference + " cannot be read: " + e.getClass().getSimpleName());
        }
        return new Disagreement(i, reference, patient, first, second, probability);
    }

    /** The table: reference, patient, first reader, second reader, probability of the first reader's. */
    public String toCsv() {
        StringBuilder csv = new StringBuilder("reference,patient,first_reader,second_reader,probability_of_first\n");
        for (Disagreement each : disagreements) {
            csv.append(quoted(each.reference())).append(',');
            csv.append(quoted(each.patient())).append(',');
            csv.append(quoted(each.first())).append(',');
            csv.append(quoted(each.second())).append(',');
            csv.append(String.format(Locale.ROOT, "%.6f%n", each.probability()).replace("\r", ""));
        }
        return csv.toString();
    }

    private static String quoted(String text) {
        return text.matches("[^\",\r\n]*") ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** The table as a page that needs nothing else. */
    public String toHtml() {
        StringBuilder rows = new StringBuilder();
        for (Disagreement each : disagreements) {
            rows.append("<tr><td>").append(HtmlEscapers.htmlEscaper().escape(each.reference()));
            rows.append("</td><td>").append(HtmlEscapers.htmlEscaper().escape(each.patient()));
            rows.append("</td><td>").append(HtmlEscapers.htmlEscaper().escape(each.first()));
            rows.append("</td><td>")
                    .append(
                            each.second().isEmpty()
                                    ? "(no answer)"
                                    : HtmlEscapers.htmlEscaper().escape(each.second()));
            rows.append(String.format(Locale.ROOT, "</td><td>%.4f</td></tr>%n", each.probability()));
        }
        return """
            <!DOCTYPE html>
            <html lang="en"><head><meta charset="utf-8"><title>Second reading</title>
            <style>body{font:15px system-ui,sans-serif;margin:2rem;color:#222}table{border-collapse:collapse}
            td,th{padding:.3rem .8rem;border-bottom:1px solid #ddd;text-align:left}td:last-child{text-align:right}</style>
            </head><body><h1>Second reading</h1>
            <p>%d pictures, %d of which the second reader reads otherwise; the strongest disagreement first.</p>
            <table><thead><tr><th>Picture</th><th>Patient</th><th>First reader</th><th>Second reader</th>
            <th>Probability of the first's</th></tr></thead><tbody>
            %s</tbody></table></body></html>
            """.formatted(count, disagreements.size(), rows);
    }

    /**
     * Writes {@link #toCsv}, whole or not at all.
     *
     * @throws OcelliException if it cannot be written
     */
    public void writeCsv(Path file) {
        write(file, toCsv());
    }

    /**
     * Writes {@link #toHtml}, whole or not at all.
     *
     * @throws OcelliException if it cannot be written
     */
    public void writeHtml(Path file) {
        write(file, toHtml());
    }

    private static void write(Path file, String text) {
        try {
            WholeFile.write(file, out -> out.write(text.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new OcelliException("The second reading " + file + " cannot be written: " + e, e);
        }
    }
}
