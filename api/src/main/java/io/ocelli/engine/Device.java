package io.ocelli.engine;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a program runs.
 *
 * @param kind {@code cpu}, {@code cuda}, {@code mps}, {@code tensorrt}
 * @param index which of several, from 0
 */
public record Device(String kind, int index) {
    private static final Pattern FORM = Pattern.compile("(cpu|cuda|mps|tensorrt)(?::([0-9]{1,3}))?");

    public static final Device CPU = new Device("cpu", 0);

    /**
     * A device by name: {@code cpu}, {@code cuda}, {@code cuda:1}.
     *
     * @throws IllegalArgumentException if the name is of another form
     */
    public static Device of(String name) {
        Matcher matcher = FORM.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "A device is cpu, cuda, cuda:1, mps or tensorrt, received '" + name + "'");
        }
        return new Device(matcher.group(1), matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)));
    }

    public boolean isCpu() {
        return kind.equals("cpu");
    }

    @Override
    public String toString() {
        return isCpu() ? kind : kind + ":" + index;
    }
}
