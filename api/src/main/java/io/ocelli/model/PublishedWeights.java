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
 * @param bytes the file's size, or 0 where unknown
 * @param license the licence its authors state ("not stated" otherwise)
 * @param labels the name of the class list ({@code imagenet-1k})
 * @param classes the number of classes
 * @param preprocessing what the pictures went through
 * @param accuracy published top-1 and top-5 in percent, by name ({@code acc@1}, {@code acc@5})
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
        Map<String, Double> accuracy) {
    public PublishedWeights {
        accuracy = ImmutableMap.copyOf(accuracy);
    }
}
