package io.ocelli.model;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;

/**
 * Every registered model, of all families that {@link ServiceLoader} finds. Families are looked for once, when first asked
 * for, with the loader of this class and then the thread's. Thread-safe.
 */
public final class Models {
    private static final int NEAR = 5;

    private Models() {}

    /** Loads the families at first use; a class is initialised once, whatever the number of threads. */
    private static final class Registry {
        private static final Map<String, Model> BY_NAME = new LinkedHashMap<>();
        private static final List<ModelFamily> FAMILIES = new ArrayList<>();
        private static final Map<String, Model> BY_TIMM_NAME = new LinkedHashMap<>();

        static {
            collect(Models.class.getClassLoader());
            if (BY_NAME.isEmpty()) {
                collect(Thread.currentThread().getContextClassLoader());
            }
        }

        private static void collect(@org.jspecify.annotations.Nullable ClassLoader loader) {
            for (ModelFamily family : ServiceLoader.load(ModelFamily.class, loader)) {
                FAMILIES.add(family);
                for (Model model : family.models()) {
                    if (BY_NAME.putIfAbsent(model.name(), model) != null) {
                        throw new IllegalStateException("A model's name is unique, and '" + model.name()
                                + "' is registered twice; " + family.getClass().getName() + " is the second");
                    }
                    if (model.timmName() != null) {
                        BY_TIMM_NAME.putIfAbsent(model.timmName(), model);
                    }
                }
            }
        }
    }

    /** All models, family by family. */
    public static List<Model> all() {
        return ImmutableList.copyOf(Registry.BY_NAME.values());
    }

    /** The models by name. */
    public static Map<String, Model> byName() {
        return ImmutableMap.copyOf(Registry.BY_NAME);
    }

    /**
     * The model of a name: torchvision's, or else timm's, or else one that a family makes of a name that says its dimensions.
     *
     * @throws IllegalArgumentException if there is none; the message lists the nearest names
     */
    public static Model find(String name) {
        Model model = Registry.BY_NAME.get(name);
        if (model == null) {
            model = Registry.BY_TIMM_NAME.get(name);
        }
        for (int i = 0; model == null && i < Registry.FAMILIES.size(); i++) {
            model = Registry.FAMILIES.get(i).unlisted(name);
        }
        if (model == null) {
            throw new IllegalArgumentException(
                    Registry.BY_NAME.isEmpty()
                            ? "No model is registered, and '" + name
                                    + "' was asked for; add io.ocelli:ocelli-zoo to the class path"
                            : "No model is named '" + name + "'; near it are " + String.join(", ", near(name))
                                    + ", and Classifier.models() lists all");
        }
        return model;
    }

    private static List<String> near(String name) {
        List<String> names = new ArrayList<>(Registry.BY_NAME.keySet());
        names.sort(Comparator.comparingInt(each -> distance(name, each)));
        return names.subList(0, Math.min(NEAR, names.size()));
    }

    /** The number of letters to insert, remove or replace (Levenshtein 1966). */
    private static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
