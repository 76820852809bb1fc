package io.ocelli.zoo.store;

import io.ocelli.model.PublishedWeights;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.SocketTimeoutException;
import org.jspecify.annotations.Nullable;

/** One try: asks for what is missing of a file and writes what comes behind what is there. */
final class Transfer {
    private static final int BUFFER = 1 << 16;
    private static final int RANGE_NOT_SATISFIABLE = 416;

    private final PublishedWeights row;
    private final PartialFile part;
    private final Route route;
    private final ProgressReport progress;
    private final long most;

    Transfer(PublishedWeights row, PartialFile part, Route route, ProgressReport progress) {
        this.row = row;
        this.part = part;
        this.route = route;
        this.progress = progress;
        // the catalogue's sizes are rounded; what is so much larger is another file, perhaps an endless one
        this.most = row.bytes() > 0 ? 2 * row.bytes() + (1 << 20) : Long.MAX_VALUE;
    }

    /**
     * Brings the rest of the file.
     *
     * @return whether it went on from bytes of an earlier try
     * @throws Failure if it did not come to its end; what has come is kept
     */
    boolean run() throws Failure, InterruptedException {
        long there = size();
        String version = version();
        // without a version the checksum tells at the end whether both parts are of one file
        boolean resuming = there > 0 && (version != null || Checksum.of(row) != null);
        HttpURLConnection connection =
                Request.open(route.locate(row), route, resuming ? there : 0, resuming ? version : null);
        try {
            Response response = Response.of(connection);
            switch (response.status()) {
                case HttpURLConnection.HTTP_OK:
                    receive(connection, response, 0, response.length());
                    return false;
                case HttpURLConnection.HTTP_PARTIAL:
                    if (!resuming || response.rangeStart() != there || !response.isOfVersion(version)) {
                        throw changed("it answered with another part than asked for");
                    }
                    receive(connection, response, there, total(response, there));
                    return true;
                case RANGE_NOT_SATISFIABLE:
                    if (resuming && response.rangeTotal() == there) {
                        return true;
                    }
                    throw changed("the file there is shorter than what has come");
                default:
                    throw response.failure(route.backOff());
            }
        } finally {
            connection.disconnect();
        }
    }

    private static long total(Response response, long start) {
        return response.rangeTotal() >= 0 || response.length() < 0 ? response.rangeTotal() : start + response.length();
    }

    private void receive(HttpURLConnection connection, Response response, long start, long total)
            throws Failure, InterruptedException {
        long received = start;
        try (FileOutputStream out = open(response, start);
                InputStream in = stream(connection)) {
            byte[] buffer = new byte[BUFFER];
            try {
                for (int n = read(in, buffer, received, total); n >= 0; n = read(in, buffer, received, total)) {
                    out.write(buffer, 0, n);
                    received += n;
                    progress.at(received, total);
                    if (received > most) {
                        throw Failure.lasting("the server sends more than twice the published " + row.bytes()
                                + " bytes, which is another file");
                    }
                    if (Thread.interrupted()) {
                        throw new InterruptedException();
                    }
                }
            } catch (Failure | InterruptedException e) {
                // the next try builds on these bytes
                out.getFD().sync();
                throw e;
            }
            out.getFD().sync();
        } catch (IOException e) {
            // reading has its own failures: this is the disk
            throw disk(e);
        }
        if (received < total) {
            throw Failure.passing("the connection ended after " + received + " of " + total + " bytes");
        }
    }

    private FileOutputStream open(Response response, long start) throws IOException {
        return start == 0 ? part.restart(response.version()) : part.resume();
    }

    private static InputStream stream(HttpURLConnection connection) throws Failure {
        try {
            return connection.getInputStream();
        } catch (IOException e) {
            throw Failure.passing("the connection broke: " + e, e);
        }
    }

    private static int read(InputStream in, byte[] buffer, long received, long total) throws Failure {
        try {
            return in.read(buffer);
        } catch (SocketTimeoutException e) {
            throw Failure.passing("nothing came any more after " + of(received, total), e);
        } catch (IOException e) {
            throw Failure.passing("the connection broke after " + of(received, total) + ": " + e, e);
        }
    }

    private static String of(long received, long total) {
        return received + (total < 0 ? "" : " of " + total) + " bytes";
    }

    /** The bytes that are there are of no use any more. */
    private Failure changed(String how) throws Failure {
        try {
            part.delete();
        } catch (IOException e) {
            throw disk(e);
        }
        return Failure.passing("the file changed on the server: " + how);
    }

    private long size() throws Failure {
        try {
            return part.size();
        } catch (IOException e) {
            throw disk(e);
        }
    }

    private @Nullable String version() throws Failure {
        try {
            return part.version();
        } catch (IOException e) {
            throw disk(e);
        }
    }

    private Failure disk(IOException e) {
        return Failure.lasting(
                "it cannot be written to " + part.path() + " (" + e.getMessage()
                        + "). What has come is kept. Free some space there, or name another folder with"
                        + " -Docelli.cache=FOLDER or OCELLI_CACHE",
                e);
    }
}
