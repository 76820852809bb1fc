package io.ocelli.samples.server;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URL;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * Asks a server in the same container whether it answers, for images that have no other client: exit code 0 where it does, else 1.
 * It takes any certificate, for that of the server is for the name that others know it by.
 */
public final class HealthCheck {
    private static final int PATIENCE_MILLIS = 4_000;

    private HealthCheck() {}

    /** @param arguments the address of {@code /health} */
    public static void main(String[] arguments) {
        try {
            HttpURLConnection connection = (HttpURLConnection) new URL(arguments[0]).openConnection();
            if (connection instanceof HttpsURLConnection) {
                HttpsURLConnection secure = (HttpsURLConnection) connection;
                SSLContext context = SSLContext.getInstance("TLS");
                context.init(null, new TrustManager[] {new Anyone()}, null);
                secure.setSSLSocketFactory(context.getSocketFactory());
                secure.setHostnameVerifier((name, session) -> true);
            }
            connection.setConnectTimeout(PATIENCE_MILLIS);
            connection.setReadTimeout(PATIENCE_MILLIS);
            int status = connection.getResponseCode();
            System.out.println(arguments[0] + " answers " + status);
            System.exit(status == HttpURLConnection.HTTP_OK ? 0 : 1);
        } catch (IOException | GeneralSecurityException e) {
            System.out.println(arguments[0] + " does not answer: " + e);
            System.exit(1);
        }
    }

    private static final class Anyone implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
