"""ONNX Runtime's own quantiser, to be compared with ours: python quantizer.py FOLDER makes FOLDER/theirs.onnx of FOLDER/float.onnx with
the ranges of FOLDER/ranges.tsv, and compares all numbers that FOLDER/ours.onnx has with it, bit for bit. Ends with 1 if any differs."""

import os
import sys
from pathlib import Path

import numpy
import onnx
import onnxruntime
from onnx import numpy_helper
from onnxruntime.quantization import QuantType
from onnxruntime.quantization.calibrate import CalibrationMethod, TensorsData
from onnxruntime.quantization.qdq_quantizer import QDQQuantizer
from onnxruntime.quantization.quant_utils import load_model_with_shape_infer
from onnxruntime.quantization.registry import QDQRegistry

MOVING = ("Clip", "Flatten")
KINDS = ("levels", "scales", "zero points")


def ranges(folder, graph):
    """Of every value. What is only rectified or moved has the range of what is made of it."""
    rows = {}
    for line in (folder / "ranges.tsv").read_text().splitlines():
        node, low, high = line.split("\t")
        rows[node] = (numpy.float32(low), numpy.float32(high))
    found = {graph.input[0].name: rows[graph.input[0].name]}
    for node in graph.node:
        for output in node.output:
            if output.rsplit("/", 1)[0] in rows:
                found[output] = rows[output.rsplit("/", 1)[0]]
    for node in graph.node:
        if node.op_type in MOVING and node.input[0] in found:
            found.setdefault(node.output[0], found[node.input[0]])
    for node in reversed(graph.node):
        if node.op_type in MOVING and node.output[0] in found:
            found.setdefault(node.input[0], found[node.output[0]])
    return found


def quantize(folder):
    graph = onnx.load(folder / "float.onnx").graph
    logits = {output.name for output in graph.output}
    own = ranges(folder, graph)
    # logits stay as they are in ours, and their levels in theirs do not matter
    for node in graph.node:
        for output in node.output:
            if output not in own and (output in logits or node.op_type in ("Gemm", "Identity")):
                own[output] = (numpy.float32(0), numpy.float32(1))
    quantizer = QDQQuantizer(
        load_model_with_shape_infer(folder / "float.onnx"),
        True,
        False,
        QuantType.QInt8,
        QuantType.QUInt8,
        TensorsData(CalibrationMethod.MinMax, own),
        [],
        [],
        list(QDQRegistry.keys()),
        {},
    )
    quantizer.quantize_model()
    quantizer.model.save_model_to_file(str(folder / "theirs.onnx"))


def operators(file):
    """The operators that are neither of the two linear ones, each with what its inputs were dequantised from."""
    graph = onnx.load(file).graph
    fixed = {tensor.name: numpy_helper.to_array(tensor) for tensor in graph.initializer}
    makers = {output: node for node in graph.node for output in node.output}
    found = []
    for node in graph.node:
        if node.op_type in ("QuantizeLinear", "DequantizeLinear", "Identity", *MOVING):
            continue
        inputs = []
        for value in node.input:
            maker = makers.get(value)
            while maker is not None and maker.op_type in MOVING:
                maker = makers.get(maker.input[0])
            if maker is not None and maker.op_type == "DequantizeLinear":
                inputs.append([fixed.get(name) for name in maker.input])
        found.append((node.op_type, node.name, inputs))
    return found


def compare(folder):
    ours = operators(folder / "ours.onnx")
    theirs = operators(folder / "theirs.onnx")
    counts = dict.fromkeys(KINDS, 0)
    wrong = 0
    if [node[:2] for node in ours] != [node[:2] for node in theirs]:
        print("The operators are not the same:", [node[:2] for node in ours], [node[:2] for node in theirs])
        return 1
    for (_, name, own), (_, _, other) in zip(ours, theirs):
        if len(own) != len(other):
            print(name, "has", len(own), "inputs in whole numbers, and", len(other), "in theirs")
            wrong += 1
        for i, (mine, its) in enumerate(zip(own, other)):
            for kind, a, b in zip(KINDS, mine, its):
                if a is None or b is None:
                    continue
                counts[kind] += a.size
                differing = a.size if a.dtype != b.dtype or a.size != b.size else int((a.ravel() != b.ravel()).sum())
                if differing:
                    print(name, "input", i, kind, differing, "of", a.size, "differ")
                    wrong += differing
    print(
        f"ONNX Runtime {onnxruntime.__version__}:",
        ", ".join(f"{count} {kind}" for kind, count in counts.items()),
        f"compared in {len(ours)} operators, {wrong} differ",
    )
    return 1 if wrong else 0


def main():
    folder = Path(sys.argv[1])
    os.chdir(folder)
    quantize(folder)
    sys.exit(compare(folder))


main()
