package io.ocelli.medical;

/** What a JPEG 2000 frame's first three components were mixed by, inverted in place (ISO 15444-1, annex G). */
final class Jpeg2000Colours {
    private Jpeg2000Colours() {}

    static void reversible(int[][] planes) {
        for (int i = 0; i < planes[0].length; i++) {
            int blue = planes[1][i];
            int red = planes[2][i];
            int green = planes[0][i] - (blue + red >> 2);
            planes[0][i] = red + green;
            planes[1][i] = green;
            planes[2][i] = blue + green;
        }
    }

    static void irreversible(float[][] planes) {
        for (int i = 0; i < planes[0].length; i++) {
            float luminance = planes[0][i];
            float blue = planes[1][i];
            float red = planes[2][i];
            planes[0][i] = luminance + 1.402f * red;
            planes[1][i] = luminance - 0.344136f * blue - 0.714136f * red;
            planes[2][i] = luminance + 1.772f * blue;
        }
    }
}
