package io.ocelli.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.Classifier;
import io.ocelli.data.ImageSource;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.scheduler.SparkListener;
import org.apache.spark.scheduler.SparkListenerTaskEnd;
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
 * Two executors in JVMs of their own answer for the pictures of {@code -Docelli.pictures}, each twice, and for 50 broken ones;
 * one executor is killed in the middle.
 */
@Tag("proof")
class ClusterTest {
    private static final int BROKEN = 50;

    @TempDir
    Path folder;

    @AfterEach
    void endTheCluster() {
        LocalSpark.clusterEnded();
    }

    private static boolean isExecutor(ProcessHandle process) {
        return process.info().command().orElse("").endsWith("java");
    }

    @Test
    void anExecutorIsKilledAndEveryRowIsThatOfOneProcess() throws IOException {
        String place = System.getProperty("ocelli.pictures");
        String weights = System.getProperty("ocelli.weights");
        Assumptions.assumeTrue(
                place != null && weights != null,
                "-Docelli.pictures names a folder of pictures, -Docelli.weights a file of resnet20_cifar");
        List<String> paths = new ArrayList<>();
        try (Stream<Path> files = Files.walk(Path.of(place))) {
            files.filter(Files::isRegularFile).map(Path::toString).sorted().forEach(paths::add);
        }
        List<String> asked = new ArrayList<>(paths);
        asked.addAll(paths);
        for (int i = 0; i < BROKEN; i++) {
            Path broken = folder.resolve("broken" + i + ".jpg");
            Files.writeString(broken, "no picture");
            asked.add(i * (paths.size() / BROKEN), broken.toString());
        }
        Map<String, float[]> expected = new HashMap<>();
        try (Classifier one =
                Classifier.resnet20Cifar().weights(Path.of(weights)).open()) {
            one.save(folder.resolve("saved"));
            List<float[]> answers = one.classifyAll(paths.stream(), path -> ImageSource.of(Path.of(path)))
                    .map(answer -> answer.prediction().probabilities())
                    .toList();
            for (int i = 0; i < paths.size(); i++) {
                expected.put(paths.get(i), answers.get(i));
            }
        }
        AtomicInteger done = new AtomicInteger();
        AtomicBoolean killed = new AtomicBoolean();
        try (SparkSession spark = LocalSpark.cluster(folder)) {
            spark.sparkContext().addSparkListener(new SparkListener() {
                @Override
                public void onTaskEnd(SparkListenerTaskEnd end) {
                    if (done.incrementAndGet() == 16) {
                        ProcessHandle.current()
                                .descendants()
                                .filter(ClusterTest::isExecutor)
                                .findFirst()
                                .ifPresent(executor -> killed.set(executor.destroyForcibly()));
                    }
                }
            });
            Dataset<Row> files =
                    spark.createDataset(asked, Encoders.STRING()).toDF("file").repartition(40);
            List<Row> rows = PictureClassificationModel.of(folder.resolve("saved"))
                    .setInputCol("file")
                    .transform(files)
                    .collectAsList();
            assertThat(killed).isTrue();
            assertThat(rows).hasSize(asked.size());
            int errors = 0;
            Map<String, Integer> seen = new HashMap<>();
            for (Row row : rows) {
                String file = row.getAs("file");
                seen.merge(file, 1, Integer::sum);
                float[] probabilities = expected.get(file);
                if (probabilities == null) {
                    errors++;
                    assertThat(row.<String>getAs("error")).contains("broken");
                } else {
                    double[] theirs = row.<Vector>getAs("probability").toArray();
                    for (int k = 0; k < theirs.length; k++) {
                        assertThat((float) theirs[k]).isEqualTo(probabilities[k]);
                    }
                }
            }
            assertThat(errors).isEqualTo(BROKEN);
            assertThat(paths).allMatch(path -> seen.get(path) == 2);
        }
    }
}
