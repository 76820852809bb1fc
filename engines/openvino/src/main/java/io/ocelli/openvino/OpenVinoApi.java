package io.ocelli.openvino;

import com.sun.jna.Library;
import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.LongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** What is used of OpenVINO's C library, by its own names; a status other than 0 is an error. Sizes are those of 64 bits. */
interface OpenVinoApi extends Library {
    /** {@code ov_version_t}. */
    @Structure.FieldOrder({"buildNumber", "description"})
    final class Version extends Structure {
        public @Nullable String buildNumber;
        public @Nullable String description;

        public Version() {}
    }

    /** {@code ov_shape_t}. */
    @Structure.FieldOrder({"rank", "dims"})
    class Extents extends Structure {
        public long rank;
        public @Nullable Pointer dims;

        public Extents() {}

        /** As OpenVINO takes it. */
        public static final class Given extends Extents implements Structure.ByValue {
            public Given() {}

            Given(long[] extents) {
                rank = extents.length;
                if (extents.length > 0) {
                    Memory memory = new Memory((long) extents.length * Long.BYTES);
                    memory.write(0, extents, 0, extents.length);
                    dims = memory;
                }
            }
        }

        long[] toArray() {
            return dims == null ? new long[0] : dims.getLongArray(0, (int) rank);
        }
    }

    int ov_get_openvino_version(Version version);

    void ov_version_free(Version version);

    @Nullable
    String ov_get_last_err_msg();

    @Nullable
    String ov_get_error_info(int status);

    void ov_free(Pointer content);

    int ov_core_create(PointerByReference core);

    int ov_core_get_property(Pointer core, String device, String key, PointerByReference value);

    int ov_core_read_model_from_memory_buffer(
            Pointer core, ByteBuffer model, long length, @Nullable Pointer weights, PointerByReference read);

    int ov_core_read_model(Pointer core, String file, @Nullable String weights, PointerByReference read);

    int ov_core_compile_model(
            Pointer core,
            Pointer model,
            String device,
            long arguments,
            PointerByReference compiled,
            Object... properties);

    int ov_model_reshape(Pointer model, String[] inputs, Pointer shapes, long size);

    int ov_model_inputs_size(Pointer model, LongByReference size);

    int ov_model_const_input_by_index(Pointer model, long index, PointerByReference port);

    int ov_port_get_any_name(Pointer port, PointerByReference name);

    int ov_port_get_element_type(Pointer port, IntByReference type);

    void ov_output_const_port_free(Pointer port);

    void ov_model_free(Pointer model);

    int ov_compiled_model_create_infer_request(Pointer compiled, PointerByReference request);

    void ov_compiled_model_free(Pointer compiled);

    int ov_tensor_create_from_host_ptr(int type, Extents.Given shape, ByteBuffer memory, PointerByReference tensor);

    int ov_tensor_get_shape(Pointer tensor, Extents shape);

    int ov_shape_free(Extents shape);

    int ov_tensor_get_byte_size(Pointer tensor, LongByReference size);

    int ov_tensor_data(Pointer tensor, PointerByReference data);

    void ov_tensor_free(Pointer tensor);

    int ov_infer_request_set_tensor(Pointer request, String name, Pointer tensor);

    int ov_infer_request_infer(Pointer request);

    int ov_infer_request_get_tensor(Pointer request, String name, PointerByReference tensor);

    void ov_infer_request_free(Pointer request);
}
