package io.ocelli.samples.server;

import io.javalin.http.Context;
import io.javalin.http.HttpStatus;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Lets those in who may ask. Thread-safe. */
final class Guard {
    private static final String SCHEME = "Bearer ";

    /** Digests of one length: how long a comparison takes says nothing of a token, nor of its length. */
    private final List<byte[]> tokens;

    private final @Nullable RateLimit rate;

    Guard(Access access, LongSupplier nanoTime) {
        tokens = access.tokens().stream().map(Guard::digest).collect(Collectors.toList());
        rate = access.rate() > 0 ? new RateLimit(access.rate(), access.burst(), nanoTime) : null;
    }

    private static byte[] digest(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }

    boolean hasTokens() {
        return !tokens.isEmpty();
    }

    /** Whether a client has a token where one is needed. */
    boolean knows(Context context) {
        return tokens.isEmpty() || known(context.header("Authorization"));
    }

    private boolean known(@Nullable String authorization) {
        if (authorization == null || !authorization.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return false;
        }
        byte[] received = digest(authorization.substring(SCHEME.length()).strip());
        boolean one = false;
        for (byte[] token : tokens) {
            one |= MessageDigest.isEqual(token, received);
        }
        return one;
    }

    /**
     * Why a client is not let in; null if it is.
     *
     * @param counted whether this is one of so many a second; without a token it always is, so that nobody tries many
     */
    @Nullable
    Refusal refusal(Context context, boolean counted) {
        boolean known = knows(context);
        Refusal early = rate != null && (counted || !known) ? rate.refusal(client(context)) : null;
        if (early != null || known) {
            return early;
        }
        boolean tried = context.header("Authorization") != null;
        return new Refusal(
                        HttpStatus.UNAUTHORIZED,
                        tried
                                ? "The token is not one of this server's; ask who runs it"
                                : "This server answers who has a token; send the header 'Authorization: Bearer TOKEN'")
                .with("WWW-Authenticate", tried ? "Bearer error=\"invalid_token\"" : "Bearer");
    }

    /** Counts the pictures of a batch after the first, which was counted when it came. */
    void charge(String client, int pictures) {
        if (rate != null) {
            rate.charge(client, pictures);
        }
    }

    /** Who asks: an IPv4 address, or the network that one owner of IPv6 addresses has. */
    static String client(Context context) {
        return RateLimit.client(context.req().getRemoteAddr());
    }
}
