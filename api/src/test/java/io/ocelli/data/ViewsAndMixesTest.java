package io.ocelli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ViewsAndMixesTest {
    /** One level for the whole picture. */
    private record Level(int level) implements Transform {
        @Override
        public Image apply(Image image) {
            Image result = Image.black(image.height(), image.width(), image.channels());
            Arrays.fill(result.samples(), (byte) level);
            return result;
        }

        @Override
        public Transform draw(Size size, Randomness randomness) {
            return new Level(randomness.nextInt(256));
        }
    }

    /** Each picture is the sum of itself and a partner, and has half of each class. */
    private static final Mix HALVES = (batch, randomness) -> {
        int[] partners = randomness.permutation(batch.size());
        return batch.with("pixels", mixed(batch.pixels(), partners, 1))
                .with("shares", mixed(batch.distribution(), partners, 0.5f));
    };

    @Test
    void aViewIsTheSamePictureDrawnForItself() {
        AtomicInteger reads = new AtomicInteger();
        BatchLoader loader = BatchLoader.of(numbered(20, reads))
                .batchSize(20)
                .transform(new Level(0))
                .view("second", new Level(0))
                .view("plain", image -> image);
        try (Batches batches = loader.epoch(0)) {
            Batch batch = batches.next();
            assertThat(batch.names()).containsExactly("pixels", "second", "plain", "class");
            assertThat(batch.tensor("second").shape()).isEqualTo(batch.pixels().shape());
            assertThat(levels(batch.tensor("second"))).isNotEqualTo(levels(batch.pixels()));
            assertThat(levels(batch.tensor("plain"))).startsWith(0, 1, 2).endsWith(19);
            assertThat(reads.get()).isEqualTo(20);
        }
    }

    @Test
    void aViewLeavesTheFirstPictureAsItWas() {
        BatchLoader loader = BatchLoader.of(numbered(7)).transform(new Level(0));
        assertThat(read(loader.view("second", new Level(0)), 0, "pixels")).isEqualTo(read(loader, 0, "pixels"));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 7})
    void anyNumberOfThreadsGivesTheSame(int threads) {
        BatchLoader loader = BatchLoader.of(numbered(40))
                .batchSize(7)
                .shuffle(true)
                .transform(new Level(0))
                .view("second", new Level(0))
                .mix(HALVES);
        for (String name : List.of("pixels", "second", "shares")) {
            assertThat(read(loader.threads(threads).ahead(threads), 0, name))
                    .isEqualTo(read(loader.threads(1).ahead(1), 0, name));
        }
    }

    @Test
    void aMixReadsTheBatchAndAddsDistributions() {
        BatchLoader loader = BatchLoader.of(numbered(6)).batchSize(3).mix(HALVES);
        try (Batches batches = loader.epoch(0)) {
            batches.next();
            Batch batch = batches.next();
            assertThat(batch.labels()).containsExactly(3, 4, 5);
            assertThat(batch.tensor("class").toLongs()).containsExactly(3, 4, 5);
            assertThat(levels(batch.pixels()).stream().mapToInt(i -> i).sum()).isEqualTo(24);
            assertThat(batch.tensor("shares").shape()).isEqualTo(Shape.of(3, 6));
            float[] shares = batch.tensor("shares").toFloats();
            for (int i = 0; i < 3; i++) {
                float expected = 0;
                for (int k = 0; k < 6; k++) {
                    expected += k * shares[i * 6 + k];
                }
                assertThat(expected * 2).isEqualTo(levels(batch.pixels()).get(i).floatValue());
            }
        }
    }

    @Test
    void mixesDifferFromBatchToBatchAndFromEpochToEpoch() {
        List<Long> drawn = new ArrayList<>();
        BatchLoader loader = BatchLoader.of(numbered(6)).batchSize(2).mix((batch, randomness) -> {
            drawn.add(randomness.nextLong());
            return batch;
        });
        read(loader, 0, "pixels");
        read(loader, 1, "pixels");
        assertThat(drawn).hasSize(6).doesNotHaveDuplicates();
    }

    @Test
    void anEpochThatStartsAtABatchGoesOnAsFromTheBeginning() {
        AtomicInteger reads = new AtomicInteger();
        BatchLoader loader = BatchLoader.of(numbered(11, reads))
                .batchSize(3)
                .shuffle(true)
                .transform(new Level(0))
                .mix(HALVES);
        List<String> whole = read(loader, 4, "pixels");
        for (int first = 0; first <= 5; first++) {
            reads.set(0);
            List<String> rest = new ArrayList<>();
            try (Batches batches = loader.epoch(4, first)) {
                batches.forEach(batch -> rest.add(Arrays.toString(batch.pixels().toFloats())));
            }
            assertThat(rest).isEqualTo(whole.subList(Math.min(first, 4), 4));
            assertThat(reads.get()).isEqualTo(Math.max(0, 11 - 3 * first));
        }
        assertThatThrownBy(() -> loader.epoch(0, -1)).hasMessage("An epoch's first batch is 0 or more, received -1");
    }

    @Test
    void namesAndExtentsAreChecked() {
        BatchLoader loader = BatchLoader.of(numbered(2).with("row", new float[] {1}, new float[] {2}));
        assertThatThrownBy(() -> loader.view("row", new Level(0)))
                .hasMessage("A view has a name of its own, received 'row', which the samples carry");
        try (Batches batches = loader.epoch(0)) {
            Batch batch = batches.next();
            assertThatThrownBy(() -> batch.with("shares", Tensor.of(Shape.of(1), 1f)))
                    .hasMessage("The first extent of a batch's tensors is the number of its pictures, 2, received"
                            + " FLOAT32[1] as 'shares'");
        }
    }

    private static Tensor mixed(Tensor tensor, int[] partners, float factor) {
        float[] from = tensor.toFloats();
        int length = from.length / partners.length;
        float[] to = new float[from.length];
        for (int i = 0; i < from.length; i++) {
            to[i] = factor * (from[i] + from[partners[i / length] * length + i % length]);
        }
        if (tensor.type() == DType.FLOAT32) {
            return Tensor.of(tensor.shape(), to);
        }
        ByteBuffer bytes = ByteBuffer.allocate(to.length);
        for (float value : to) {
            bytes.put((byte) value);
        }
        return Tensor.of(DType.UINT8, tensor.shape(), bytes.flip());
    }

    private static DataSet numbered(int count) {
        return numbered(count, new AtomicInteger());
    }

    private static DataSet numbered(int count, AtomicInteger reads) {
        List<String> classes = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Image image = new Level(i).apply(Image.black(1, 2, 3));
            classes.add("class " + i);
            ImageSource source = () -> {
                reads.incrementAndGet();
                return image;
            };
            samples.add(new Sample("picture " + i, source, i));
        }
        return DataSet.of(classes, samples);
    }

    private static List<String> read(BatchLoader loader, int epoch, String name) {
        List<String> read = new ArrayList<>();
        try (Batches batches = loader.epoch(epoch)) {
            batches.forEach(batch -> read.add(Arrays.toString(batch.tensor(name).toFloats())));
        }
        return read;
    }

    /** The first sample of each picture. */
    private static List<Integer> levels(Tensor pixels) {
        List<Integer> levels = new ArrayList<>();
        float[] samples = pixels.toFloats();
        int length = samples.length / pixels.shape().at(0);
        for (int i = 0; i < samples.length; i += length) {
            levels.add((int) samples[i]);
        }
        return levels;
    }
}
