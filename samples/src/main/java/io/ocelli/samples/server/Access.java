package io.ocelli.samples.server;

import com.google.common.collect.ImmutableList;
import io.ocelli.error.OcelliException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Who may ask, and how often.
 *
 * @param tokens one of which a client sends ({@code Authorization: Bearer TOKEN}); none where anyone may ask
 * @param rate pictures a second that each client may ask about in the long run; 0 for any number
 * @param burst pictures that a client may ask about at once after a pause
 */
public record Access(List<String> tokens, double rate, int burst) {
    /** For anyone, any number of pictures. */
    public static final Access FREE = new Access(List.of(), 0, 1);

    private static final int SHORTEST = 16;
    private static final Pattern TOKEN =
            Pattern.compile("[A-Za-z0-9._~+/=-]{" + SHORTEST + ",}"); // RFC 6750's alphabet

    /**
     * @throws IllegalArgumentException if a token is short or has other characters than a header bears, or a number is too small
     */
    public Access {
        tokens = ImmutableList.copyOf(tokens);
        for (int i = 0; i < tokens.size(); i++) {
            if (!TOKEN.matcher(tokens.get(i)).matches()) {
                throw new IllegalArgumentException("A token is " + SHORTEST
                        + " or more letters, digits and ._~+/=- ('openssl rand -hex 32' makes one), and number "
                        + (i + 1)
                        + " is not");
            }
        }
        if (!(rate >= 0) || rate == Double.POSITIVE_INFINITY) {
            throw new IllegalArgumentException("A rate is 0 or more pictures a second, received " + rate);
        }
        if (burst < 1) {
            throw new IllegalArgumentException("A burst is at least 1 picture, received " + burst);
        }
    }

    /**
     * The tokens of a file, one a line: with two of them clients change from the one to the other without a break.
     *
     * @throws OcelliException if the file cannot be read
     * @throws IllegalArgumentException if it holds none
     */
    public static List<String> tokens(Path file) {
        List<String> tokens;
        try {
            tokens = Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .map(String::strip)
                    .filter(line -> !line.isEmpty())
                    .collect(Collectors.toList());
        } catch (IOException e) {
            throw new OcelliException("The file of tokens cannot be read: " + e, e);
        }
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException("A file of tokens has one a line, and there is none in " + file);
        }
        return tokens;
    }

    public Access withTokens(List<String> others) {
        return new Access(others, rate, burst);
    }

    public Access withRate(double perSecond, int atOnce) {
        return new Access(tokens, perSecond, atOnce);
    }

    /** Without the tokens: it may be printed. */
    @Override
    public String toString() {
        return "Access[" + tokens.size() + " tokens, rate=" + rate + ", burst=" + burst + "]";
    }
}
