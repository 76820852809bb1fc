package io.ocelli.samples.medical;

import io.ocelli.image.Image;
import io.ocelli.image.PngWriter;
import io.ocelli.image.Randomness;
import io.ocelli.medical.DicomDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes a hospital's folder that never was: {@code MedicalPhantoms OUT [PATIENTS [SEED]]}. In it are {@code *.dcm}, several
 * slices of each patient with the name and number of one, beside each {@code *.png} the mask of its lesion, and
 * {@code findings.csv}: of each file what is the case, and what a first reader saw, who errs now and then.
 */
public final class MedicalPhantoms {
    /** What the patients are called, so that a test can look for it. */
    static final String NAME = "Quibblesworth^Zenobia";

    static final String FINDINGS = "findings.csv";
    static final int SLICES = 4;

    private static final int SIDE = 48;

    private MedicalPhantoms() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length == 0) {
            System.err.println("Usage: MedicalPhantoms OUT [PATIENTS [SEED]]");
            System.exit(2);
        }
        int patients = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 60;
        long seed = arguments.length > 2 ? Long.parseLong(arguments[2]) : 1;
        write(Path.of(arguments[0]), patients, SIDE, seed);
        System.out.println(patients * SLICES + " slices of " + patients + " patients are in " + arguments[0]);
    }

    /** The same for a seed, but for the unique identifiers. */
    static void write(Path folder, int patients, int side, long seed) throws IOException {
        Files.createDirectories(folder);
        List<String> findings = new ArrayList<>();
        findings.add("file,finding,first reader");
        for (int patient = 0; patient < patients; patient++) {
            String study = DicomDraft.newUid();
            String series = DicomDraft.newUid();
            for (int slice = 0; slice < SLICES; slice++) {
                Randomness random = Randomness.of(seed).split(patient).split(slice);
                boolean ill = random.nextInt(2) == 0;
                boolean misread = random.nextInt(20) == 0;
                Phantom phantom = Phantom.draw(
                        side, ill, Randomness.of(seed).split(patient).split("body"), random);
                String name = String.format("%s.%03d.%d", "Zenobia", patient, slice);
                draft(phantom.picture(), patient, slice)
                        .with("StudyInstanceUID", study)
                        .with("SeriesInstanceUID", series)
                        .write(folder.resolve(name + ".dcm"));
                PngWriter.write(phantom.mask(), folder.resolve(name + ".png"));
                findings.add(name + ".dcm," + finding(ill) + "," + finding(ill != misread));
            }
        }
        Files.write(folder.resolve(FINDINGS), findings);
    }

    private static String finding(boolean ill) {
        return ill ? "lesion" : "none";
    }

    private static DicomDraft draft(Image picture, int patient, int slice) {
        return DicomDraft.of(picture)
                .bits(12)
                .with("Modality", "CT")
                .with("PatientName", NAME)
                .with("PatientID", String.format("PID-7744%03d", patient))
                .with("PatientBirthDate", "19370214")
                .with("PatientSex", "F")
                .with("StudyDate", "20260103")
                .with("InstitutionName", "Castle Hill")
                .with("StudyDescription", "left kidney of Zenobia")
                .with("BurnedInAnnotation", "NO")
                .with("InstanceNumber", String.valueOf(slice + 1))
                .with("PixelSpacing", "1\\1")
                .with("RescaleIntercept", "0")
                .with("RescaleSlope", "1");
    }
}
