package io.ocelli.weights;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The zip archive that {@code torch.save} writes: a pickle, and beside it an entry for each storage. */
final class TorchZip {
    private static final String PICKLE = "data.pkl";

    private TorchZip() {}

    /** What the pickle holds, its storages located. */
    static Object read(FileBytes file) {
        ZipDirectory directory = ZipDirectory.read(file);
        ZipDirectory.Entry pickle = pickle(directory, file);
        String prefix = pickle.name().substring(0, pickle.name().length() - PICKLE.length());
        ZipDirectory.Entry order = directory.find(prefix + "byteorder");
        if (order != null && order.size() < 16) {
            String word =
                    StandardCharsets.US_ASCII.decode(directory.bytes(order)).toString();
            if (!word.equals("little")) {
                throw file.refuse("was written on a machine of byte order " + FileBytes.quote(word)
                        + "; little-endian files are read: save it again on such a machine");
            }
        }
        if (pickle.size() > Unpickler.LONGEST) {
            throw file.refuse("has a pickle of " + pickle.size() + " bytes; at most " + Unpickler.LONGEST
                    + " are read: save the state dict alone, torch.save(model.state_dict(), path)");
        }
        ByteBuffer code = directory.bytes(pickle);
        TorchGlobals globals = new TorchGlobals(file);
        Object root = Unpickler.read(file, code, globals);
        for (Storage storage : globals.storages().values()) {
            ZipDirectory.Entry entry = directory.find(prefix + "data/" + storage.key());
            if (entry == null || entry.size() != storage.bytes()) {
                throw file.refuse(
                        "has a storage " + FileBytes.quote(storage.key()) + " of " + storage.bytes() + " bytes and "
                                + (entry == null ? "no entry for it" : "an entry of " + entry.size() + " for it")
                                + "; the archive is damaged, fetch or save it again");
            }
            storage.locate(entry.begin());
        }
        return root;
    }

    /** The archive's one folder is named for the file it was first saved to. */
    private static ZipDirectory.Entry pickle(ZipDirectory directory, FileBytes file) {
        for (ZipDirectory.Entry entry : directory.entries()) {
            int slash = entry.name().indexOf('/');
            if (entry.name().substring(slash + 1).equals(PICKLE)) {
                return entry;
            }
        }
        throw file.refuse(
                "is a zip archive without " + PICKLE + ", so torch.save did not write it; weights are read from "
                        + "what torch.save or safetensors write: unpack it if it wraps such a file");
    }
}
