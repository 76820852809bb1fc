package io.ocelli.samples.medical;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.Classifier;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.medical.DicomDraft;
import io.ocelli.medical.DicomFile;
import io.ocelli.medical.DicomPicture;
import io.ocelli.medical.Medical;
import io.ocelli.medical.OperatingPoint;
import io.ocelli.medical.custody.AuditLog;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MedicalTrainingTest {
    /** What the phantoms' files say of a patient. */
    private static final List<String> OF_A_PATIENT =
            List.of("Quibblesworth", "Zenobia", "PID-7744", "19370214", "Castle Hill", "left kidney", "20260103");

    @TempDir
    Path folder;

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();

    private MedicalTraining.Outcome run(int patients, int side, int epochs, boolean controls) throws IOException {
        MedicalPhantoms.write(folder.resolve("in"), patients, side, 1);
        PrintStream err = System.err;
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
        try {
            return MedicalTraining.run(
                    folder.resolve("in"),
                    folder.resolve("out"),
                    MedicalTraining.Setting.DEFAULT.withEpochs(epochs),
                    controls);
        } finally {
            System.setErr(err);
        }
    }

    @Test
    void aPhantomInEightBitsIsAirTissueAndBoneAndNothingElse() {
        Randomness random = Randomness.of(5);
        Phantom ill = Phantom.draw(48, true, random.split("body"), random.split("slice"));
        assertThat(ill.mask().samples()).contains((byte) 1);
        DicomPicture file = DicomDraft.of(ill.picture()).bits(12).file().picture();
        TreeSet<Integer> levels = new TreeSet<>();
        for (byte level : file.grey8(0).samples()) {
            levels.add(level & 255);
        }
        assertThat(levels).containsExactly(0, 62, 255);
        assertThat(file.image(0).words()).isEqualTo(ill.picture().words());
    }

    @Test
    void aShortTrainingLeavesAllThatItPromisesAndNothingOfAPatient() throws IOException {
        MedicalTraining.Outcome outcome = run(16, 32, 1, false);

        Path out = folder.resolve("out");
        assertThat(outcome.toString()).contains("U-Net with head", "Dice", "wanted specificity 0.90");
        assertThat(AuditLog.of(out.resolve("audit.log")).verify().lines()).isPositive();
        try (Classifier loaded = Classifier.load(out.resolve("model"))) {
            Medical.strict().calibrated(loaded);
            assertThat(loaded.decorators()).hasAtLeastOneElementOfType(OperatingPoint.class);
        }
        try (Stream<Path> masks = Files.list(out.resolve("masks"))) {
            Path mask = masks.findFirst().orElseThrow();
            DicomFile source = DicomFile.read(out.resolve("deidentified").resolve(mask.getFileName()));
            DicomFile written = DicomFile.read(mask);
            assertThat(written.text("StudyInstanceUID")).isEqualTo(source.text("StudyInstanceUID"));
            Medical.strict().check(written, "mask");
            Image pixels = written.picture().grey8(0);
            assertThat(pixels.size()).isEqualTo(source.picture().image(0).size());
        }
        nothingOfAPatient(out);
        assertThat(logged.toString(StandardCharsets.UTF_8)).doesNotContain(OF_A_PATIENT);
        assertThat(outcome.toString()).doesNotContain(OF_A_PATIENT);
        assertThat(Files.readString(out.resolve("page.html")))
                .contains("\"pixels\":")
                .doesNotContain("/*DATA*/");
    }

    private static void nothingOfAPatient(Path out) throws IOException {
        try (Stream<Path> files = Files.walk(out)) {
            for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
                assertThat(file.toString()).doesNotContain("Zenobia");
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1))
                        .as("%s", file)
                        .doesNotContain(OF_A_PATIENT);
            }
        }
    }

    /** The figures of the issue, all of one run. */
    @Test
    @Tag("proof")
    void masksBeatLabelsAndSixteenBitsSeeWhatEightCannot() throws IOException {
        MedicalTraining.Outcome outcome = run(60, 48, 10, true);
        System.out.println(outcome);

        MedicalTraining.Controls controls = outcome.controls();
        assertThat(controls).isNotNull();
        assertThat(outcome.unet().value()).isGreaterThan(controls.headAlone().value() + 0.02);
        assertThat(outcome.unet().value()).isGreaterThan(0.95);
        assertThat(outcome.dice()).isGreaterThan(0.85);
        assertThat(controls.eightBits().value()).isLessThan(0.65);
        assertThat(outcome.sensitivity()).isGreaterThan(0.85);
        assertThat(outcome.specificity()).isGreaterThan(0.8);
        assertThat(outcome.calibrationError()).isLessThan(0.1);
        assertThat(outcome.covered()).isGreaterThan(0.85);
        assertThat(outcome.misread()).isEqualTo(outcome.misreadings());
        nothingOfAPatient(folder.resolve("out"));
    }
}
