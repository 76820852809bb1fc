package io.ocelli.samples.server;

import io.javalin.http.Context;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A line for each request: its id, who asked, what, what was answered, and how long that took. */
final class RequestLog {
    private static final Logger LOG = LoggerFactory.getLogger(RequestLog.class);

    private RequestLog() {}

    static void log(Context context, Float millis) {
        LOG.info(
                "{} {} {} {} {} {} ms",
                RequestId.of(context),
                context.req().getRemoteAddr(),
                printable(context.req().getMethod()),
                printable(context.path()),
                context.statusCode(),
                Math.round(millis));
    }

    /** A text in one line, whatever it was sent as. */
    private static String printable(String text) {
        return text.replaceAll("[^\\x21-\\x7e]", "?");
    }
}
