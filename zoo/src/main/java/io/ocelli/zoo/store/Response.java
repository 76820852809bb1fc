package io.ocelli.zoo.store;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a server says of a file before the file itself (RFC 9110). */
final class Response {
    private static final Pattern RANGE = Pattern.compile("bytes (?:(\\d{1,18})-\\d{1,18}|\\*)/(\\d{1,18}|\\*)");
    private static final Pattern NUMBER = Pattern.compile("\\d{1,18}");
    private static final int TOO_MANY_REQUESTS = 429;

    private final HttpURLConnection connection;
    private final int status;

    private Response(HttpURLConnection connection, int status) {
        this.connection = connection;
        this.status = status;
    }

    static Response of(HttpURLConnection connection) throws Failure {
        try {
            return new Response(connection, connection.getResponseCode());
        } catch (IOException e) {
            throw Failure.passing("the connection broke: " + e, e);
        }
    }

    int status() {
        return status;
    }

    /** What follows in bytes, or -1 where it is not said. */
    long length() {
        return number(connection.getHeaderField("Content-Length"));
    }

    /** Where the part begins that follows, or -1. */
    long rangeStart() {
        return range(1);
    }

    /** The size of the whole file that a part is of, or -1. */
    long rangeTotal() {
        return range(2);
    }

    private long range(int group) {
        String header = connection.getHeaderField("Content-Range");
        Matcher range = RANGE.matcher(header == null ? "" : header);
        return range.matches() ? number(range.group(group)) : -1;
    }

    /** What a later request may ask for the rest of: a strong entity tag, or else the date; null where there is neither. */
    @Nullable
    String version() {
        String tag = connection.getHeaderField("ETag");
        return tag != null && !tag.startsWith("W/") ? tag : connection.getHeaderField("Last-Modified");
    }

    /** False where the server names another version than this. */
    boolean isOfVersion(@Nullable String expected) {
        String there = version();
        return expected == null
                || there == null
                || there.startsWith("\"") != expected.startsWith("\"")
                || there.equals(expected);
    }

    /** The failure that a status stands for. */
    Failure failure(BackOff backOff) {
        String why = "the server answered " + status + message();
        if (status != TOO_MANY_REQUESTS
                && status != HttpURLConnection.HTTP_CLIENT_TIMEOUT
                && status < 500
                && status > 0) {
            return Failure.lasting(why);
        }
        long wait = retryAfter();
        return wait > backOff.longest()
                ? Failure.lasting(why + " and asks to wait " + wait / 1000 + " seconds")
                : Failure.passing(why, wait);
    }

    private String message() {
        try {
            String message = connection.getResponseMessage();
            return message == null ? "" : " " + message;
        } catch (IOException e) {
            return "";
        }
    }

    /** Milliseconds from a number of seconds or a date; 0 where there is neither. */
    private long retryAfter() {
        String header = connection.getHeaderField("Retry-After");
        if (header == null) {
            return 0;
        }
        long seconds = number(header);
        if (seconds >= 0) {
            return seconds > Integer.MAX_VALUE ? Long.MAX_VALUE : 1000 * seconds;
        }
        try {
            ZonedDateTime then = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
            return Math.max(
                    0, Duration.between(ZonedDateTime.now(then.getZone()), then).toMillis());
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    private static long number(@Nullable String text) {
        return text != null && NUMBER.matcher(text).matches() ? Long.parseLong(text) : -1;
    }
}
