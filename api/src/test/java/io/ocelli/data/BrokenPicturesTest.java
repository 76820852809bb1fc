package io.ocelli.data;

import static io.ocelli.data.Numbered.numbered;
import static io.ocelli.data.Numbered.picture;
import static io.ocelli.data.Numbered.rendered;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import io.ocelli.image.Transform;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of pictures that cannot be loaded. */
@Timeout(60)
class BrokenPicturesTest {
    @AfterEach
    void noThreadIsLeft() {
        Numbered.assertNoThreadIsLeft();
    }

    @Test
    void aBrokenPictureIsAnErrorAtItsBatch() {
        DataSet pictures = rendered(6, i -> {
            if (i == 3) {
                throw new ImageException("the JPEG ends early");
            }
            return picture(i);
        });
        try (Batches batches = BatchLoader.of(pictures).batchSize(2).threads(3).epoch(0)) {
            assertThat(batches.next().indexes()).containsExactly(0, 1);
            assertThatThrownBy(batches::next)
                    .isInstanceOf(ImageException.class)
                    .hasMessage("picture 3.jpg: the JPEG ends early. Remove or replace the picture, or choose"
                            + " OnBroken.SKIP, which leaves it out.");
            assertThat(batches.hasNext()).isFalse();
        }
    }

    @Test
    void brokenPicturesAreSkippedAndTheBatchesFilled() {
        DataSet pictures = rendered(7, i -> {
            if (i % 3 == 0) {
                throw new ImageException("broken");
            }
            return picture(i);
        });
        BatchLoader loader = BatchLoader.of(pictures).batchSize(2).onBroken(OnBroken.SKIP);
        try (Batches batches = loader.epoch(0)) {
            List<Integer> indexes = new ArrayList<>();
            for (Batch batch : batches) {
                assertThat(batch.size()).isEqualTo(2);
                for (int index : batch.indexes()) {
                    indexes.add(index);
                }
            }
            assertThat(indexes).containsExactly(1, 2, 4, 5);
            assertThat(batches.skipped())
                    .containsExactly(
                            new SkippedPicture(0, "picture 0.jpg", "broken"),
                            new SkippedPicture(3, "picture 3.jpg", "broken"),
                            new SkippedPicture(6, "picture 6.jpg", "broken"));
        }
    }

    @Test
    void wrongCodeIsNotSkipped() {
        DataSet pictures = numbered(2);
        Transform wrong = image -> {
            throw new IllegalArgumentException("A crop lies inside the picture");
        };
        try (Batches batches = BatchLoader.of(pictures)
                .transform(wrong)
                .onBroken(OnBroken.SKIP)
                .epoch(0)) {
            assertThatThrownBy(batches::next)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("picture 0.jpg: A crop lies inside the picture");
        }
    }

    @Test
    void anErrorOfTheMachineComesThrough() {
        DataSet pictures = rendered(2, i -> {
            throw new InternalError("a broken machine");
        });
        try (Batches batches = BatchLoader.of(pictures).onBroken(OnBroken.SKIP).epoch(0)) {
            assertThatThrownBy(batches::next).isInstanceOf(InternalError.class);
        }
    }

    @Test
    void aPictureThatDoesNotFitIntoTheMemoryIsBrokenAndTheOthersGoOn() {
        DataSet pictures = rendered(3, i -> {
            if (i == 1) {
                throw new OutOfMemoryError("Java heap space");
            }
            return picture(i);
        });
        try (Batches batches = BatchLoader.of(pictures).onBroken(OnBroken.SKIP).epoch(0)) {
            assertThat(batches.next().indexes()).containsExactly(0, 2);
            assertThat(batches.skipped())
                    .containsExactly(new SkippedPicture(
                            1, "picture 1.jpg", "it does not fit into the memory (Java heap space): raise -Xmx"));
        }
    }

    @Test
    void picturesOfABatchAreOfOneSize() {
        DataSet pictures = rendered(2, i -> Image.black(2, 2 + i, 3));
        try (Batches batches = BatchLoader.of(pictures).epoch(0)) {
            assertThatThrownBy(batches::next)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("The pictures of a batch are of one size after the transform, received Image 2 x 2 x 3"
                            + " from picture 0.jpg and Image 2 x 3 x 3 from picture 1.jpg. End the transform with a"
                            + " resize or crop to a fixed size.");
        }
    }
}
