package io.ocelli.zoo.store;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLConnection;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import org.jspecify.annotations.Nullable;

/** Asks for a file, or for the rest of it, and follows redirects, of which none leads from https to http. */
final class Request {
    private static final int REDIRECTS = 10;

    private Request() {}

    /**
     * A connection whose answer has come and is no redirect. It goes through the proxy that the JDK's properties name.
     *
     * @param start the first byte to ask for
     * @param version what the bytes before it are of; where the server has another it is to send the whole
     */
    static HttpURLConnection open(String address, Route route, long start, @Nullable String version) throws Failure {
        String next = address;
        for (int i = 0; i <= REDIRECTS; i++) {
            HttpURLConnection connection = connect(next, route);
            boolean arrived = false;
            try {
                if (start > 0) {
                    connection.setRequestProperty("Range", "bytes=" + start + "-");
                    if (version != null) {
                        connection.setRequestProperty("If-Range", version);
                    }
                }
                String location =
                        isRedirect(connection.getResponseCode()) ? connection.getHeaderField("Location") : null;
                if (location == null) {
                    arrived = true;
                    return connection;
                }
                next = follow(connection.getURL(), location);
            } catch (UnknownHostException e) {
                throw Failure.lasting("the host " + e.getMessage() + " is not known here", e);
            } catch (IOException e) {
                throw isOfTrust(e)
                        ? Failure.lasting("the server's certificate is not trusted: " + e, e)
                        : Failure.passing("no answer came: " + e, e);
            } finally {
                if (!arrived) {
                    connection.disconnect();
                }
            }
        }
        throw Failure.lasting("the server redirected more than " + REDIRECTS + " times, lastly to " + next);
    }

    private static HttpURLConnection connect(String address, Route route) throws Failure {
        URLConnection connection;
        try {
            connection = new URL(address).openConnection();
        } catch (IOException e) {
            throw Failure.lasting("it is no address: " + e.getMessage(), e);
        }
        if (!(connection instanceof HttpURLConnection)) {
            throw Failure.lasting("files are brought by http and https alone");
        }
        HttpURLConnection http = (HttpURLConnection) connection;
        http.setInstanceFollowRedirects(false);
        http.setConnectTimeout(route.connectTimeout());
        http.setReadTimeout(route.readTimeout());
        // compressed on the way, lengths and ranges would not be the file's; Android asks for that unless told
        http.setRequestProperty("Accept-Encoding", "identity");
        http.setRequestProperty("User-Agent", "ocelli");
        return http;
    }

    private static boolean isRedirect(int status) {
        return status == 301 || status == 302 || status == 303 || status == 307 || status == 308;
    }

    private static String follow(URL from, String location) throws Failure {
        URL to;
        try {
            to = new URL(from, location);
        } catch (MalformedURLException e) {
            throw Failure.lasting("the server redirected to " + location + ", which is no address", e);
        }
        boolean secure = to.getProtocol().equals("https");
        if (!secure && !(to.getProtocol().equals("http") && from.getProtocol().equals("http"))) {
            throw Failure.lasting("the server redirected from " + from.getProtocol() + " to " + to
                    + ", and a redirect leads to https, or from http to http");
        }
        return to.toString();
    }

    private static boolean isOfTrust(Throwable e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof GeneralSecurityException) {
                return true;
            }
        }
        return false;
    }
}
