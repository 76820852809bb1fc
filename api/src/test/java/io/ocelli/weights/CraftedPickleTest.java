package io.ocelli.weights;

import static io.ocelli.weights.Fixtures.pickle;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.WeightsException;
import io.ocelli.weights.Fixtures.Pickle;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(20)
class CraftedPickleTest {
    @TempDir
    Path folder;

    @Test
    void executesNothing() {
        Path proof = folder.resolve("executed");
        String command = "touch " + proof;
        String message = "crafted names os.system: only tensors and containers are read, nothing is executed; save the "
                + "state dict alone, torch.save(model.state_dict(), path), or as safetensors";

        assertRefused(attack(command).zip(4)).hasMessage(message);
        assertRefused(attack(command).stream(1)).hasMessage(message);
        assertRefused(attack(command).done()).hasMessage(message);
        assertThat(Files.exists(proof)).isFalse();
    }

    private static Pickle attack(String command) {
        return pickle().global("os", "system").op('(').text(command).op("tR");
    }

    @Test
    void refusesNamesThatAreBuiltOnTheStack() {
        assertRefused(pickle().text("builtins").text("eval").op(0x93).zip(4))
                .hasMessageStartingWith("crafted names builtins.eval: ");
    }

    @Test
    void refusesToMakeObjectsOfClasses() {
        assertRefused(pickle().global("collections", "OrderedDict")
                        .op(")")
                        .op(0x81)
                        .zip(4))
                .hasMessageContaining("the operation 81 is none that tensors and containers need");
    }

    @Test
    void readsAnHonestPickleOfTheSameAssembler() {
        Pickle honest = pickle().op("}")
                .text("w")
                .tensor(6, 0, new long[] {2, 3}, new long[] {1, 2})
                .op('s');

        assertThat(Fixtures.read(honest.zip(24)).get("w").toFloats()).hasSize(6);
    }

    @Test
    void aBillionLaughsAreCheap() {
        Pickle laughs = pickle().op("}").text("ha").op('q', 0);
        for (int i = 1; i < 200; i++) {
            laughs.op('h', i - 1, 'h', i - 1, 0x86, 'q', i);
        }

        // each tuple holds the one before twice, and the last is a key
        assertRefused(laughs.op("}h").op(199).op("Ns").zip(4)).hasMessageContaining("it stops with values left over");
    }

    @Test
    void deepNestingIsHarmless() {
        Pickle deep = pickle().op("}")
                .text("w")
                .tensor(1, 0, new long[] {1}, new long[] {1})
                .op("s")
                .text("deep");
        deep.op("]".repeat(500_000)).op("a".repeat(499_999)).op('s');

        assertThat(Fixtures.read(deep.zip(4)).names()).containsExactly("w");
    }

    @Test
    void theNumberOfValuesIsBounded() {
        assertRefused(pickle().op(")".repeat(3_000_000)).zip(4))
                .hasMessageContaining("it holds more than 2097152 values");
    }

    @Test
    void theNumberOfTensorsIsBounded() {
        Pickle many = pickle().op(']')
                .global("torch._utils", "_rebuild_tensor")
                .op('q', 0)
                .op("((")
                .text("storage")
                .global("torch", "FloatStorage")
                .text("0")
                .text("cpu")
                .number(1)
                .op("tQ")
                .number(0)
                .tuple(1)
                .tuple(1)
                .op("tq")
                .op(1)
                .op("Ra");
        for (int i = 0; i < 1 << 17; i++) {
            many.op('h', 0, 'h', 1, 'R', 'a');
        }

        assertRefused(many.zip(4)).hasMessageContaining("has more than 131072 tensors");
    }

    @Test
    void claimedLengthsAreCheckedFirst() {
        assertRefused(pickle().op('X', 255, 255, 255, 127).zip(4))
                .hasMessageContaining("2147483647 more are needed and ");
        assertRefused(pickle().op(0x8d, 0, 0, 0, 0, 0, 0, 0, 16).zip(4))
                .hasMessageContaining("1152921504606846976 more");
        assertRefused(pickle().op("}r").op(255, 255, 255, 255).zip(4))
                .hasMessageContaining("the memo's index 4294967295");
        assertRefused(pickle().op("}r").op(255, 255, 255, 0).zip(4)).hasMessageContaining("the memo's index 16777215");
    }

    @Test
    void aStorageIsNoLargerThanTheFile() {
        byte[] crafted = pickle().op("}")
                .text("w")
                .tensor(1L << 60, 0, new long[] {1L << 60}, new long[] {1})
                .op('s')
                .zip(4);

        assertRefused(crafted).hasMessageStartingWith("crafted claims a storage '0' of 1152921504606846976 elements");
    }

    @Test
    void aTensorLiesWithinItsStorage() {
        assertTensorRefused(6, 0, new long[] {7}, new long[] {1})
                .hasMessage(
                        "crafted has a tensor FLOAT32[7] with strides [1] from element 0 of a storage of 6 elements; a tensor "
                                + "lies within its storage: the file is damaged");
        assertTensorRefused(6, -1, new long[] {2}, new long[] {1}).hasMessageContaining("lies within its storage");
        assertTensorRefused(6, Long.MAX_VALUE, new long[] {2}, new long[] {1}).hasMessageContaining("fit 63 bits");
        assertTensorRefused(6, 5, new long[] {2}, new long[] {-1}).hasMessageContaining("are not negative");
        assertTensorRefused(6, 0, new long[] {-2}, new long[] {1}).hasMessageContaining("are not negative");
        assertTensorRefused(6, 0, new long[] {2, 2}, new long[] {1})
                .hasMessageContaining("each dimension has its stride");
        assertTensorRefused(6, 0, new long[] {1L << 40, 1L << 40}, new long[] {0, 0})
                .hasMessageContaining("fit 63 bits");
    }

    @Test
    void anExpandedTensorCannotClaimWhatTheFileHasNot() {
        assertTensorRefused(6, 0, new long[] {1 << 28}, new long[] {0})
                .hasMessageContaining("describes tensors of many times as many, at 'w'; save them contiguous");
        assertTensorRefused(6, 0, new long[] {1L << 40}, new long[] {0}).hasMessageContaining("at most 2^31 - 1 bytes");
    }

    @Test
    void smallExpandedTensorsAreRead() {
        Pickle expanded = pickle().op("}")
                .text("w")
                .tensor(6, 5, new long[] {10, 1, 3}, new long[] {0, 9, 0})
                .op('s');

        assertThat(Fixtures.read(expanded.zip(24)).get("w").toFloats()).hasSize(30);
    }

    @Test
    void elementTypesThatAreNotReadAreTold() {
        assertRefused(pickle().global("torch", "ComplexFloatStorage").zip(4))
                .hasMessage(
                        "crafted has tensors of torch.ComplexFloatStorage; float32, float64, float16, bfloat16, int64, "
                                + "int32, int16, int8, uint8 and bool are read: convert them first");
    }

    @Test
    void dimensionsAreBounded() {
        assertTensorRefused(6, 0, new long[1000], new long[1000]).hasMessageContaining("a tensor of 1000 dimensions");
    }

    @Test
    void unhashableKeysAreRefused() {
        assertRefused(pickle().op("}}Ns").zip(4)).hasMessageContaining("a list or mapping is used as a key");
    }

    @Test
    void aListThatHoldsItselfIsHarmless() {
        assertRefused(pickle().op("]q").op(0).op("h").op(0).op("a").zip(4)).hasMessageContaining("holds no state dict");
    }

    @Test
    void bigEndianFilesAreRefused() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            Fixtures.stored(zip, "x/data.pkl", pickle().op("}").done());
            Fixtures.stored(zip, "x/byteorder", "big".getBytes(StandardCharsets.US_ASCII));
        }

        assertRefused(file.toByteArray()).hasMessageContaining("of byte order 'big'; little-endian files are read");
    }

    @Test
    void compressedEntriesAreRefused() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            zip.putNextEntry(new ZipEntry("x/data.pkl"));
            zip.write(pickle().op("}").done());
        }

        assertRefused(file.toByteArray()).hasMessageContaining("the zip entry 'x/data.pkl' compressed or encrypted");
    }

    @Test
    void aZipOfSomethingElseIsTold() throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(file)) {
            Fixtures.stored(zip, "readme.txt", new byte[3]);
        }

        assertRefused(file.toByteArray()).hasMessageContaining("is a zip archive without data.pkl");
    }

    @Test
    void entriesDoNotOverlapNorRepeat() {
        byte[] overlapping = pickle().op("}")
                .text("w")
                .tensor(1, 0, new long[] {1}, new long[] {1})
                .op('s')
                .zip(4);
        byte[] repeated = Fixtures.bytes("zip.pth");
        int directory = Fixtures.indexOf(overlapping, "PK\1\2");
        // the second entry's local header is moved onto the first's
        int second = Fixtures.indexOf(overlapping, "any/byteorder");
        int entry = directory + 46 + "any/data.pkl".length();
        assertThat(second).isPositive();
        System.arraycopy(overlapping, directory + 42, overlapping, entry + 42, 4);
        String text = new String(repeated, StandardCharsets.ISO_8859_1);
        repeated[text.lastIndexOf("zip/data/1") + 9] = '0';
        int last = text.lastIndexOf("zip/data/11");
        repeated[last + 10] = '0';

        assertRefused(overlapping).hasMessageContaining("overlap");
        assertRefused(repeated).hasMessageContaining("two entries are named");
    }

    private static AbstractThrowableAssert<?, ?> assertTensorRefused(
            long storage, long first, long[] extents, long[] strides) {
        assertRefused(pickle().op("}").text("w").tensor(storage, first, extents, strides).op('s').stream(6));
        return assertRefused(pickle().op("}")
                .text("w")
                .tensor(storage, first, extents, strides)
                .op('s')
                .zip(24));
    }

    private static AbstractThrowableAssert<?, ?> assertRefused(byte[] content) {
        return assertThatThrownBy(() -> Fixtures.read(content)).isInstanceOf(WeightsException.class);
    }
}
