"""OpenVINO by its own Python, to be timed beside ours. Reads lines "FILE.onnx PRECISION BATCH" (f32, bf16) and answers each with
the milliseconds that one pass took, uint8 N H W C to probabilities, on a model that was compiled for this batch alone and for
latency. An empty line ends it. Needs openvino and numpy."""

import os
import sys
import time

import numpy
import openvino


def compiled(core, file, precision, batch):
    model = core.read_model(file)
    model.reshape([batch, *[extent.get_length() for extent in list(model.inputs[0].partial_shape)[1:]]])
    options = {
        "PERFORMANCE_HINT": "LATENCY",
        "INFERENCE_NUM_THREADS": str(len(os.sched_getaffinity(0))),
        "INFERENCE_PRECISION_HINT": precision,
    }
    request = core.compile_model(model, "CPU", options).create_infer_request()
    shape = [int(extent) for extent in model.inputs[0].shape]
    return request, numpy.random.default_rng(batch).integers(0, 256, shape, dtype=numpy.uint8)


def main():
    core, requests = openvino.Core(), {}
    print(f"OpenVINO {openvino.__version__.split('-')[0]} in Python", flush=True)
    for line in sys.stdin:
        if not line.strip():
            return
        key = tuple(line.split())
        if key not in requests:
            requests[key] = compiled(core, key[0], key[1], int(key[2]))
        request, pictures = requests[key]
        start = time.perf_counter()
        request.infer({0: pictures}, share_inputs=True, share_outputs=True)
        print((time.perf_counter() - start) * 1e3, flush=True)


main()
