/** The OpenVINO engine: programs as ONNX, run by the OpenVINO that the machine has. */
@NullMarked
package io.ocelli.openvino;

import org.jspecify.annotations.NullMarked;
