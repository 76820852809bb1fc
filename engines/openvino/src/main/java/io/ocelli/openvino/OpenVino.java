package io.ocelli.openvino;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.ocelli.error.EngineException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * OpenVINO in this process: its C library, and the core that all networks share. Loaded at the first call, kept as long as the
 * process lives. Thread-safe.
 */
final class OpenVino {
    static final String DEVICE = "CPU";

    private static @Nullable OpenVino loaded;

    private final OpenVinoApi api;
    private final Pointer core;
    private final Path library;

    private OpenVino(OpenVinoApi api, Path library) {
        this.api = api;
        this.library = library;
        PointerByReference made = new PointerByReference();
        check(api.ov_core_create(made), "to start");
        this.core = made.getValue();
    }

    /**
     * Loads it where that has not been done.
     *
     * @throws EngineException if the library is missing, or cannot be loaded
     */
    static synchronized OpenVino load() {
        if (loaded == null) {
            OpenVinoFolder folder = OpenVinoFolder.here();
            Path library = folder.library();
            if (library == null) {
                throw new EngineException(String.valueOf(folder.missing()));
            }
            loaded = load(library);
        }
        return loaded;
    }

    private static OpenVino load(Path library) {
        try {
            return new OpenVino(
                    Native.load(library.toString(), OpenVinoApi.class, Map.of(Library.OPTION_STRING_ENCODING, "UTF-8")),
                    library);
        } catch (LinkageError e) {
            throw new EngineException(
                    "OpenVINO's C library " + library + " was found but cannot be loaded on "
                            + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ": "
                            + e.getMessage()
                            + ". It needs the libraries that are installed with it, and a version for this platform: run"
                            + " its setupvars script before Java, or name another folder with -D"
                            + OpenVinoFolder.PROPERTY + "=FOLDER",
                    e);
        }
    }

    /** Turns a status into an exception, where it is one of an error. */
    void check(int status, String what) {
        if (status != 0) {
            String told = api.ov_get_last_err_msg();
            throw new EngineException("OpenVINO refused " + what + ": "
                    + (told == null || told.isBlank() ? api.ov_get_error_info(status) : told.strip()));
        }
    }

    OpenVinoApi api() {
        return api;
    }

    Pointer core() {
        return core;
    }

    /** The version, as OpenVINO writes it. */
    String version() {
        OpenVinoApi.Version version = new OpenVinoApi.Version();
        check(api.ov_get_openvino_version(version), "to tell its version");
        try {
            return String.valueOf(version.buildNumber);
        } finally {
            api.ov_version_free(version);
        }
    }

    /** In what arithmetic the processor computes faster than by simulating it: {@code FP32}, {@code BF16}, {@code INT8}. */
    List<String> capabilities() {
        PointerByReference text = new PointerByReference();
        check(
                api.ov_core_get_property(core, DEVICE, "OPTIMIZATION_CAPABILITIES", text),
                "to tell what the processor can do");
        try {
            return Arrays.asList(text.getValue().getString(0, "UTF-8").trim().split("\\s+"));
        } finally {
            api.ov_free(text.getValue());
        }
    }

    @Override
    public String toString() {
        return "OpenVINO " + version() + " of " + library + " on " + DEVICE + " " + capabilities();
    }
}
