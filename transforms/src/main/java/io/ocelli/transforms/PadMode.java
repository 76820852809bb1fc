package io.ocelli.transforms;

/** What stands around a padded picture. */
public enum PadMode {
    /** One colour. */
    CONSTANT,
    /** The outermost pixel, repeated. */
    EDGE,
    /** The picture mirrored at its outermost pixel, which stands once. */
    REFLECT,
    /** The picture mirrored at its edge; the outermost pixel stands twice. */
    SYMMETRIC;

    /** The place in a line of {@code length} pixels that a place outside shows; -1 where it shows the fill. */
    int source(int at, int length) {
        if (at >= 0 && at < length) {
            return at;
        }
        return switch (this) {
            case CONSTANT -> -1;
            case EDGE -> at < 0 ? 0 : length - 1;
            case REFLECT -> {
                int period = Math.max(1, 2 * (length - 1));
                int phase = Math.floorMod(at, period);
                yield phase < length ? phase : period - phase;
            }
            case SYMMETRIC -> {
                int phase = Math.floorMod(at, 2 * length);
                yield phase < length ? phase : 2 * length - 1 - phase;
            }
        };
    }
}
