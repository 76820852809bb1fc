package io.ocelli.samples.server;

import io.javalin.http.Context;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The id of a request: that which it came with, or a new one. It is in the answer's header and wherever the log tells of it. */
final class RequestId {
    static final String HEADER = "X-Request-Id";

    /** What may stand in a log and a header as it is. */
    private static final Pattern USABLE = Pattern.compile("[A-Za-z0-9._:/+=@-]{1,128}");

    private RequestId() {}

    static String of(@Nullable String received) {
        return received != null && USABLE.matcher(received).matches()
                ? received
                : UUID.randomUUID().toString();
    }

    /** That of a request which was given one. */
    static String of(Context context) {
        String given = context.attribute(HEADER);
        return given == null ? "none" : given;
    }

    static void give(Context context) {
        String id = of(context.header(HEADER));
        context.attribute(HEADER, id);
        context.header(HEADER, id);
    }
}
