/** The ONNX Runtime engine: programs compiled to ONNX, for inference and for the features of frozen backbones. */
@NullMarked
package io.ocelli.onnxruntime;

import org.jspecify.annotations.NullMarked;
