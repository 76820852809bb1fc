package io.ocelli.medical;

/**
 * In which order packets come (ISO 15444-1, A.6.1 and A.6.6), from and up to before which of each kind.
 *
 * @param progression 0 to 4: by layer, resolution, component and place, what comes first
 */
record Jpeg2000Order(
        int progression, int fromResolution, int toResolution, int fromComponent, int toComponent, int toLayer) {
    static final int LAYERS = 0;
    static final int RESOLUTIONS = 1;
    static final int RESOLUTIONS_PLACES = 2;
    static final int PLACES = 3;
    static final int COMPONENTS = 4;
}
