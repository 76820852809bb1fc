package io.ocelli.saving;

import com.google.common.collect.ImmutableList;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Lists of class names that published weights speak of, one a line in {@code META-INF/ocelli/labels/NAME.txt}. */
public final class ClassNames {
    private ClassNames() {}

    /** The list of this name; numbers where it is not on the class path or has another length. */
    public static List<String> named(String name, int classes) {
        InputStream stream =
                ClassNames.class.getClassLoader().getResourceAsStream("META-INF/ocelli/labels/" + name + ".txt");
        if (stream == null) {
            return numbered(classes);
        }
        ImmutableList.Builder<String> labels = ImmutableList.builder();
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                labels.add(line);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        List<String> read = labels.build();
        return read.size() == classes ? read : numbered(classes);
    }

    /** "0", "1", ... */
    public static List<String> numbered(int classes) {
        ImmutableList.Builder<String> labels = ImmutableList.builder();
        for (int i = 0; i < classes; i++) {
            labels.add(Integer.toString(i));
        }
        return labels.build();
    }
}
