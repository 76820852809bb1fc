package io.ocelli.weights;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The stream that {@code torch.save} wrote before PyTorch 1.6: pickles of a magic number, a version, the machine, the
 * object and the storages' keys, then each storage as its number of elements and its bytes.
 */
final class TorchStream {
    private static final BigInteger MAGIC = new BigInteger("1950a86a20f9469cfc6c", 16);
    private static final long VERSION = 1001;

    private TorchStream() {}

    /** What the object's pickle holds, its storages located. */
    static Object read(FileBytes file) {
        TorchGlobals globals = new TorchGlobals(file);
        long[] position = {0};
        if (!MAGIC.equals(pickle(file, position, globals))) {
            throw file.refuse(
                    "is a pickle, but not one that torch.save wrote; weights are read from what torch.save or "
                            + "safetensors write: load it in Python and save it again");
        }
        Object version = pickle(file, position, globals);
        Object machine = pickle(file, position, globals);
        if (!Long.valueOf(VERSION).equals(version) || !(machine instanceof Map)) {
            throw file.refuse("is a torch.save stream of another version than " + VERSION
                    + "; load it in PyTorch and save it again");
        }
        if (Boolean.FALSE.equals(((Map<?, ?>) machine).get("little_endian"))) {
            throw file.refuse(
                    "was written on a machine of byte order 'big'; little-endian files are read: save it again "
                            + "on such a machine");
        }
        Object root = pickle(file, position, globals);
        Object keys = pickle(file, position, globals);
        if (!(keys instanceof List)) {
            throw file.refuse("lacks the list of its storages; it is damaged, fetch or save it again");
        }
        locate(file, position[0], (List<?>) keys, globals.storages());
        return root;
    }

    private static void locate(FileBytes file, long position, List<?> keys, Map<String, Storage> storages) {
        Set<Storage> located = new HashSet<>();
        for (Object key : keys) {
            Storage storage = key instanceof String || key instanceof Long ? storages.get(key.toString()) : null;
            if (storage == null || !located.add(storage)) {
                throw file.refuse("lists a storage "
                        + (key instanceof String ? FileBytes.quote((String) key) + " " : "")
                        + "twice or without a tensor; it is damaged, fetch or save it again");
            }
            long count = file.region(position, 8).getLong(0);
            if (count != storage.count()) {
                throw file.refuse("has a storage " + FileBytes.quote(storage.key()) + " of " + storage.count()
                        + " elements, and " + count + " where its bytes are; it is damaged, fetch or save it again");
            }
            position += 8;
            if (storage.bytes() > file.size() - position) {
                throw file.refuse("ends within the storage " + FileBytes.quote(storage.key()) + ", " + storage.bytes()
                        + " bytes at byte " + position + "; it is truncated, fetch or save it again");
            }
            storage.locate(position);
            position += storage.bytes();
        }
        if (located.size() != storages.size()) {
            throw file.refuse("does not list all the storages of its tensors; it is damaged, fetch or save it again");
        }
    }

    private static Object pickle(FileBytes file, long[] position, TorchGlobals globals) {
        ByteBuffer code = file.region(position[0], Math.min(file.size() - position[0], Unpickler.LONGEST));
        Object value = Unpickler.read(file, code, globals);
        position[0] += code.position();
        return value;
    }
}
