package io.ocelli.learning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.common.primitives.Floats;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.Sample;
import io.ocelli.serving.Decorators;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ColumnsTest {
    private static final List<Map<String, Datum>> ROWS = List.of(
            Map.of("age", Datum.text("10"), "place", Datum.text("b"), "note", Datum.text("it was cold")),
            Map.of("age", Datum.text("30"), "place", Datum.text("a"), "note", Datum.text("it was warm")),
            Map.of("age", Datum.text("NA"), "place", Datum.text("a"), "note", Datum.text("who knows")),
            Map.of("age", Datum.text("20"), "place", Datum.text("b"), "note", Datum.text("")));

    private static DataSet rows() {
        List<Sample> samples = new ArrayList<>();
        ROWS.forEach(values -> samples.add(Sample.withoutPicture("row", values)));
        return DataSet.of(List.of(), samples);
    }

    private static float[] row(Map<String, Datum> encoded, String name) {
        return Floats.toArray(((Datum.Row) encoded.get(name)).values());
    }

    @Test
    void kindsAreWhatValuesLookLike() {
        Columns columns = Columns.fit(rows());
        assertThat(columns.columns())
                .extracting(Column::name, Column::kind)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("age", Column.Kind.NUMBER),
                        org.assertj.core.groups.Tuple.tuple("place", Column.Kind.CATEGORY),
                        org.assertj.core.groups.Tuple.tuple("note", Column.Kind.TEXT));
    }

    @Test
    void numbersAreStandardisedAndSayWhereTheyAreMissing() {
        Columns columns = Columns.fit(rows(), Set.of("age"), Map.of());
        float deviation = (float) Math.sqrt(200 / 3.0);
        assertThat(row(columns.encoded(ROWS.get(1)), Columns.ROW)).containsExactly(10 / deviation, 0);
        assertThat(row(columns.encoded(Map.of("age", Datum.row(30))), Columns.ROW))
                .as("as a number")
                .containsExactly(10 / deviation, 0);
        assertThat(row(columns.encoded(ROWS.get(2)), Columns.ROW))
                .as("a part of which nothing is known")
                .containsExactly(Float.NaN, Float.NaN);
        assertThatThrownBy(() -> columns.encoded(Map.of("age", Datum.text("old"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "The column 'age' holds finite numbers, received 'old'. Leave it empty where it is not known,"
                                + " or say that the column holds categories or text.");
    }

    @Test
    void categoriesHaveAPlaceForTheUnknownAndTheMissing() {
        Columns columns = Columns.fit(rows(), Set.of("age", "place"), Map.of("age", Column.Kind.CATEGORY));
        Map<String, Integer> widths = columns.widths();
        assertThat(widths).containsExactly(Map.entry(Columns.ROW, 5 + 4));
        Columns place = Columns.fit(rows(), Set.of("place"), Map.of());
        assertThat(row(place.encoded(ROWS.get(0)), Columns.ROW)).containsExactly(0, 1, 0, 0);
        assertThat(row(place.encoded(Map.of("place", Datum.text("c"))), Columns.ROW))
                .containsExactly(0, 0, 1, 0);
        Map<String, Datum> without = Map.of("age", Datum.text("10"));
        assertThat(row(columns.encoded(without), Columns.ROW))
                .containsExactly(
                        columns.columns().get(0).name().equals("age")
                                ? new float[] {1, 0, 0, 0, 0, 0, 0, 0, 1}
                                : new float[] {0, 0, 0, 1, 1, 0, 0, 0, 0});
    }

    @Test
    void textsAreHashedTheSameEverywhere() {
        float[] counts = HashedNgrams.of("It was, was it?", 64);
        double squares = 0;
        for (float count : counts) {
            squares += count * count;
        }
        assertThat(squares).isCloseTo(1, org.assertj.core.api.Assertions.within(1e-6));
        assertThat(HashedNgrams.of("IT was was   it", 64))
                .as("words alone count")
                .containsExactly(counts);
        assertThat(HashedNgrams.of("was it, it was", 64)).as("order counts").isNotEqualTo(counts);
        assertThat(HashedNgrams.of("...", 4)).containsOnly(0);
    }

    @Test
    void whatIsNoColumnStaysAndAPictureIsThereUnlessItIsSaidThatNoneIs() {
        Columns columns = Columns.fit(rows(), Set.of("place"), Map.of());
        Map<String, Datum> encoded = columns.encoded(Map.of("place", Datum.text("a"), "other", Datum.row(2, 3)));
        assertThat(encoded)
                .containsOnlyKeys("other", Columns.ROW, Sample.SHOWN)
                .containsEntry(Sample.SHOWN, Datum.row(1));
        DataSet of = columns.of(rows());
        assertThat(of.sample(0).values()).containsEntry(Sample.SHOWN, Datum.row(0));
        assertThat(of.carries()).containsOnlyKeys(of.sample(0).values().keySet().toArray(String[]::new));
    }

    @Test
    void areSavedAsTheyAre() {
        Columns columns = Columns.fit(rows());
        assertThat(Decorators.fromJson(Decorators.toJson(columns))).isEqualTo(columns);
    }
}
