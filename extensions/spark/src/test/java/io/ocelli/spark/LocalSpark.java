package io.ocelli.spark;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.Random;
import org.apache.spark.sql.SparkSession;

/** Spark within the test's JVM, and pictures that are drawn. */
final class LocalSpark {
    private LocalSpark() {}

    static SparkSession session(Path folder) {
        return SparkSession.builder()
                .master("local[2]")
                .config("spark.ui.enabled", false)
                .config("spark.driver.bindAddress", "127.0.0.1")
                .config("spark.driver.host", "127.0.0.1")
                .config("spark.sql.shuffle.partitions", 2)
                .config("spark.sql.warehouse.dir", folder.resolve("warehouse").toString())
                .getOrCreate();
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
