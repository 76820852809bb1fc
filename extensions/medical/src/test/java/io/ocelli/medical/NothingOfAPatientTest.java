package io.ocelli.medical;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.common.collect.ImmutableList;
import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.Sample;
import io.ocelli.error.OcelliException;
import io.ocelli.medical.custody.Audited;
import io.ocelli.training.Training;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever is logged, thrown, told by events, saved or reported: no value of a patient is in it. */
class NothingOfAPatientTest {
    private static final List<String> VALUES = ImmutableList.of(
            "Quibblesworth",
            "Zenobia",
            "PID-774411",
            "19370214",
            "ACC-909090",
            "Castle Hill",
            "3.14.159.26535",
            "left kidney");

    private static final int SIDE = 32;

    @TempDir
    Path folder;

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final PrintStream err = System.err;
    private final List<String> told = new ArrayList<>();

    @BeforeEach
    void listen() {
        System.setErr(new PrintStream(logged, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void stop() {
        System.setErr(err);
    }

    private static byte[] file(int gray) {
        int[] pixels = new int[SIDE * SIDE];
        Random random = new Random(gray);
        Arrays.setAll(pixels, i -> gray + random.nextInt(50));
        DicomBytes patient = new DicomBytes()
                .text(0x00080018, "UI", "3.14.159.26535.1")
                .text(0x00080050, "SH", "ACC-909090")
                .text(0x00080080, "LO", "Castle Hill")
                .text(0x00081030, "LO", "left kidney of Zenobia")
                .text(0x00100010, "PN", "Quibblesworth^Zenobia")
                .text(0x00100020, "LO", "PID-774411")
                .text(0x00100030, "DA", "19370214")
                .text(0x0020000D, "UI", "3.14.159.26535.2");
        return DicomBytes.picture(SIDE, SIDE, false, patient, pixels)
                .file()
                .data()
                .bytes()
                .array;
    }

    private DataSet pictures(String name, boolean deidentified) throws IOException {
        Path place = Files.createDirectories(folder.resolve(name));
        Deidentification rules = Deidentification.basic(PseudonymKey.random());
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            byte[] bytes = file(i % 2 == 0 ? 100 : 3000);
            byte[] written = deidentified
                    ? tell(rules.apply(DicomFile.of(bytes, "file"))).file()
                    : bytes;
            samples.add(Sample.of(Files.write(place.resolve(i + ".dcm"), written), i % 2));
        }
        return DataSet.of(List.of("dark", "light"), samples);
    }

    private Deidentified tell(Deidentified done) {
        told.add(done.changes().toString());
        told.add(done.warnings().toString());
        return done;
    }

    private void tell(Throwable thrown) {
        StringWriter trace = new StringWriter();
        thrown.printStackTrace(new PrintWriter(trace));
        told.add(trace.toString());
    }

    private void train(DataSet pictures, String name) throws IOException {
        Training recipe =
                Training.defaults().batchSize(4).epochs(2).listener((event, session) -> told.add(event.toString()));
        Path log = folder.resolve(name + ".log");
        try (Classifier trained = Classifier.model("resnet20_cifar")
                        .freezeBackbone()
                        .head("dark", "light")
                        .fit(pictures, pictures, recipe);
                Classifier audited = trained.with(Audited.by("room 2", trained, log))) {
            told.add(audited.classify(pictures.sample(0).source()).toString());
            told.add(audited.evaluate(pictures).toString());
            told.add(trained.history().toString());
            audited.save(folder.resolve(name));
        }
        told.add(Files.readString(log));
        try (Stream<Path> files = Files.list(folder.resolve(name))) {
            for (Path file : (Iterable<Path>) files::iterator) {
                told.add(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
            }
        }
    }

    private void nothingIsTold() {
        told.add(logged.toString(StandardCharsets.UTF_8));
        assertThat(told)
                .hasSizeGreaterThan(10)
                .allSatisfy(text -> assertThat(text).doesNotContain(VALUES));
    }

    @Test
    void ofATrainingOnIdentifiedFiles() throws IOException {
        train(pictures("in", false), "model");

        nothingIsTold();
    }

    @Test
    void ofAStrictTrainingAlsoWhereTheFolderIsNamedAfterHer() throws IOException {
        train(Medical.strict().of(pictures("Zenobia Quibblesworth", true)), "model");

        nothingIsTold();
    }

    @Test
    void inTheRefusalsOfIdentifiedAndDamagedFiles() throws IOException {
        Random random = new Random(7);
        byte[] whole = file(1000);
        for (int i = 0; i < 300; i++) {
            byte[] damaged = i % 3 == 0 ? Arrays.copyOf(whole, random.nextInt(whole.length)) : whole.clone();
            for (int flip = 0; flip < 3 && damaged.length > 133; flip++) {
                damaged[132 + random.nextInt(Math.min(500, damaged.length - 132))] ^= (byte) (1 << random.nextInt(8));
            }
            try {
                DicomFile file = DicomFile.of(damaged, "file");
                tell(Deidentification.basic(PseudonymKey.random()).apply(file));
                file.picture().rgb8(0);
                Medical.strict().check(file, "picture");
            } catch (OcelliException e) {
                tell(e);
            }
        }
        DicomFile file = DicomFile.of(whole, "file");
        for (String keyword : List.of("PatientName", "PatientID", "AccessionNumber", "StudyDescription")) {
            try {
                file.numbers(keyword);
            } catch (DicomException e) {
                tell(e);
            }
        }

        nothingIsTold();
    }
}
