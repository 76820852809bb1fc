package io.ocelli.imageio;

import java.io.IOException;
import java.util.List;

/**
 * What a scan's header says.
 *
 * @param at where its data begin
 * @param from the first coefficient of the scan, where the frame is progressive
 * @param to its last one
 * @param high the lowest bit that coefficients have before it; 0 for none
 * @param low the lowest bit that they have behind it
 * @param interval units between restarts; 0 for no restarts
 */
record JpegScanHeader(
        byte[] file,
        int at,
        JpegFrame frame,
        List<JpegScan.Part> parts,
        int from,
        int to,
        int high,
        int low,
        int interval) {
    JpegScan scan(JpegScan.Coding coding) {
        return new JpegScan(this, coding);
    }

    JpegScan.Coding progressive() throws IOException {
        return new JpegProgressive(from, to, high, low);
    }
}
