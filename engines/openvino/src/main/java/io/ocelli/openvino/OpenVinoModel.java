package io.ocelli.openvino;

import com.google.common.collect.ImmutableMap;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import io.ocelli.engine.Program;
import io.ocelli.error.EngineException;
import io.ocelli.files.NativesFolder;
import io.ocelli.onnxruntime.OnnxFormat;
import io.ocelli.tensor.Shape;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A program that OpenVINO has read, as long as it may be compiled. Not for several threads at once. */
final class OpenVinoModel implements AutoCloseable {
    private static final String PROGRAM = "the program";

    private final OpenVino openVino;
    private final Program program;
    private final Pointer model;
    private final Map<String, Integer> types;

    private OpenVinoModel(OpenVino openVino, Program program, Pointer model) {
        this.openVino = openVino;
        this.program = program;
        this.model = model;
        boolean whole = false;
        try {
            this.types = types(openVino, model);
            whole = true;
        } finally {
            if (!whole) {
                openVino.api().ov_model_free(model);
            }
        }
    }

    /** Hands a program over in memory, or past 2 GB, which is ONNX's limit of a message, in files. */
    static OpenVinoModel read(OpenVino openVino, Program program, Weights weights) {
        ByteBuffer onnx = new OnnxFormat().bytes(program, weights);
        if (onnx == null) {
            return readByFile(openVino, program, weights);
        }
        PointerByReference read = new PointerByReference();
        int status = openVino.api()
                .ov_core_read_model_from_memory_buffer(openVino.core(), onnx, onnx.remaining(), null, read);
        openVino.check(status, PROGRAM);
        return new OpenVinoModel(openVino, program, read.getValue());
    }

    /** The same by files, which are removed at once: what of them OpenVINO maps stays there for it. */
    static OpenVinoModel readByFile(OpenVino openVino, Program program, Weights weights) {
        Path file = null;
        try {
            file = NativesFolder.temporary(".onnx");
            new OnnxFormat().write(program, weights, Map.of(), file);
            PointerByReference read = new PointerByReference();
            openVino.check(openVino.api().ov_core_read_model(openVino.core(), file.toString(), null, read), PROGRAM);
            return new OpenVinoModel(openVino, program, read.getValue());
        } catch (IOException e) {
            throw new EngineException(
                    "A network of more than 2 GB is handed to OpenVINO in a file, and that failed: " + e
                            + "; name a folder that can be written with -Docelli.natives=FOLDER",
                    e);
        } finally {
            if (file != null) {
                delete(file.resolveSibling(file.getFileName() + ".data"));
                delete(file);
            }
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) { // Windows keeps a file that is mapped
            file.toFile().deleteOnExit();
        }
    }

    /**
     * The element types of the inputs that are read, in OpenVINO's numbers, which differ between its versions. Of some inputs a
     * program needs the shape alone, and OpenVINO drops those.
     */
    Map<String, Integer> types() {
        return types;
    }

    private static Map<String, Integer> types(OpenVino openVino, Pointer model) {
        OpenVinoApi api = openVino.api();
        LongByReference size = new LongByReference();
        openVino.check(api.ov_model_inputs_size(model, size), PROGRAM);
        ImmutableMap.Builder<String, Integer> types = ImmutableMap.builder();
        for (long i = 0; i < size.getValue(); i++) {
            PointerByReference port = new PointerByReference();
            openVino.check(api.ov_model_const_input_by_index(model, i, port), "input " + i);
            try {
                PointerByReference name = new PointerByReference();
                openVino.check(api.ov_port_get_any_name(port.getValue(), name), "the name of input " + i);
                String input = name.getValue().getString(0, StandardCharsets.UTF_8.name());
                api.ov_free(name.getValue());
                IntByReference type = new IntByReference();
                openVino.check(
                        api.ov_port_get_element_type(port.getValue(), type), "the type of the input '" + input + "'");
                types.put(input, type.getValue());
            } finally {
                api.ov_output_const_port_free(port.getValue());
            }
        }
        return types.build();
    }

    /** The program for a batch of one, or for any; the caller frees it. */
    Pointer compile(Map<String, String> options, boolean anyBatch) {
        String[] names = types.keySet().toArray(new String[0]);
        List<Shape> shapes = new ArrayList<>();
        for (String name : names) {
            shapes.add(Objects.requireNonNull(program.inputs().get(name)));
        }
        OpenVinoApi api = openVino.api();
        if (names.length > 0) {
            openVino.check(
                    api.ov_model_reshape(model, names, PartialShapes.of(shapes, anyBatch), names.length), PROGRAM);
        }
        List<Object> properties = new ArrayList<>();
        options.forEach((key, value) -> {
            properties.add(key);
            properties.add(value);
        });
        PointerByReference compiled = new PointerByReference();
        int status = api.ov_core_compile_model(
                openVino.core(), model, OpenVino.DEVICE, properties.size(), compiled, properties.toArray());
        openVino.check(status, PROGRAM);
        return compiled.getValue();
    }

    @Override
    public void close() {
        openVino.api().ov_model_free(model);
    }
}
