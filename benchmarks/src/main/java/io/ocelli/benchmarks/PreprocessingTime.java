package io.ocelli.benchmarks;

import io.ocelli.data.Batch;
import io.ocelli.data.BatchLoader;
import io.ocelli.data.Batches;
import io.ocelli.data.DataSet;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transforms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * From JPEG files to batches of 16 normalised tensors, without a network: ours on two threads, exact and by each reducing gap,
 * against Pillow and torchvision in two loader processes, where the environment's {@code PYTHON} has them; a gap of 1 also against
 * Pillow's {@code draft}, which reduces as it does. Ours ends where the network's own program takes over, at bytes, and is
 * normalised here as that does it, so that both sides do the same. Arguments: the folder of the script, a folder of JPEG files, the
 * number of pairs (10).
 */
final class PreprocessingTime {
    private static final int BATCH = 16;
    private static final int THREADS = 2;
    private static final int TIMES = 4;
    private static final int RESIZE = 256;
    private static final int CROP = 224;
    private static final double[] GAPS = {0, 1, 0.7, 0.5};
    private static final List<Float> HALF = List.of(0.5f, 0.5f, 0.5f);
    /** Of each byte. */
    private static final float[] NORMALIZED = new float[256];

    static {
        for (int i = 0; i < NORMALIZED.length; i++) {
            NORMALIZED[i] = (i / 255f - 0.5f) / 0.5f;
        }
    }

    private PreprocessingTime() {}

    public static void main(String[] args) throws IOException {
        Path folder = Jpegs.folder(args);
        int pairs = args.length > 2 ? Integer.parseInt(args[2]) : 10;
        List<Path> all = Collections.nCopies(TIMES, Jpegs.of(folder)).stream()
                .flatMap(List::stream)
                .toList();
        DataSet pictures = Jpegs.pictures(all);
        System.out.printf(
                Locale.ROOT, "%d pictures, %s, ours first, %d interleaved pairs%n", all.size(), Jpegs.decoder(), pairs);
        try (Peer python = Peer.python(Path.of(args[0]).resolve("preprocessing.py"))) {
            if (python == null) {
                System.out.println("Pillow and torchvision are measured where PYTHON names a Python with them");
            }
            for (double gap : GAPS) {
                Preprocessing preprocessing =
                        new Preprocessing(RESIZE, CROP, CROP, Interpolation.BICUBIC, HALF, HALF).withReducingGap(gap);
                BatchLoader loader = BatchLoader.of(pictures)
                        .batchSize(BATCH)
                        .threads(THREADS)
                        .transform(Transforms.evaluation(preprocessing));
                String what = Jpegs.decoded(gap);
                if (python == null) {
                    Pairs alone = Pairs.measure(pairs, () -> load(loader), () -> load(loader));
                    System.out.printf(Locale.ROOT, "%-20s %8.3f ms a picture%n", what, alone.first() / all.size());
                    continue;
                }
                for (String way : gap == 1 ? List.of("exact", "draft") : List.of("exact")) {
                    String question = way + "\t" + folder + "\t" + TIMES;
                    Pairs result = Pairs.measure(
                            pairs, Pairs.stopwatch(() -> load(loader)), () -> python.milliseconds(question));
                    System.out.println(result.row(what + ", " + way + " by " + python.name()));
                }
            }
        }
    }

    private static void load(BatchLoader loader) {
        @Nullable FloatBuffer tensor = null;
        try (Batches batches = loader.epoch(0)) {
            for (Batch batch : batches) {
                ByteBuffer bytes = batch.pixels().bytes();
                if (tensor == null) {
                    tensor = ByteBuffer.allocateDirect(BATCH * CROP * CROP * 3 * Float.BYTES)
                            .order(ByteOrder.nativeOrder())
                            .asFloatBuffer();
                }
                normalize(bytes, batch.pixels().shape().at(0), tensor);
            }
        }
    }

    /** Interleaved bytes to planes of numbers from -1 to 1. */
    private static void normalize(ByteBuffer bytes, int pictures, FloatBuffer tensor) {
        int area = CROP * CROP;
        byte[] picture = new byte[area * 3];
        float[] plane = new float[area];
        for (int p = 0; p < pictures; p++) {
            bytes.get(p * picture.length, picture);
            for (int c = 0; c < 3; c++) {
                for (int i = 0; i < area; i++) {
                    plane[i] = NORMALIZED[picture[i * 3 + c] & 255];
                }
                tensor.put((p * 3 + c) * area, plane);
            }
        }
    }
}
