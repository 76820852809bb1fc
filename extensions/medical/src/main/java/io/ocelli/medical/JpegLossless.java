package io.ocelli.medical;

/** Scans without loss (ISO 10918-1, annex H): each sample is predicted from its neighbours, differences are coded. */
final class JpegLossless {
    private final JpegScan scan;
    private final int predictor;
    private final int transform;

    JpegLossless(JpegScan scan, int predictor, int transform) {
        this.scan = scan;
        this.predictor = predictor;
        this.transform = transform;
        if (predictor < 1 || predictor > 7 || transform >= scan.precision()) {
            throw scan.bytes()
                    .malformed(
                            scan.begin(),
                            "a scan without loss has a predictor 1 to 7 and a point transform below " + scan.precision()
                                    + ", it has " + predictor + " and " + transform);
        }
    }

    /** Decodes the scan; where it ends. */
    int decode() {
        JpegScan.Part[] parts = scan.parts();
        for (JpegScan.Part part : parts) {
            JpegComponent component = part.component();
            if (parts.length > 1
                    && (component.across != parts[0].component().across
                            || component.down != parts[0].component().down)) {
                throw scan.bytes()
                        .unsupported(
                                scan.begin(), "JPEG without loss whose components are of different sizes is not read");
            }
        }
        JpegBits bits = new JpegBits(scan.bytes(), scan.begin());
        int width = parts[0].component().width;
        int height = parts[0].component().height;
        int first = 1 << (scan.precision() - transform - 1);
        int since = 0;
        int top = 0;
        int left = 0;
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                if (scan.interval() > 0 && since == scan.interval()) {
                    bits.restart();
                    since = 0;
                    top = y;
                    left = x;
                }
                since++;
                for (JpegScan.Part part : parts) {
                    JpegComponent component = part.component();
                    int[] plane = component.plane;
                    int at = y * component.stride + x;
                    int category = scan.present(part.dc(), "Huffman").decode(bits);
                    if (category > 16) {
                        throw bits.malformed("a difference has at most 16 bits");
                    }
                    int difference = category == 16 ? 32768 : bits.difference(category);
                    int predicted;
                    if (y == top) {
                        predicted = x == left ? first : plane[at - 1];
                    } else if (x == 0) {
                        predicted = plane[at - component.stride];
                    } else {
                        predicted = predicted(
                                plane[at - 1], plane[at - component.stride], plane[at - component.stride - 1]);
                    }
                    plane[at] = predicted + difference & 0xFFFF;
                }
            }
        }
        if (transform > 0) {
            for (JpegScan.Part part : parts) {
                int[] plane = part.component().plane;
                for (int i = 0; i < plane.length; i++) {
                    plane[i] <<= transform;
                }
            }
        }
        return bits.position();
    }

    private int predicted(int left, int above, int corner) {
        return switch (predictor) {
            case 1 -> left;
            case 2 -> above;
            case 3 -> corner;
            case 4 -> left + above - corner;
            case 5 -> left + (above - corner >> 1);
            case 6 -> above + (left - corner >> 1);
            default -> left + above >> 1;
        };
    }
}
