package io.ocelli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.ImageException;
import io.ocelli.image.Box;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import io.ocelli.image.Size;
import io.ocelli.image.Transform;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What samples carry beside their picture, and what a batch makes of it. */
class CompanyTest {
    private static final Image PICTURE = Image.black(2, 3, 3);
    private static final DataSet PETS = DataSet.of(List.of(PICTURE, PICTURE, PICTURE), "cat", "dog", "cat");

    @Test
    void aClassIsOneOfTheValues() {
        assertThat(PETS.sample(1).values()).isEqualTo(Map.of("class", Datum.label(1)));
        assertThat(PETS.sample(1).withLabel(-1).values()).isEmpty();
        assertThat(PETS.carries()).isEqualTo(Map.of("class", Datum.Kind.LABEL));
    }

    @Test
    void theClassIsATensorWithUnknownAndPaddedOnesAtMinusOne() {
        DataSet pictures = DataSet.of(
                PETS.classes(), List.of(PETS.sample(1), PETS.sample(0).withLabel(-1)));
        Batch batch = batch(BatchLoader.of(pictures).batchSize(3).lastBatch(LastBatch.PAD));
        assertThat(batch.tensor("class").toLongs()).containsExactly(1, -1, -1);
        assertThat(batch.labels()).containsExactly(1, -1);
        assertThat(batch.classes()).isEqualTo(2);
    }

    @Test
    void masksAreClassesOfPixels() {
        Batch batch = batch(BatchLoader.of(PETS.with("mask", i -> Datum.mask(mask(i + 253))))
                .batchSize(4)
                .lastBatch(LastBatch.PAD));
        assertThat(batch.tensor("mask").type()).isEqualTo(DType.INT64);
        assertThat(batch.tensor("mask").shape()).isEqualTo(Shape.of(4, 2, 3));
        assertThat(batch.tensor("mask").toLongs())
                .startsWith(253, 0, 0, 0, 0, 0, 254)
                .endsWith(-1, -1, -1, -1, -1, -1);
    }

    @Test
    void pixelsOfAPictureWithoutAMaskAreNotKnown() {
        Sample without = PETS.sample(0);
        Sample with = PETS.sample(1).with("mask", Datum.mask(mask(7)));
        DataSet pictures = DataSet.of(PETS.classes(), List.of(without, with, without));
        assertThat(pictures.carries()).containsEntry("mask", Datum.Kind.MASK);
        assertThat(batch(BatchLoader.of(pictures).batchSize(2)).tensor("mask").toLongs())
                .containsExactly(-1, -1, -1, -1, -1, -1, 7, 0, 0, 0, 0, 0);
        assertThat(batch(BatchLoader.of(pictures).batchSize(1)).tensor("mask").toLongs())
                .containsOnly(-1);
    }

    @Test
    void rowsDistributionsAndSeveralClassesAreFloats() {
        DataSet pictures = PETS.with("row", new float[] {1, 2}, new float[] {3, 4}, new float[] {5, 6})
                .with("soft", i -> Datum.distribution(0.25f, 0.75f))
                .with("things", i -> Datum.labels(3, i, 2));
        Batch batch = batch(BatchLoader.of(pictures));
        assertThat(batch.tensor("row").shape()).isEqualTo(Shape.of(3, 2));
        assertThat(batch.tensor("row").toFloats()).containsExactly(1, 2, 3, 4, 5, 6);
        assertThat(batch.tensor("soft").toFloats()).containsExactly(0.25f, 0.75f, 0.25f, 0.75f, 0.25f, 0.75f);
        assertThat(batch.tensor("things").toFloats()).containsExactly(1, 0, 1, 0, 1, 1, 0, 0, 1);
    }

    @Test
    void boxesOfAnyNumberArePadded() {
        Box small = new Box(0, 0, 1, 2, 7);
        Box large = new Box(0, 0, 3, 2, 8);
        Datum[] boxes = {Datum.boxes(small), Datum.boxes(), Datum.boxes(large, small)};
        Batch batch = batch(BatchLoader.of(PETS.with("boxes", i -> boxes[i])));
        assertThat(batch.tensor("boxes").shape()).isEqualTo(Shape.of(3, 2, 4));
        assertThat(batch.tensor("boxes").toFloats())
                .containsExactly(0, 0, 1, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 2, 0, 0, 1, 2);
        assertThat(batch.tensor("boxes.labels").shape()).isEqualTo(Shape.of(3, 2));
        assertThat(batch.tensor("boxes.labels").toLongs()).containsExactly(7, -1, -1, -1, 8, 7);
    }

    @Test
    void textsAndSecondPicturesComeAlong() {
        DataSet pictures = PETS.with("caption", i -> Datum.text("picture " + i))
                .with("other eye", i -> Datum.picture(mask(i + 1)));
        Batch batch = batch(BatchLoader.of(pictures));
        assertThat(batch.texts("caption")).containsExactly("picture 0", "picture 1", "picture 2");
        assertThat(batch.tensor("other eye").shape()).isEqualTo(Shape.of(3, 2, 3, 3));
        assertThat(batch.tensor("other eye").toFloats()).startsWith(1, 1, 1, 0);
        assertThatThrownBy(() -> batch.tensor("caption"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("This batch has the tensors [pixels, other eye, class], received 'caption', which is text:"
                        + " read texts(\"caption\")");
    }

    @Test
    void companyStaysThroughSubsetSplitAndRelabel() {
        DataSet pictures = PETS.with("row", new float[] {1}, new float[] {2}, new float[] {3});
        assertThat(rows(pictures.subset(2, 0))).containsExactly(3f, 1f);
        assertThat(rows(pictures.relabel(List.of("dog", "cat")))).containsExactly(1f, 2f, 3f);
        assertThat(rows(pictures.relabel(List.of("dog", "cat")).subset(1))).containsExactly(2f);
        Split split = pictures.split(0.5, 1);
        List<Float> both = rows(split.training());
        both.addAll(rows(split.validation()));
        assertThat(both).containsExactlyInAnyOrder(1f, 2f, 3f);
    }

    @Test
    void aRelabelledSetTakesCompanyAndKeepsItsClasses() {
        DataSet pictures = PETS.relabel(List.of("dog", "cat", "dog ")).with("caption", i -> Datum.text("p" + i));
        assertThat(pictures.labels()).containsExactly(1, 0, 1);
        assertThat(pictures.carries()).isEqualTo(Map.of("class", Datum.Kind.LABEL, "caption", Datum.Kind.TEXT));
    }

    @Test
    void allCarryTheSame() {
        assertThatThrownBy(() -> PETS.with("row", new float[] {1}, new float[] {2}))
                .hasMessage("A data set has one row for each picture, received 2 rows for 3 pictures");
        assertThatThrownBy(() -> PETS.with("row", new float[] {1}, new float[] {2}, new float[] {3, 4}))
                .hasMessage("What samples carry under one name is of one kind and length, and 'row' is a row of 1 for"
                        + " picture 0, a row of 2 for picture 2");
        Sample alone = PETS.sample(0).with("row", Datum.row(1));
        assertThatThrownBy(() -> DataSet.of(PETS.classes(), List.of(alone, PETS.sample(1))))
                .hasMessage("All samples of a data set carry the same, and picture 0 has a 'row', picture 1 has none."
                        + " Give it one, or leave it out by subset.");
    }

    @Test
    void aMaskFitsItsPicture() {
        DataSet pictures = PETS.with("mask", i -> Datum.mask(Image.black(2, 2, 1)));
        try (Batches batches = BatchLoader.of(pictures).epoch(0)) {
            assertThatThrownBy(batches::next)
                    .isInstanceOf(ImageException.class)
                    .hasMessageContaining("A mask has one channel and its picture's size, received Image 2 x 2 x 1 as"
                            + " 'mask' of Image 2 x 3 x 3");
        }
    }

    @Test
    void picturesOf16BitsAreFloatsOfTheirRawValues() {
        Image signed = Image.of(1, 2, 1, new short[] {-1000, 7}, Image.Depth.INT16);
        Batch batch = batch(BatchLoader.of(DataSet.of(List.of(signed, signed), "a", "a"))
                .channels(1)
                .batchSize(3)
                .lastBatch(LastBatch.PAD));
        assertThat(batch.pixels().type()).isEqualTo(DType.FLOAT32);
        assertThat(batch.pixels().shape()).isEqualTo(Shape.of(3, 1, 2, 1));
        assertThat(batch.pixels().toFloats()).containsExactly(-1000, 7, -1000, 7, 0, 0);
        Image unsigned = Image.of(1, 2, 1, new short[] {-1, 7}, Image.Depth.UINT16);
        Batch colour = batch(BatchLoader.of(DataSet.of(List.of(unsigned), "a")));
        assertThat(colour.pixels().toFloats()).containsExactly(65535, 65535, 65535, 7, 7, 7);
        try (Batches batches =
                BatchLoader.of(DataSet.of(List.of(unsigned, signed), "a", "a")).epoch(0)) {
            assertThatThrownBy(batches::next)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(
                            "received Image 1 x 2 x 3 of UINT16 from picture 0 and Image 1 x 2 x 3 of INT16");
        }
    }

    @Test
    void whatIsDrawnForThePictureIsDoneToItsCompany() {
        DataSet pictures = PETS.with("mask", i -> Datum.mask(mask(5)))
                .with("boxes", i -> Datum.boxes(new Box(0, 0, 1, 1, 0)))
                .with("eye", i -> Datum.picture(PICTURE));
        BatchLoader loader = BatchLoader.of(pictures).transform(new LeftColumns(0));
        Batch batch = batch(loader);
        assertThat(batch.pixels().shape()).isEqualTo(Shape.of(3, 2, 2, 3));
        assertThat(batch.tensor("mask").shape()).isEqualTo(Shape.of(3, 2, 2));
        assertThat(batch.tensor("eye").shape()).isEqualTo(Shape.of(3, 2, 2, 3));
        assertThat(batch.tensor("boxes").toFloats()).startsWith(2, 0, 3, 1);
    }

    @Test
    void aTransformThatLeavesTheMaskBehindIsNamed() {
        Transform wrong = new Transform() {
            @Override
            public Image apply(Image image) {
                return Image.black(1, 1, 3);
            }

            @Override
            public String toString() {
                return "Wrong";
            }
        };
        DataSet pictures = PETS.with("mask", i -> Datum.mask(mask(5)));
        try (Batches batches = BatchLoader.of(pictures).transform(wrong).epoch(0)) {
            assertThatThrownBy(batches::next)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage(
                            "picture 0: A transform that changes a picture's size does so to its mask, received Image"
                                    + " 1 x 1 x 3 and Image 2 x 3 x 1 from Wrong. Give the transform a mask method.");
        }
    }

    /** Keeps two columns once it is drawn. */
    private record LeftColumns(int kept) implements Transform {
        @Override
        public Transform draw(Size size, Randomness randomness) {
            return new LeftColumns(2);
        }

        @Override
        public Image apply(Image image) {
            return Image.black(image.height(), kept, image.channels());
        }

        @Override
        public Image mask(Image mask) {
            return Image.black(mask.height(), kept, 1);
        }

        @Override
        public List<Box> boxes(List<Box> boxes, Size size) {
            return List.of(new Box(kept, 0, kept + 1, 1, 0));
        }
    }

    @Test
    void namesAndValuesAreChecked() {
        Sample sample = PETS.sample(0);
        assertThatThrownBy(() -> sample.with("a.b", Datum.text("")))
                .hasMessage("A value's name has a letter, no dot, and is not 'pixels', as the picture itself is called;"
                        + " received 'a.b'");
        assertThatThrownBy(() -> sample.with("class", Datum.text("cat"))).hasMessageContaining("is a label");
        assertThatThrownBy(() -> Datum.distribution(0.5f, 0.6f))
                .hasMessage("The shares of a distribution are 0 or more and add up to 1, received [0.5, 0.6]");
        assertThatThrownBy(() -> Datum.labels(2, 2)).hasMessage("Labels are indexes of 2 classes, received [2]");
        assertThatThrownBy(() -> new Box(1, 0, 1, 2, 0))
                .hasMessage(
                        "A box has left < right and top < bottom, received left 1.0, top 0.0, right 1.0, bottom 2.0");
    }

    /** Its first pixel is of the class, the others of 0. */
    private static Image mask(int first) {
        return Image.of(2, 3, 1, new byte[] {(byte) first, 0, 0, 0, 0, 0});
    }

    private static List<Float> rows(DataSet pictures) {
        List<Float> rows = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            rows.addAll(((Datum.Row) pictures.sample(i).values().get("row")).values());
        }
        return rows;
    }

    private static Batch batch(BatchLoader loader) {
        try (Batches batches = loader.epoch(0)) {
            return batches.next();
        }
    }
}
