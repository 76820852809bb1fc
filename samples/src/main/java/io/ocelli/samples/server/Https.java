package io.ocelli.samples.server;

import io.ocelli.error.OcelliException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import org.eclipse.jetty.http.HttpVersion;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/**
 * The host's key store, by which a server shows that it is the one that it says: PKCS #12, or Java's own format.
 *
 * @param keystore its file
 * @param passwordFile the first line of this file opens it, and the key in it
 */
public record Https(Path keystore, Path passwordFile) {
    /**
     * The keys; read anew where they are reloaded.
     *
     * @throws OcelliException if there is no such file, the password is another, or there is no key
     */
    SslContextFactory.Server keys() {
        SslContextFactory.Server keys = new SslContextFactory.Server();
        fill(keys);
        return keys;
    }

    /** Puts the keys that the file holds now in the place of others, for connections that begin from now on. */
    void reload(SslContextFactory.Server keys) {
        keys(); // where they cannot be read the old ones stay
        try {
            keys.reload(factory -> fill(keys));
        } catch (Exception e) {
            throw new OcelliException("The keys of " + keystore + " cannot be taken: " + e.getMessage(), e);
        }
    }

    /** What listens with such keys. */
    static ServerConnector connector(
            Server server, HttpConfiguration http, SslContextFactory.Server keys, String host, int port) {
        HttpConfiguration secure = new HttpConfiguration(http);
        // Clients check the name that they asked for; the server is asked by addresses, too, where it is in a
        // container.
        secure.addCustomizer(new SecureRequestCustomizer(false));
        ServerConnector connector = new ServerConnector(
                server,
                new SslConnectionFactory(keys, HttpVersion.HTTP_1_1.asString()),
                new HttpConnectionFactory(secure));
        connector.setHost(host);
        connector.setPort(port);
        return connector;
    }

    private void fill(SslContextFactory.Server keys) {
        String password = password();
        keys.setKeyStore(opened(password));
        keys.setKeyStorePassword(password);
        keys.setKeyManagerPassword(password);
    }

    private String password() {
        try {
            return Files.readString(passwordFile, StandardCharsets.UTF_8)
                    .lines()
                    .findFirst()
                    .orElse("");
        } catch (IOException e) {
            throw new OcelliException("The file of the key store's password cannot be read: " + e, e);
        }
    }

    private KeyStore opened(String password) {
        try {
            KeyStore store = KeyStore.getInstance(keystore.toFile(), password.toCharArray());
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    return store;
                }
            }
        } catch (IOException | GeneralSecurityException e) {
            throw new OcelliException(
                    "The key store " + keystore + " cannot be opened: " + e.getMessage()
                            + "; it is PKCS #12 or JKS, and the first line of " + passwordFile + " its password",
                    e);
        }
        throw new OcelliException("The key store " + keystore
                + " has certificates alone; HTTPS needs a private key with its certificate ('keytool -genkeypair', or"
                + " 'openssl pkcs12 -export -inkey KEY -in CHAIN')");
    }
}
