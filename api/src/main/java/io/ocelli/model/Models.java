package io.ocelli.model;

import com.google.common.base.Supplier;
import com.google.common.base.Suppliers;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.services.Services;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Every registered model, of all families that {@link Services} finds. Families are looked for once, when first asked for.
 * Thread-safe.
 */
public final class Models {
    private static final int NEAR = 5;

    /** Loads the families at first use, once. */
    private static final Supplier<Registry> REGISTRY = Suppliers.memoize(Registry::new);

    private Models() {}

    /** What the families bring. */
    private static final class Registry {
        private final Map<String, Model> byName = new LinkedHashMap<>();
        private final Map<String, Model> byTimmName = new LinkedHashMap<>();
        private final List<ModelFamily> families = Services.of(ModelFamily.class);

        Registry() {
            for (ModelFamily family : families) {
                for (Model model : family.models()) {
                    if (byName.putIfAbsent(model.name(), model) != null) {
                        throw new IllegalStateException("A model's name is unique, and '" + model.name()
                                + "' is registered twice; " + family.getClass().getName() + " is the second");
                    }
                    if (model.timmName() != null) {
                        byTimmName.putIfAbsent(model.timmName(), model);
                    }
                }
            }
        }
    }

    private static Registry registry() {
        return Objects.requireNonNull(REGISTRY.get());
    }

    /** All models, family by family. */
    public static List<Model> all() {
        return ImmutableList.copyOf(registry().byName.values());
    }

    /** The models by name. */
    public static Map<String, Model> byName() {
        return ImmutableMap.copyOf(registry().byName);
    }

    /**
     * The model of a name: torchvision's, or else timm's with or without a tag ({@code resnet50.a1_in1k}), or else one that a
     * family makes of a name that says its dimensions.
     *
     * @throws IllegalArgumentException if there is none; the message lists the nearest names
     */
    public static Model find(String name) {
        Model model = registry().byName.get(name);
        if (model == null) {
            int tag = name.indexOf('.');
            model = registry().byTimmName.get(tag < 0 ? name : name.substring(0, tag));
        }
        for (int i = 0; model == null && i < registry().families.size(); i++) {
            model = registry().families.get(i).unlisted(name);
        }
        if (model == null) {
            throw new IllegalArgumentException(
                    registry().byName.isEmpty()
                            ? "No model is registered, and '" + name
                                    + "' was asked for; add io.ocelli:ocelli-zoo to the class path"
                            : "No model is named '" + name + "'; near it are " + String.join(", ", near(name))
                                    + ", and Classifier.models() lists all");
        }
        return model;
    }

    private static List<String> near(String name) {
        List<String> names = new ArrayList<>(registry().byName.keySet());
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
