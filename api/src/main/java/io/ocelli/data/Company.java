package io.ocelli.data;

import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the samples of a data set carry, and whether they carry the same. */
final class Company {
    private final Map<String, Datum> first = new LinkedHashMap<>();
    private final Map<String, String> owners = new LinkedHashMap<>();

    private Company() {}

    /**
     * The names and kinds of what samples carry; a class or a mask may be missing from some.
     *
     * @throws IllegalArgumentException if one lacks what another has, or has it of another kind or length
     */
    static Map<String, Datum.Kind> of(List<Sample> samples) {
        Company company = new Company();
        for (Sample sample : samples) {
            sample.values().forEach((name, value) -> company.add(sample, name, value));
        }
        for (Sample sample : samples) {
            for (Map.Entry<String, Datum> known : company.first.entrySet()) {
                String name = known.getKey();
                if (!mayMiss(name, known.getValue().kind()) && !sample.values().containsKey(name)) {
                    throw new IllegalArgumentException("All samples of a data set carry the same, and "
                            + company.owners.get(name) + " has a '" + name + "', " + sample.name()
                            + " has none. Give it one, or leave it out by subset.");
                }
            }
        }
        ImmutableMap.Builder<String, Datum.Kind> kinds = ImmutableMap.builder();
        company.first.forEach((name, value) -> kinds.put(name, value.kind()));
        return kinds.build();
    }

    /** Whether some samples may lack what others have: what is not known of them counts nothing. */
    private static boolean mayMiss(String name, Datum.Kind kind) {
        return name.equals(Sample.CLASS) || kind == Datum.Kind.MASK;
    }

    private void add(Sample sample, String name, Datum value) {
        @Nullable Datum known = first.putIfAbsent(name, value);
        if (known == null) {
            owners.put(name, sample.name());
        } else if (!text(known).equals(text(value))) {
            throw new IllegalArgumentException(
                    "What samples carry under one name is of one kind and length, and '" + name
                            + "' is a " + text(known) + " for " + owners.get(name) + ", a " + text(value) + " for "
                            + sample.name());
        }
    }

    private static String text(Datum value) {
        int length = length(value);
        return value.kind().toString().toLowerCase(Locale.ROOT) + (length < 0 ? "" : " of " + length);
    }

    private static int length(Datum value) {
        if (value instanceof Datum.Row) {
            return ((Datum.Row) value).values().size();
        }
        if (value instanceof Datum.Distribution) {
            return ((Datum.Distribution) value).shares().size();
        }
        return value instanceof Datum.Labels ? ((Datum.Labels) value).classes() : -1;
    }
}
