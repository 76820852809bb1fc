package io.ocelli.openvino;

import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A compiled program, and those of its requests that no run uses. Threads may share it. */
final class Requests implements AutoCloseable {
    private final OpenVino openVino;
    private final Pointer compiled;
    private final Queue<Pointer> idle = new ConcurrentLinkedQueue<>();

    /** Takes the compiled program over. */
    Requests(OpenVino openVino, Pointer compiled) {
        this.openVino = openVino;
        this.compiled = compiled;
    }

    /** A request for the caller alone, who gives it back or frees it. */
    Pointer take() {
        Pointer left = idle.poll();
        if (left != null) {
            return left;
        }
        PointerByReference made = new PointerByReference();
        openVino.check(openVino.api().ov_compiled_model_create_infer_request(compiled, made), "to run the program");
        return made.getValue();
    }

    void giveBack(Pointer request) {
        idle.add(request);
    }

    /** Once all requests have been given back. */
    @Override
    public void close() {
        idle.forEach(openVino.api()::ov_infer_request_free);
        openVino.api().ov_compiled_model_free(compiled);
    }
}
