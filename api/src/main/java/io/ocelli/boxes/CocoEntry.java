package io.ocelli.boxes;

import com.google.common.collect.ImmutableSet;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The members of an entry of a COCO file that are asked for, each read as what it has to be. */
final class CocoEntry {
    private static final Set<String> ASKED_FOR = ImmutableSet.of(
            "id",
            "image_id",
            "category_id",
            "bbox",
            "area",
            "iscrowd",
            "score",
            "name",
            "file_name",
            "width",
            "height");

    private final String place;
    private final Map<String, Member> members = new HashMap<>();

    /** A member's value as the file writes it: a list of these where it is a list, and no list but one. */
    private record Member(JsonToken kind, List<String> texts) {
        @Override
        public String toString() {
            return kind == JsonToken.BEGIN_ARRAY
                    ? texts.toString()
                    : kind == JsonToken.STRING ? "'" + texts.get(0) + "'" : texts.get(0);
        }
    }

    private CocoEntry(String place) {
        this.place = place;
    }

    /**
     * The entry that comes next.
     *
     * @param place its name for messages, such as {@code annotations[3]}
     */
    static CocoEntry read(JsonReader json, String place) throws IOException {
        CocoEntry entry = new CocoEntry(place);
        requireToken(json, JsonToken.BEGIN_OBJECT, place);
        json.beginObject();
        while (json.hasNext()) {
            String name = json.nextName();
            if (ASKED_FOR.contains(name)) {
                entry.members.put(name, member(json));
            } else {
                json.skipValue();
            }
        }
        json.endObject();
        return entry;
    }

    static void requireToken(JsonReader json, JsonToken token, String place) throws IOException {
        if (json.peek() != token) {
            throw new IllegalArgumentException(place + (token == JsonToken.BEGIN_ARRAY ? " is a list" : " is an object")
                    + ", received " + json.peek());
        }
    }

    private static Member member(JsonReader json) throws IOException {
        JsonToken kind = json.peek();
        if (kind != JsonToken.BEGIN_ARRAY) {
            return new Member(kind, Collections.singletonList(scalar(json)));
        }
        List<String> texts = new ArrayList<>(4);
        json.beginArray();
        while (json.hasNext()) {
            // what is no number is no text of one either
            texts.add(json.peek() == JsonToken.NUMBER ? scalar(json) : "'" + scalar(json) + "'");
        }
        json.endArray();
        return new Member(kind, texts);
    }

    private static String scalar(JsonReader json) throws IOException {
        switch (json.peek()) {
            case NUMBER:
            case STRING:
                return json.nextString();
            case BOOLEAN:
                return String.valueOf(json.nextBoolean());
            default:
                String kind = json.peek().toString();
                json.skipValue();
                return kind;
        }
    }

    boolean has(String name) {
        return members.containsKey(name);
    }

    private IllegalArgumentException wrong(String name, String rule) {
        return new IllegalArgumentException(
                "'" + name + "' is " + rule + ", received " + (has(name) ? members.get(name) : "nothing"));
    }

    private Member member(String name, JsonToken kind, String rule) {
        @Nullable Member member = members.get(name);
        if (member == null || member.kind() != kind) {
            throw wrong(name, rule);
        }
        return member;
    }

    String text(String name) {
        return member(name, JsonToken.STRING, "a text").texts().get(0);
    }

    /** A whole number, also where it is written as 3.0. */
    long whole(String name) {
        String rule = "a whole number";
        String text = member(name, JsonToken.NUMBER, rule).texts().get(0);
        try {
            return isDigits(text) ? Long.parseLong(text) : new BigDecimal(text).longValueExact();
        } catch (NumberFormatException | ArithmeticException e) {
            throw wrong(name, rule);
        }
    }

    private static boolean isDigits(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) < '0' || text.charAt(i) > '9') {
                return false;
            }
        }
        return true;
    }

    /** A whole number of 32 bits. */
    int small(String name) {
        long whole = whole(name);
        if (whole != (int) whole) {
            throw wrong(name, "a whole number of 32 bits");
        }
        return (int) whole;
    }

    double number(String name) {
        String rule = "a finite number";
        return number(name, member(name, JsonToken.NUMBER, rule).texts().get(0), rule);
    }

    private double number(String name, String text, String rule) {
        try {
            double number = Double.parseDouble(text);
            if (!Double.isNaN(number) && !Double.isInfinite(number)) {
                return number;
            }
        } catch (NumberFormatException e) {
            // refused below
        }
        throw wrong(name, rule);
    }

    /** 0 or 1. */
    boolean flag(String name) {
        long flag = has(name) ? whole(name) : -1;
        if (flag != 0 && flag != 1) {
            throw wrong(name, "0 or 1");
        }
        return flag == 1;
    }

    Bbox bbox(String name) {
        String rule = "a list of 4 finite numbers";
        List<String> texts = member(name, JsonToken.BEGIN_ARRAY, rule).texts();
        if (texts.size() != 4) {
            throw wrong(name, rule);
        }
        return new Bbox(
                number(name, texts.get(0), rule),
                number(name, texts.get(1), rule),
                number(name, texts.get(2), rule),
                number(name, texts.get(3), rule));
    }

    @Override
    public String toString() {
        return place;
    }
}
