package io.ocelli.samples.server;

import com.google.common.net.InetAddresses;
import io.javalin.http.HttpStatus;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A token bucket for each client: it holds as many tokens as pictures may be asked about at once, and so many flow in each second.
 * A batch may leave it in debt. Thread-safe; bounded, for a bucket that was long untouched is as good as a new one.
 */
final class RateLimit {
    private static final int MOST_CLIENTS = 10_000;
    private static final double NANOS = 1e9;
    /** Of an IPv6 address, the network: one owner has all that begin with these bytes. */
    private static final int NETWORK = 8;

    private final double rate;
    private final int burst;
    private final LongSupplier nanoTime;
    private final Map<String, Bucket> buckets = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Bucket> eldest) {
            return size() > MOST_CLIENTS;
        }
    };

    private static final class Bucket {
        double tokens;
        long at;
    }

    RateLimit(double rate, int burst, LongSupplier nanoTime) {
        this.rate = rate;
        this.burst = burst;
        this.nanoTime = nanoTime;
    }

    static String client(String address) {
        if (!InetAddresses.isInetAddress(address)) {
            return address;
        }
        InetAddress parsed = InetAddresses.forString(address);
        return parsed instanceof Inet6Address ? Arrays.toString(Arrays.copyOf(parsed.getAddress(), NETWORK)) : address;
    }

    /** Takes a token; where there is none, what the client is told. */
    synchronized @Nullable Refusal refusal(String client) {
        Bucket bucket = filled(client);
        if (bucket.tokens >= 1) {
            bucket.tokens--;
            return null;
        }
        long seconds = (long) Math.ceil((1 - bucket.tokens) / rate);
        return new Refusal(
                        HttpStatus.TOO_MANY_REQUESTS,
                        "A client asks about " + number(rate) + " pictures a second, and " + burst
                                + " at once; try again in " + seconds + " s")
                .with("Retry-After", Long.toString(seconds));
    }

    synchronized void charge(String client, int pictures) {
        filled(client).tokens -= pictures;
    }

    private Bucket filled(String client) {
        long now = nanoTime.getAsLong();
        Bucket bucket = buckets.computeIfAbsent(client, key -> {
            Bucket full = new Bucket();
            full.tokens = burst;
            full.at = now;
            return full;
        });
        bucket.tokens = Math.min(burst, bucket.tokens + (now - bucket.at) / NANOS * rate);
        bucket.at = now;
        return bucket;
    }

    private static String number(double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
