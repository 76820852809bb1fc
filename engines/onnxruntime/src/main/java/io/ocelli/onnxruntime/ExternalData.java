package io.ocelli.onnxruntime;

import ai.onnx.proto.OnnxMl.TensorProto;

/**
 * Where a tensor's bytes lie outside the model's protobuf message, which cannot hold 2 GB.
 *
 * @param file a file's name, relative to the model's
 * @param offset the first byte in the file
 * @param length the number of bytes
 */
record ExternalData(String file, long offset, long length) {

    void describe(TensorProto.Builder tensor) {
        tensor.setDataLocation(TensorProto.DataLocation.EXTERNAL);
        entry(tensor, "location", file);
        entry(tensor, "offset", Long.toString(offset));
        entry(tensor, "length", Long.toString(length));
    }

    private static void entry(TensorProto.Builder tensor, String key, String value) {
        tensor.addExternalDataBuilder().setKey(key).setValue(value);
    }
}
