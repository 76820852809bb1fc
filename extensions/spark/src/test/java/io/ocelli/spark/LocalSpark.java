package io.ocelli.spark;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.apache.spark.sql.SparkSession;

/** Spark on one machine, and pictures that are drawn. */
final class LocalSpark {
    private LocalSpark() {}

    /** Two threads of this JVM. */
    static SparkSession session(Path folder) {
        return builder("local[2]", folder)
                .config("spark.sql.shuffle.partitions", 2)
                .getOrCreate();
    }

    /** Two executors, each a JVM of its own: started by Spark's workers from a home of Spark's, with the jars of this test. */
    static SparkSession cluster(Path folder) throws IOException {
        Path home = folder.resolve("home");
        Files.createDirectories(home.resolve("jars"));
        Files.createDirectories(home.resolve("launcher/target/scala-2.13"));
        System.setProperty("spark.testing", "true");
        System.setProperty("spark.test.home", home.toString());
        return builder("local-cluster[2,1,2048]", folder)
                .config("spark.testing.reservedMemory", 300L << 20)
                .config("spark.executor.memory", "1536m")
                .config("spark.executor.extraClassPath", System.getProperty("java.class.path"))
                .getOrCreate();
    }

    /** Sessions after a cluster's are as they are outside tests. */
    static void clusterEnded() {
        System.clearProperty("spark.testing");
        System.clearProperty("spark.test.home");
    }

    private static SparkSession.Builder builder(String master, Path folder) {
        return SparkSession.builder()
                .master(master)
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString());
    }

    static BufferedImage drawn(int seed) {
        Random random = new Random(seed);
        BufferedImage picture = new BufferedImage(240 + 10 * seed, 230, BufferedImage.TYPE_INT_RGB);
        Graphics2D pen = picture.createGraphics();
        for (int i = 0; i < 60; i++) {
            pen.setColor(new Color(random.nextInt(1 << 24)));
            pen.fillOval(random.nextInt(240), random.nextInt(230), 10 + random.nextInt(90), 10 + random.nextInt(90));
        }
        pen.dispose();
        return picture;
    }

    /** Gray of 16 bits, from 1000 to 1003: in 8 bits one and the same. */
    static BufferedImage sixteenBits(int seed) {
        Random random = new Random(seed);
        BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_USHORT_GRAY);
        for (int i = 0; i < 32 * 32; i++) {
            picture.getRaster().setSample(i % 32, i / 32, 0, 1000 + random.nextInt(4));
        }
        return picture;
    }
}
