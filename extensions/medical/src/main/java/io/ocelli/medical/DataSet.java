package io.ocelli.medical;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/** The elements of a data set or an item, whose values are read when they are asked for. */
final class DataSet {
    private static final CharMatcher DECIMAL = CharMatcher.anyOf("0123456789+-.eE");

    private final Bytes bytes;
    private final SortedMap<Integer, Element> elements;
    private final boolean explicit;
    private final boolean big;

    DataSet(Bytes bytes, SortedMap<Integer, Element> elements, boolean explicit, boolean big) {
        this.bytes = bytes;
        this.elements = elements;
        this.explicit = explicit;
        this.big = big;
    }

    Bytes bytes() {
        return bytes;
    }

    /** In the order of their tags. */
    Collection<Element> elements() {
        return elements.values();
    }

    boolean isBig() {
        return big;
    }

    @Nullable
    Element element(int tag) {
        return elements.get(tag);
    }

    @Nullable
    Element element(String keyword) {
        return elements.get(Dictionary.tag(keyword));
    }

    /** Where an element's value is, or else where the data set begins. */
    int offset(String keyword) {
        Element element = element(keyword);
        return element == null ? bytes.begin : element.value().begin;
    }

    /** The text of a value without its padding; null where there is none or it is empty. */
    @Nullable
    String text(int tag) {
        Element element = elements.get(tag);
        if (element == null || element.undefined() || element.value().length() == 0) {
            return null;
        }
        Bytes value = element.value();
        String text = new String(value.array, value.begin, value.length(), charset()).replace('\0', ' ');
        String stripped = text.strip();
        return stripped.isEmpty() ? null : stripped;
    }

    @Nullable
    String text(String keyword) {
        return text(Dictionary.tag(keyword));
    }

    /** What its text is written in. */
    Charset charset() {
        Element element = element("SpecificCharacterSet");
        if (element == null) {
            return StandardCharsets.ISO_8859_1;
        }
        String name = element.value()
                .ascii(element.value().begin, element.value().length())
                .trim();
        return name.equals("ISO_IR 192") ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1;
    }

    /** The numbers of a value; empty where there is none. */
    double[] numbers(String keyword) {
        return numbers(Dictionary.tag(keyword));
    }

    double[] numbers(int tag) {
        Element element = elements.get(tag);
        if (element == null || element.undefined()) {
            return new double[0];
        }
        Bytes value = element.value();
        return switch (element.representation()) {
            case "US", "XS", "OW", "AT" -> binary(value, 2, at -> value.u16(at, big));
            case "SS" -> binary(value, 2, at -> (short) value.u16(at, big));
            case "UL" -> binary(value, 4, at -> value.u32(at, big));
            case "SL" -> binary(value, 4, at -> value.s32(at, big));
            case "FL", "OF" -> binary(value, 4, at -> value.f32(at, big));
            case "FD", "OD" -> binary(value, 8, at -> value.f64(at, big));
            default -> decimal(element, text(tag));
        };
    }

    private interface Reading {
        double at(int offset);
    }

    private static double[] binary(Bytes value, int size, Reading reading) {
        double[] numbers = new double[value.length() / size];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = reading.at(value.begin + i * size);
        }
        return numbers;
    }

    private double[] decimal(Element element, @Nullable String text) {
        if (text == null) {
            return new double[0];
        }
        List<String> parts = Splitter.on('\\').splitToList(text);
        double[] numbers = new double[parts.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = number(element, parts.get(i).trim());
        }
        return numbers;
    }

    /** Only what the standard calls a decimal: Java knows more, such as NaN and 1d. */
    private double number(Element element, String text) {
        double number = Double.NaN;
        if (DECIMAL.matchesAllOf(text)) {
            try {
                number = Double.parseDouble(text);
            } catch (NumberFormatException e) {
                // told below, without what stands there instead: it may be a patient's, and is not for logs
            }
        }
        if (!Double.isFinite(number)) {
            throw bytes.malformed(element.value().begin, element + " holds numbers, it has text");
        }
        return number;
    }

    /** The first number of a value; null where there is none. */
    @Nullable
    Double number(String keyword) {
        double[] numbers = numbers(keyword);
        return numbers.length == 0 ? null : numbers[0];
    }

    /** Whether an element holds items; one that is called unknown may. */
    static boolean isSequence(Element element) {
        boolean unknown = element.representation().equals("UN");
        return element.representation().equals("SQ")
                || unknown && (element.undefined() || "SQ".equals(Dictionary.representation(element.tag())));
    }

    /** The items of a sequence; empty where there is none. */
    ImmutableList<DataSet> items(String keyword) {
        Element element = element(keyword);
        return element == null ? ImmutableList.of() : items(element);
    }

    ImmutableList<DataSet> items(Element element) {
        // What an explicit file calls UN is implicit little endian inside.
        boolean unknown = element.representation().equals("UN") && explicit;
        boolean explicitInside = explicit && !unknown;
        boolean bigInside = big && !unknown;
        ImmutableList<Bytes> items =
                element.undefined() ? element.items() : ElementReader.items(element.value(), explicitInside, bigInside);
        ImmutableList.Builder<DataSet> sets = ImmutableList.builder();
        for (Bytes item : items) {
            sets.add(ElementReader.read(item, explicitInside, bigInside));
        }
        return sets.build();
    }

    /** The first item of a sequence; null where there is none. */
    @Nullable
    DataSet item(String keyword) {
        ImmutableList<DataSet> items = items(keyword);
        return items.isEmpty() ? null : items.get(0);
    }
}
