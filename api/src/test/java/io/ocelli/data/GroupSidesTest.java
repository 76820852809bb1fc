package io.ocelli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.image.Image;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** Pictures of one patient are on one side. */
class GroupSidesTest {
    private static final Image PICTURE = Image.black(1, 1, 1);

    /** Two classes in turn. */
    private static DataSet pictures(int count, IntFunction<String> group) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            samples.add(new Sample("picture " + i, ImageSource.of(PICTURE), i % 2)
                    .with(Sample.GROUP, Datum.text(group.apply(i))));
        }
        return DataSet.of(List.of("healthy", "ill"), samples);
    }

    private static Set<String> groups(DataSet pictures) {
        Set<String> groups = new HashSet<>();
        for (int i = 0; i < pictures.size(); i++) {
            groups.add(pictures.sample(i).group());
        }
        return groups;
    }

    @Test
    void aSplitKeepsGroupsTogetherAndAboutTheFractionOfEachClass() {
        for (long seed = 0; seed < 20; seed++) {
            Split split = pictures(400, i -> "patient " + i * i % 83).split(0.8, seed);
            assertThat(groups(split.training())).doesNotContainAnyElementsOf(groups(split.validation()));
            assertThat(split.training().size() + split.validation().size()).isEqualTo(400);
            assertThat(split.training().counts()[0]).isBetween(150, 170);
            assertThat(split.training().counts()[1]).isBetween(150, 170);
        }
    }

    @Test
    void theSeedDecidesAndTheSameOneDecidesTheSame() {
        DataSet pictures = pictures(60, i -> "patient " + i / 3);
        assertThat(groups(pictures.split(0.5, 1).training()))
                .isEqualTo(groups(pictures.split(0.5, 1).training()))
                .isNotEqualTo(groups(pictures.split(0.5, 2).training()));
    }

    @Test
    void eachGroupIsValidatedWithOnceInFolds() {
        DataSet pictures = pictures(30, i -> "patient " + i / 5);
        List<String> validated = new ArrayList<>();
        for (Split split : pictures.kFold(3, 0)) {
            assertThat(groups(split.training())).doesNotContainAnyElementsOf(groups(split.validation()));
            validated.addAll(groups(split.validation()));
        }
        assertThat(validated).doesNotHaveDuplicates().hasSize(6);
    }

    @Test
    void noSideIsEmptyHoweverSmallItsShare() {
        Split split = pictures(9, i -> "patient " + i / 3).split(0.99, 5);
        assertThat(split.validation().size()).isEqualTo(3);
    }

    @Test
    void oneGroupIsNotDivided() {
        assertThatThrownBy(() -> pictures(4, i -> "a").split(0.5, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pictures of one group stay together, so 2 sides have 2 groups or more, received [a]");
    }

    @Test
    void aGroupIsAText() {
        assertThatThrownBy(() -> new Sample("a", ImageSource.of(PICTURE), 0).with(Sample.GROUP, Datum.label(3)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A sample's 'group' is a text, received Label[label=3]. Call what is not the patient or the"
                        + " like by another name.");
    }
}
