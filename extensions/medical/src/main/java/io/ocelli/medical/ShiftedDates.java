package io.ocelli.medical;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Dates and moments (PS3.5, 6.2: DA, DT) that go back by days; times of the day stay. */
final class ShiftedDates {
    private static final int DAY = 8;

    private ShiftedDates() {}

    /** The values, shifted; null where one is not to the day, so that it cannot be. */
    static @Nullable String back(String values, int days) {
        List<String> shifted = new ArrayList<>();
        for (String value : Splitter.on('\\').split(values)) {
            if (value.length() < DAY) {
                return null;
            }
            try {
                LocalDate date = LocalDate.parse(value.substring(0, DAY), DateTimeFormatter.BASIC_ISO_DATE);
                shifted.add(date.minusDays(days).format(DateTimeFormatter.BASIC_ISO_DATE) + value.substring(DAY));
            } catch (DateTimeException e) {
                return null;
            }
        }
        return Joiner.on('\\').join(shifted);
    }
}
