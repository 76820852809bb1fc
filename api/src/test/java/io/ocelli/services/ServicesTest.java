package io.ocelli.services;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServicesTest {
    /** What is provided. */
    public interface Greeting {
        String text();
    }

    /** Provides. */
    public static final class Hello implements Greeting {
        @Override
        public String text() {
            return "hello";
        }
    }

    /** Does not. */
    public static final class Broken implements Greeting {
        public Broken() {
            throw new UnsupportedOperationException("no voice");
        }

        @Override
        public String text() {
            return "";
        }
    }

    @TempDir
    private Path folder;

    private URL registering(Class<?>... providers) throws IOException {
        Path services = Files.createDirectories(folder.resolve("META-INF/services"));
        Files.write(
                services.resolve(Greeting.class.getName()),
                List.of(providers).stream().map(Class::getName).toList());
        return folder.toUri().toURL();
    }

    private static <T> T in(ClassLoader context, Callable<T> action) throws Exception {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(context);
        try {
            return action.call();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    @Test
    void whatTheContextClassLoaderAloneSeesIsFound() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {registering(Hello.class)}, getClass().getClassLoader())) {
            assertThat(Services.of(Greeting.class)).isEmpty();
            assertThat(in(loader, () -> Services.of(Greeting.class)))
                    .singleElement()
                    .isInstanceOf(Hello.class);
        }
    }

    @Test
    void whatBothClassLoadersSeeIsFoundOnce() throws Exception {
        URL registered = registering(Hello.class);
        try (URLClassLoader outer =
                        new URLClassLoader(new URL[] {registered}, getClass().getClassLoader());
                URLClassLoader inner = new URLClassLoader(new URL[] {registered}, outer)) {
            assertThat(in(inner, () -> Services.of(Greeting.class))).hasSize(1);
        }
    }

    @Test
    void aThreadWithoutAContextClassLoaderFindsWhatTheLibrarySees() throws Exception {
        assertThat(in(null, () -> Services.of(Greeting.class))).isEmpty();
    }

    @Test
    void anotherCopyOfTheLibraryBehindTheContextClassLoaderIsPassedOver() throws Exception {
        try (URLClassLoader copy = new ChildFirst(registering(Hello.class))) {
            assertThat(in(copy, () -> Services.of(Greeting.class))).isEmpty();
        }
    }

    @Test
    void aProviderThatCannotBeMadeIsNamedWithTheCauseAndTheWayOut() throws Exception {
        try (URLClassLoader loader = new URLClassLoader(
                new URL[] {registering(Broken.class)}, getClass().getClassLoader())) {
            assertThatThrownBy(() -> in(loader, () -> Services.of(Greeting.class)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasCauseInstanceOf(ServiceConfigurationError.class)
                    .hasMessage(
                            "What is registered in META-INF/services/io.ocelli.services.ServicesTest$Greeting is on the"
                                    + " class path, in a version that fits, and can be made; one is not:"
                                    + " io.ocelli.services.ServicesTest$Greeting: Provider"
                                    + " io.ocelli.services.ServicesTest$Broken could not be instantiated"
                                    + " (java.lang.UnsupportedOperationException: no voice). Put its artifact, in the same version"
                                    + " as ocelli-api, on the class path, or take it off.");
        }
    }

    /** Loads the interface itself, as a class loader does that holds another copy of the library. */
    private static final class ChildFirst extends URLClassLoader {
        ChildFirst(URL url) throws MalformedURLException {
            super(new URL[] {url}, ServicesTest.class.getClassLoader());
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (!name.startsWith(ServicesTest.class.getName())) {
                return super.loadClass(name, resolve);
            }
            Class<?> loaded = findLoadedClass(name);
            if (loaded != null) {
                return loaded;
            }
            try (InputStream in = getParent().getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (in == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] bytes = in.readAllBytes();
                return defineClass(name, bytes, 0, bytes.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
