package io.ocelli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.image.Image;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DataSetTest {
    private static final Image GRAY = Image.black(2, 2, 1);

    @Test
    void picturesInMemoryHaveSortedClasses() {
        DataSet pets = DataSet.of(List.of(GRAY, GRAY, GRAY), "dog", "cat", "dog");
        assertThat(pets.classes()).containsExactly("cat", "dog");
        assertThat(pets.labels()).containsExactly(1, 0, 1);
        assertThat(pets.sample(0).source().read()).isSameAs(GRAY);
    }

    @Test
    void aLabelForEachPicture() {
        assertThatThrownBy(() -> DataSet.of(List.of(GRAY, GRAY), "dog"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A data set has one label for each image, received 2 images and 1 labels");
    }

    @Test
    void labelsAreOfClasses() {
        assertThatThrownBy(() -> DataSet.of(List.of("cat"), List.of(new Sample("x.jpg", () -> GRAY, 1))))
                .hasMessage("A label is the index of one of the 1 classes, received 1 for x.jpg");
        assertThatThrownBy(() -> DataSet.of(List.of("cat", "cat"), List.of()))
                .hasMessage("The classes of a data set have different names, received 'cat' twice");
        assertThatThrownBy(() -> new Sample("x.jpg", () -> GRAY, -2))
                .hasMessage("A label is the index of a class, or -1 for none, received -2");
    }

    @Test
    void aSubsetKeepsTheClasses() {
        DataSet subset = counts(2, 3).subset(4, 0);
        assertThat(subset.classes()).hasSize(2);
        assertThat(subset.labels()).containsExactly(1, 0);
    }

    @Test
    void aSplitLosesAndRepeatsNothing() {
        Split split = counts(10, 7, 1, 2).split(0.8, 7);
        List<String> names = names(split.training());
        names.addAll(names(split.validation()));
        assertThat(names).hasSize(20).doesNotHaveDuplicates();
    }

    @Test
    void aSplitHasTheFractionOfEachClass() {
        Split split = counts(100, 50, 10).split(0.8, 7);
        assertThat(split.training().counts()).containsExactly(80, 40, 8);
        assertThat(split.validation().counts()).containsExactly(20, 10, 2);
    }

    @Test
    void aSplitHasTheFractionOfTheWhole() {
        int[] threes = new int[100];
        Arrays.fill(threes, 3);
        assertThat(counts(threes).split(0.5, 7).training().size()).isEqualTo(150);
    }

    @ParameterizedTest
    @ValueSource(doubles = {1e-9, 0.01, 0.5, 0.99, 1 - 1e-9})
    void ofTwoPicturesOneIsOnEachSide(double fraction) {
        Split split = counts(2, 3, 1, 500).split(fraction, 7);
        assertThat(split.training().counts()).doesNotContain(0);
        assertThat(split.validation().counts()[0]).isEqualTo(1);
        assertThat(split.validation().counts()[1]).isBetween(1, 2);
        assertThat(split.validation().counts()[2]).isZero();
    }

    @Test
    void aSeedGivesTheSameSplitForEver() {
        DataSet pictures = counts(4, 4);
        assertThat(names(pictures.split(0.5, 7).training()))
                .isEqualTo(names(pictures.split(0.5, 7).training()));
        assertThat(names(pictures.split(0.5, 7).training())).containsExactly("0/0", "0/3", "1/0", "1/3");
    }

    @Test
    void seedsGiveDifferentSplits() {
        Set<List<String>> splits = new HashSet<>();
        for (int seed = 0; seed < 20; seed++) {
            splits.add(names(counts(10, 10).split(0.5, seed).training()));
        }
        assertThat(splits).hasSizeGreaterThan(18);
    }

    @Test
    void aFractionIsBetweenZeroAndOne() {
        assertThatThrownBy(() -> counts(3).split(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The fraction of a split is between 0 and 1, both excluded, received 1.0");
    }

    @Test
    void classWeightsMakeClassesCountTheSame() {
        assertThat(counts(30, 10, 20).classWeights()).containsExactly(60 / 90.0, 60 / 30.0, 60 / 60.0);
        assertThat(counts(5, 5).classWeights()).containsExactly(1, 1);
        assertThatThrownBy(() -> counts(5, 0, 1).classWeights())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Class weights are for classes with pictures, and of the 3 classes these have none:"
                        + " ['class 1']. Give them pictures, or weights of your own.");
    }

    @Test
    void foldsValidateEachPictureOnceAndHaveTheFractionOfEachClass() {
        List<Split> folds = counts(50, 24, 3).kFold(5, 7);
        List<String> validated = new ArrayList<>();
        assertThat(folds).hasSize(5);
        for (Split fold : folds) {
            validated.addAll(names(fold.validation()));
            assertThat(names(fold.training()))
                    .hasSize(77 - fold.validation().size())
                    .doesNotContainAnyElementsOf(names(fold.validation()));
            assertThat(fold.validation().size()).isBetween(15, 16);
            assertThat(fold.validation().counts()[0]).isEqualTo(10);
            assertThat(fold.validation().counts()[1]).isBetween(4, 5);
            assertThat(fold.validation().counts()[2]).isBetween(0, 1);
        }
        assertThat(validated).hasSize(77).doesNotHaveDuplicates();
    }

    @Test
    void aSeedGivesTheSameFoldsForEver() {
        assertThat(names(counts(9, 9).kFold(3, 1).get(0).validation()))
                .isEqualTo(names(counts(9, 9).kFold(3, 1).get(0).validation()))
                .isNotEqualTo(names(counts(9, 9).kFold(3, 2).get(0).validation()));
    }

    @Test
    void thereIsAPictureForEachFold() {
        assertThatThrownBy(() -> counts(3).kFold(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There are 2 folds or more and a picture for each, received 1 folds of 3 pictures");
        assertThatThrownBy(() -> counts(3).kFold(4, 0))
                .hasMessage("There are 2 folds or more and a picture for each, received 4 folds of 3 pictures");
    }

    @Test
    void classesAreMatchedByName() {
        DataSet pets = DataSet.of(List.of(GRAY, GRAY), "cat", "dog");
        DataSet relabelled = pets.relabel(List.of("hen", "dog", "cat"));
        assertThat(relabelled.classes()).containsExactly("hen", "dog", "cat");
        assertThat(relabelled.labels()).containsExactly(2, 1);
        assertThat(relabelled.subset(1).labels()).containsExactly(1);
    }

    @Test
    void anUnknownClassIsAnErrorThatListsBoth() {
        DataSet pets = DataSet.of(List.of(GRAY, GRAY), "cat", "dog");
        assertThatThrownBy(() -> pets.relabel(List.of("ants", "cat")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Classes are matched by name, and the data set's ['dog'] are not among the 2 classes"
                        + " ['ants', 'cat']. The data set has ['cat', 'dog']: rename its classes, or leave those"
                        + " out.");
    }

    @Test
    void aNameThatStandsTwiceIsMatchedOnlyWhereItIsNotUsed() {
        List<String> classes = List.of("crane", "cat", "crane");
        assertThat(DataSet.of(List.of(GRAY), "cat").relabel(classes).labels()).containsExactly(1);
        assertThatThrownBy(() -> DataSet.of(List.of(GRAY), "crane").relabel(classes))
                .hasMessage("Classes are matched by name, and the name 'crane' stands for two of the 3: 0 and 2."
                        + " Rename one.");
    }

    @Test
    void picturesWithoutAClassStayWithout() {
        DataSet unknown = DataSet.of(List.of(), List.of(new Sample("x", () -> GRAY, -1)));
        assertThat(unknown.relabel(List.of("cat")).labels()).containsExactly(-1);
    }

    private static DataSet counts(int... counts) {
        List<String> classes = new ArrayList<>();
        List<Sample> samples = new ArrayList<>();
        for (int k = 0; k < counts.length; k++) {
            classes.add("class " + k);
            for (int i = 0; i < counts[k]; i++) {
                samples.add(new Sample(k + "/" + i, () -> GRAY, k));
            }
        }
        return DataSet.of(Collections.unmodifiableList(classes), samples);
    }

    private static List<String> names(DataSet pictures) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            names.add(pictures.sample(i).name());
        }
        return names;
    }
}
