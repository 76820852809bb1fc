package io.ocelli.weights;

import io.ocelli.error.WeightsException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Weights from a file of any format that is known, told by its content and not by its name: safetensors, and what
 * PyTorch's {@code torch.save} writes, as a zip archive or as the older stream of pickles.
 *
 * <p>Nothing in a file is ever executed: a pickle may name tensors and containers, and anything else is refused by name.
 * Of a checkpoint the state dict is taken, which is the mapping under {@code state_dict}, {@code model},
 * {@code model_state_dict} and the like, or the tensors at the top; what else is in there is ignored. Prefixes that
 * wrappers put before every name ({@code module.} of DataParallel, {@code _orig_mod.} of torch.compile) are taken off.
 *
 * <p>Tensors come in the file's order, row-major whatever the strides they were saved with. They are views of the mapped
 * file where that is possible, so the file is not to be changed in place while they are in use; replacing it by a move,
 * as {@link Safetensors#write} does, is safe (not on Windows, where a mapped file stays until its tensors are gone).
 */
public final class WeightsFile {
    private WeightsFile() {}

    /**
     * The weights in a file.
     *
     * @throws WeightsException if the file is missing, damaged, of another format, or names what is not read
     */
    public static Weights read(Path path) {
        try (FileBytes file = FileBytes.open(path)) {
            return read(file);
        }
    }

    /**
     * The weights in the remaining bytes of a buffer, which is the content of a file of this name; the buffer is not to
     * be changed afterwards.
     *
     * @throws WeightsException as for a file
     */
    public static Weights read(String name, ByteBuffer bytes) {
        return read(FileBytes.of(name, bytes));
    }

    private static Weights read(FileBytes file) {
        ByteBuffer head = file.region(0, Math.min(file.size(), 32));
        // first, for a safetensors header of 640 or 896 bytes begins like a pickle
        if (head.remaining() > 8 && head.get(8) == '{') {
            return SafetensorsHeader.read(file).weights(file);
        }
        if (head.remaining() > 4 && head.getInt(0) == ZipDirectory.LOCAL_HEADER) {
            return StateDict.of(TorchZip.read(file), file);
        }
        if (head.remaining() > 2 && (head.get(0) & 255) == Unpickler.PROTO && (head.get(1) & 255) <= 5) {
            return StateDict.of(TorchStream.read(file), file);
        }
        throw file.refuse("is not a weights file: it is to be safetensors or written by torch.save, and begins with "
                + begin(head) + " (" + file.size() + " bytes)" + hint(head));
    }

    private static String hint(ByteBuffer head) {
        String text = StandardCharsets.ISO_8859_1.decode(head.duplicate()).toString();
        if (text.startsWith("version https://git-lfs")) {
            return "; it is Git LFS's pointer to the file: run 'git lfs pull'";
        }
        if (text.startsWith("<")) {
            return "; it looks like a web page: download the file itself";
        }
        return "; check that it was downloaded whole";
    }

    private static String begin(ByteBuffer head) {
        if (!head.hasRemaining()) {
            return "nothing";
        }
        StringBuilder hex = new StringBuilder("bytes");
        for (int i = 0; i < Math.min(8, head.remaining()); i++) {
            hex.append(String.format(" %02x", head.get(i)));
        }
        return hex.toString();
    }
}
