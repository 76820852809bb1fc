package io.ocelli.medical;

/**
 * Brings the components of a JPEG frame to one size. Those of half the width, or half of both, are smoothed as in libjpeg
 * (a triangle filter: each new sample is three parts its nearest and one part the next); others are repeated.
 */
final class JpegUpsampling {
    private JpegUpsampling() {}

    static int[] interleaved(JpegComponent[] components, PixelFormat format) {
        int across = 1;
        int down = 1;
        for (JpegComponent component : components) {
            across = Math.max(across, component.across);
            down = Math.max(down, component.down);
        }
        int count = components.length;
        int[] samples = new int[format.rows() * format.columns() * count];
        for (int c = 0; c < count; c++) {
            JpegComponent component = components[c];
            boolean halfWidth = component.across * 2 == across && component.width > 2;
            boolean halfHeight = component.down * 2 == down;
            boolean smooth = halfWidth && (halfHeight || component.down == down);
            for (int y = 0; y < format.rows(); y++) {
                for (int x = 0; x < format.columns(); x++) {
                    samples[(y * format.columns() + x) * count + c] = smooth
                            ? smoothed(component, y, x, halfHeight)
                            : component
                                    .plane[
                                    y * component.down / down * component.stride + x * component.across / across];
                }
            }
        }
        return samples;
    }

    private static int smoothed(JpegComponent component, int y, int x, boolean halfHeight) {
        int near = x / 2;
        int next = x % 2 == 0 ? near - 1 : near + 1;
        boolean edge = next < 0 || next >= component.width;
        if (!halfHeight) {
            int row = y * component.stride;
            int value = component.plane[row + near];
            return edge ? value : 3 * value + component.plane[row + next] + (x % 2 == 0 ? 1 : 2) >> 2;
        }
        int here = column(component, y, near);
        int there = edge ? here : column(component, y, next);
        return 3 * here + there + (x % 2 == 0 ? 8 : 7) >> 4;
    }

    /** Three parts the nearest row and one part the next, times four. */
    private static int column(JpegComponent component, int y, int x) {
        int near = y / 2;
        int next = Math.max(0, Math.min(component.height - 1, y % 2 == 0 ? near - 1 : near + 1));
        return 3 * component.plane[near * component.stride + x] + component.plane[next * component.stride + x];
    }
}
