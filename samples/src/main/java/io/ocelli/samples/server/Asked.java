package io.ocelli.samples.server;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import org.jspecify.annotations.Nullable;

/**
 * What is asked about a picture beside its class.
 *
 * @param top how many classes are told
 * @param explain whether a heat map is
 */
record Asked(int top, boolean explain) {
    private static final int MOST_GUESSES = 100;

    static Asked of(Context context) {
        return new Asked(top(context.queryParam("top")), explain(context.queryParam("explain")));
    }

    private static boolean explain(@Nullable String asked) {
        if (asked == null || asked.equals("false")) {
            return false;
        }
        if (asked.equals("true")) {
            return true;
        }
        throw new Refusal(HttpStatus.BAD_REQUEST, "explain is true or false, received '" + asked + "'");
    }

    private static int top(@Nullable String asked) {
        if (asked == null) {
            return 5;
        }
        try {
            int top = Integer.parseInt(asked);
            if (top >= 1 && top <= MOST_GUESSES) {
                return top;
            }
        } catch (NumberFormatException e) {
            // told below
        }
        throw new Refusal(
                HttpStatus.BAD_REQUEST, "top is a number from 1 to " + MOST_GUESSES + ", received '" + asked + "'");
    }
}
