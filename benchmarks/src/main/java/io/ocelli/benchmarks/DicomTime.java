package io.ocelli.benchmarks;

import com.google.common.base.Splitter;
import io.ocelli.image.Image;
import io.ocelli.medical.DicomDraft;
import io.ocelli.medical.DicomPicture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * From a file of 2048 x 2048 pixels of 12 bits in 16 to the grey levels that a doctor sees, without compression and by RLE, against
 * pydicom in interleaved pairs; the levels are compared. PYTHON is a Python with pydicom and NumPy. Arguments: the folder of the
 * Python script, and how many pairs.
 */
final class DicomTime {
    private static final int SIDE = 2048;

    /** What levels may differ by on average: both round, one behind the other. */
    private static final double TOLERANCE = 0.01;

    private DicomTime() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        @Nullable String python = System.getenv("PYTHON");
        if (python == null) {
            throw new IllegalArgumentException("PYTHON names a Python with pydicom and NumPy; it is not set");
        }
        Path script = Path.of(args[0], "dicom.py");
        int pairs = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        Path folder = Files.createTempDirectory("ocelli-dicom");
        try {
            Path plain = folder.resolve("plain.dcm");
            draft().write(plain);
            Path rle = folder.resolve("rle.dcm");
            Process compressing = new ProcessBuilder(python, script.toString(), "rle", plain.toString(), rle.toString())
                    .inheritIO()
                    .start();
            if (compressing.waitFor() != 0) {
                throw new IOException("pydicom did not compress the file; what it said stands above");
            }
            Process process = new ProcessBuilder(python, script.toString(), folder.toString())
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            try (Writer questions = process.outputWriter();
                    BufferedReader answers = process.inputReader(StandardCharsets.UTF_8)) {
                for (Path file : List.of(plain, rle)) {
                    compare(file, pairs, questions, answers);
                }
            }
            process.waitFor();
        } finally {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : (Iterable<Path>) files::iterator) {
                    Files.delete(file);
                }
            }
            Files.delete(folder);
        }
    }

    /** A body in air with a smooth shade and noise, as RLE finds them: long runs and none. */
    private static DicomDraft draft() {
        Random random = new Random(1);
        Image image = Image.black(SIDE, SIDE, 1, Image.Depth.UINT16);
        for (int y = 0; y < SIDE; y++) {
            for (int x = 0; x < SIDE; x++) {
                boolean body = Math.hypot(y - SIDE / 2.0, x - SIDE / 2.0) < SIDE * 0.4;
                double shade = 1000 + 600 * Math.sin(y / 300.0) * Math.cos(x / 200.0);
                image.words()[y * SIDE + x] = (short) (body ? shade + random.nextInt(16) : 0);
            }
        }
        return DicomDraft.of(image)
                .bits(12)
                .with("RescaleSlope", "1")
                .with("RescaleIntercept", "-1024")
                .with("WindowCenter", "40")
                .with("WindowWidth", "400");
    }

    private static void compare(Path file, int pairs, Writer questions, BufferedReader answers) {
        double[] sums = new double[2];
        Pairs result = Pairs.measure(
                pairs,
                () -> {
                    long start = System.nanoTime();
                    Image grey = DicomPicture.read(file).grey8(0);
                    double took = (System.nanoTime() - start) / 1e6;
                    sums[0] = 0;
                    for (byte level : grey.samples()) {
                        sums[0] += level & 255;
                    }
                    return took;
                },
                () -> {
                    try {
                        questions.write(file.getFileName() + " 1\n");
                        questions.flush();
                        List<String> words = Splitter.on(' ').splitToList(answers.readLine());
                        sums[1] = Double.parseDouble(words.get(1));
                        return Double.parseDouble(words.get(0));
                    } catch (IOException e) {
                        throw new UncheckedIOException("pydicom's process ended; what it said stands above", e);
                    }
                });
        double apart = Math.abs(sums[0] - sums[1]) / ((double) SIDE * SIDE);
        if (!(apart <= TOLERANCE)) {
            throw new IllegalStateException(
                    "The grey levels are to be equal, and differ by " + apart + " on average in " + file.getFileName());
        }
        System.out.printf(
                Locale.ROOT,
                "%s: Ocelli %.1f ms, pydicom %.1f ms, ratio %.3f (up to %.3f)%n",
                file.getFileName(),
                result.first(),
                result.second(),
                result.ratio(),
                result.upper());
    }
}
