package io.ocelli.samples.medical;

import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Sample;
import io.ocelli.medical.Deidentification;
import io.ocelli.medical.Deidentified;
import io.ocelli.medical.DicomFile;
import io.ocelli.medical.Medical;
import io.ocelli.medical.PseudonymKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A folder as {@link MedicalPhantoms} writes it, de-identified: each file under its new unique identifier, its mask beside it.
 *
 * @param files the de-identified files
 * @param findings what is the case, by file: an index of {@link #CLASSES}
 * @param readings what the first reader saw
 */
record Readings(List<Path> files, List<Integer> findings, List<Integer> readings) {
    static final List<String> CLASSES = List.of("none", "lesion");

    /** Takes out of the files who they are of, and writes them to another folder. */
    static Readings deidentify(Path folder, Path out, PseudonymKey key) throws IOException {
        Files.createDirectories(out);
        Deidentification rules = Deidentification.basic(key);
        List<Path> files = new ArrayList<>();
        List<Integer> findings = new ArrayList<>();
        List<Integer> readings = new ArrayList<>();
        List<String> lines = Files.readAllLines(folder.resolve(MedicalPhantoms.FINDINGS));
        for (String line : lines.subList(1, lines.size())) {
            String[] cells = line.split(",", -1);
            Path identified = folder.resolve(cells[0]);
            Deidentified done = rules.apply(identified);
            Path file = out.resolve(done.sopInstanceUid() + ".dcm");
            done.write(file);
            Files.copy(folder.resolve(cells[0].replace(".dcm", ".png")), mask(file));
            files.add(file);
            findings.add(CLASSES.indexOf(cells[1]));
            readings.add(CLASSES.indexOf(cells[2]));
        }
        return new Readings(files, findings, readings);
    }

    private static Path mask(Path file) {
        return file.resolveSibling(file.getFileName().toString().replace(".dcm", ".png"));
    }

    /** What is the case of each picture, with its mask and its patient; identified pictures are refused. */
    DataSet pictures() {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Path file = files.get(i);
            String patient = DicomFile.read(file).text("PatientID").orElseThrow();
            samples.add(Sample.of(file, findings.get(i))
                    .with("mask", Datum.mask(mask(file)))
                    .with(Sample.GROUP, Datum.text(patient)));
        }
        return Medical.strict().of(DataSet.of(CLASSES, samples));
    }

    /** The same pictures with what the first reader said of them. */
    DataSet firstReader(DataSet pictures) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            Sample sample = pictures.sample(i);
            samples.add(
                    sample.withLabel(readings.get(files.indexOf(sample.source().file()))));
        }
        return DataSet.of(CLASSES, samples);
    }
}
