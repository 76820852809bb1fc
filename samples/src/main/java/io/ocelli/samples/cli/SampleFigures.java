package io.ocelli.samples.cli;

import com.google.common.hash.Hasher;
import com.google.common.hash.Hashing;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;

/** The range, the sum and the SHA-256 of samples, which are hashed as little endian numbers of a size. */
final class SampleFigures {
    private final int size;
    private final Hasher hasher = Hashing.sha256().newHasher();
    private long least = Long.MAX_VALUE;
    private long largest = Long.MIN_VALUE;
    private long sum;

    /** @param size bytes of a number: 1 or 4 */
    SampleFigures(int size) {
        this.size = size;
    }

    void add(long[] values) {
        for (long value : values) {
            least = Math.min(least, value);
            largest = Math.max(largest, value);
            sum += value;
            if (size == Byte.BYTES) {
                hasher.putByte((byte) value);
            } else {
                hasher.putInt((int) value);
            }
        }
    }

    long least() {
        return least;
    }

    long largest() {
        return largest;
    }

    /** The fields of an object, once all were added. */
    void write(JsonWriter json) throws IOException {
        json.name("min").value(least);
        json.name("max").value(largest);
        json.name("sum").value(sum);
        json.name("sha256").value(hasher.hash().toString());
    }
}
