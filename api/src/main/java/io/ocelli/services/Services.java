package io.ocelli.services;

import com.google.common.collect.ImmutableList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import org.jspecify.annotations.Nullable;

/** The providers of an interface on the class path, found by {@link ServiceLoader}. Stateless, thread-safe. */
public final class Services {
    private Services() {}

    /**
     * The providers that the class loader of the interface sees, and behind them those that only the thread's context class
     * loader sees, as where an application server or a plug-in keeps its own. Each class is in the list once.
     *
     * @throws IllegalStateException if a provider cannot be made, naming it and the cause
     */
    public static <S> List<S> of(Class<S> type) {
        Map<Class<?>, S> found = new LinkedHashMap<>();
        ClassLoader own = type.getClassLoader();
        ClassLoader context = Thread.currentThread().getContextClassLoader();
        collect(type, own, found);
        if (context != own) {
            collect(type, context, found);
        }
        return ImmutableList.copyOf(found.values());
    }

    private static <S> void collect(Class<S> type, @Nullable ClassLoader loader, Map<Class<?>, S> found) {
        if (loader == null || !sees(loader, type)) {
            return;
        }
        try {
            for (Iterator<S> each = ServiceLoader.load(type, loader).iterator(); each.hasNext(); ) {
                S provider = each.next();
                found.putIfAbsent(provider.getClass(), provider);
            }
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new IllegalStateException(
                    "What is registered in META-INF/services/" + type.getName()
                            + " is on the class path, in a version that"
                            + " fits, and can be made; one is not: " + e.getMessage() + cause(e)
                            + ". Put its artifact, in the same version as ocelli-api, on the class path, or take it off.",
                    e);
        }
    }

    /** Not where another copy of the library is behind the loader: its providers are none of this one's interface. */
    private static boolean sees(ClassLoader loader, Class<?> type) {
        try {
            return Class.forName(type.getName(), false, loader) == type;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static String cause(Throwable e) {
        return e.getCause() == null ? "" : " (" + e.getCause() + ")";
    }
}
