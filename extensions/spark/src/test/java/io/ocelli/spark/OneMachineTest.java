package io.ocelli.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.Classifier;
import io.ocelli.data.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Spark on two threads of one JVM, and on two executors in JVMs of their own, answers for the pictures of
 * {@code -Docelli.pictures}, each twice, row for row as one classifier does, in turn with it; how long each takes is printed.
 */
@Tag("proof")
class OneMachineTest {
    private static final int PAIRS = 5;
    /** Executors compile their code, each by half of the rows. */
    private static final int WARMING = 5;

    @TempDir
    Path folder;

    @AfterEach
    void endTheCluster() {
        LocalSpark.clusterEnded();
    }

    @Test
    void everyRowOfTwoThreadsIsThatOfOneClassifier() throws IOException {
        compare("two threads", LocalSpark::session);
    }

    @Test
    void everyRowOfTwoExecutorsIsThatOfOneClassifier() throws IOException {
        compare("two executors", LocalSpark::cluster);
    }

    @FunctionalInterface
    private interface Sessions {
        SparkSession open(Path folder) throws IOException;
    }

    private void compare(String what, Sessions sessions) throws IOException {
        String place = System.getProperty("ocelli.pictures");
        String weights = System.getProperty("ocelli.weights");
        Assumptions.assumeTrue(
                place != null && weights != null,
                "-Docelli.pictures names a folder of pictures, -Docelli.weights a file of resnet20_cifar");
        List<String> paths = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(place))) {
            files.filter(Files::isRegularFile).map(Path::toString).sorted().forEach(paths::add);
        }
        paths.addAll(List.copyOf(paths));
        double[] shares = new double[PAIRS];
        try (Classifier one =
                        Classifier.resnet20Cifar().weights(Path.of(weights)).open();
                SparkSession spark = sessions.open(folder)) {
            one.save(folder.resolve("saved"));
            PictureClassificationModel model =
                    PictureClassificationModel.of(folder.resolve("saved")).setInputCol("file");
            Dataset<Row> files = spark.createDataset(paths, Encoders.STRING()).toDF("file");
            for (int pair = -WARMING; pair < PAIRS; pair++) {
                long start = System.nanoTime();
                List<float[]> expected = one.classifyAll(paths.stream(), path -> ImageSource.of(Path.of(path)))
                        .map(answer -> answer.prediction().probabilities())
                        .toList();
                long middle = System.nanoTime();
                List<Row> rows = model.transform(files).collectAsList();
                long end = System.nanoTime();
                double share = (middle - start) / (double) (end - middle);
                System.out.printf(
                        Locale.ROOT,
                        "%d pictures: one classifier %.2f s, Spark on %s %.2f s, %.3f of its speed%s%n",
                        paths.size(),
                        (middle - start) / 1e9,
                        what,
                        (end - middle) / 1e9,
                        share,
                        pair < 0 ? " (warming)" : "");
                if (pair >= 0) {
                    shares[pair] = share;
                }
                assertThat(rows).hasSize(paths.size());
                for (int i = 0; i < rows.size(); i++) {
                    assertThat(rows.get(i).<String>getAs("file")).isEqualTo(paths.get(i));
                    double[] theirs = rows.get(i).<Vector>getAs("probability").toArray();
                    for (int k = 0; k < theirs.length; k++) {
                        assertThat((float) theirs[k]).isEqualTo(expected.get(i)[k]);
                    }
                }
            }
        }
        Arrays.sort(shares);
        System.out.printf(
                Locale.ROOT,
                "efficiency of %s, the median of %d pairs: %.3f (%.3f to %.3f)%n",
                what,
                PAIRS,
                shares[PAIRS / 2],
                shares[0],
                shares[PAIRS - 1]);
    }
}
