package io.ocelli.model;

import com.google.common.collect.ImmutableMap;
import io.ocelli.image.Preprocessing;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A row of the catalogue: a weights file that its authors published.
 *
 * @param name the row's name within its model ({@code IMAGENET1K_V2})
 * @param file the file's name, whose digits after the last dash begin its SHA-256 where it is torchvision's
 * @param url where it is downloaded
 * @param sha256 the file's SHA-256 in hexadecimal, whole or its first digits; null where unknown
 * @param bytes the file's size to about a thousandth of a megabyte, or 0 where unknown
 * @param license the licence its authors state ("not stated" otherwise)
 * @param labels the name of the class list ({@code imagenet-1k}), or a dash where the file has no classifier
 * @param classes the number of classes, or 0 where the file has no classifier
 * @param preprocessing what the pictures went through
 * @param accuracy published top-1 and top-5 in percent, by name ({@code acc@1}, {@code acc@5}); empty where none is
 * @param gigaflops published billions of products and sums for one picture, a pair counted once; 0 where unknown
 * @param parameters published number of learnt numbers, without auxiliary heads; 0 where unknown
 */
public record PublishedWeights(
        String name,
        String file,
        String url,
        @Nullable String sha256,
        long bytes,
        String license,
        String labels,
        int classes,
        Preprocessing preprocessing,
        Map<String, Double> accuracy,
        double gigaflops,
        long parameters) {
    public PublishedWeights {
        accuracy = ImmutableMap.copyOf(accuracy);
    }

    /** Whether the licence keeps commercial use out, as that of SWAG's weights does. */
    public boolean isNonCommercial() {
        return license.contains("-NC-");
    }
}
