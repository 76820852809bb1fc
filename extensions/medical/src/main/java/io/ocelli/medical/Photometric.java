package io.ocelli.medical;

import com.google.common.collect.ImmutableSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What samples mean (PS3.3, C.7.6.3.1.2). */
enum Photometric {
    MONOCHROME1(1),
    MONOCHROME2(1),
    PALETTE_COLOR(1),
    RGB(3),
    YBR_FULL(3),
    YBR_FULL_422(3),
    YBR_RCT(3),
    YBR_ICT(3);

    /** Others that the standard has or had; whatever else stands in their place is not repeated in errors. */
    static final Set<String> UNREAD =
            ImmutableSet.of("HSV", "ARGB", "CMYK", "YBR_PARTIAL_422", "YBR_PARTIAL_420", "XYB");

    final int samples;

    Photometric(int samples) {
        this.samples = samples;
    }

    boolean isGray() {
        return this == MONOCHROME1 || this == MONOCHROME2;
    }

    /** As files say it. */
    String term() {
        return this == PALETTE_COLOR ? "PALETTE COLOR" : name();
    }

    static @Nullable Photometric of(String name) {
        for (Photometric photometric : values()) {
            if (photometric.term().equals(name.replace("PALETTE_COLOR", "PALETTE COLOR"))) {
                return photometric;
            }
        }
        return null;
    }
}
