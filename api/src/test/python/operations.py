"""Golden cases of every graph operation, by PyTorch in float64.

    python operations.py > ../resources/io/ocelli/testing/operations.json

A case is an operation as a graph's JSON writes it, its inputs (shapes for a batch of one; the values are those of BATCH
samples), its parameters by the fill rule, the output, and the gradients of sum(output * cotangent) with respect to every
floating-point input and every learning parameter. `training` cases run batch norms on the batch's statistics and give the
buffers afterwards. Names of fills: the case's name, a dot, the name of the input or parameter, or `cotangent`.

To add an operation: a line under CASES with a function of PyTorch tensors. Needs numpy and torch.
"""
import base64
import json
import sys

import numpy as np
import torch
import torch.nn.functional as F

BATCH = 2
MASK = (1 << 64) - 1


def uniform(name, count):
    """The fill rule: splitmix64 from the FNV-1a hash of the name, the top 24 bits."""
    state = 0xCBF29CE484222325
    for byte in name.encode():
        state = ((state ^ byte) * 0x100000001B3) & MASK
    values = np.empty(count)
    for i in range(count):
        state = (state + 0x9E3779B97F4A7C15) & MASK
        z = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & MASK
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & MASK
        values[i] = ((z ^ (z >> 31)) >> 40) / 2.0**24
    return values


def fill(name, shape, lo, hi):
    count = int(np.prod(shape, dtype=int))
    return torch.from_numpy((lo + (hi - lo) * uniform(name, count)).astype(np.float32).astype(np.float64).reshape(shape))


def parameter(name, shape):
    last = name.rsplit(".", 1)[-1]
    if last == "running_mean":
        return fill(name, shape, -0.1, 0.1)
    if last == "running_var":
        return fill(name, shape, 0.5, 1.5)
    if len(shape) <= 1:
        return fill(name, shape, 0.9, 1.1) if last == "weight" else fill(name, shape, -0.1, 0.1)
    if last in ("weight", "in_proj_weight"):
        bound = (3.0 / np.prod(shape[1:])) ** 0.5
        return fill(name, shape, -bound, bound)
    return fill(name, shape, -0.2, 0.2)


def numbers(tensor):
    return [float("%.9g" % value) for value in tensor.detach().flatten().tolist()]


CASES = []


def case(
    name,
    operation,
    inputs,
    compute,
    parameters=None,
    training=False,
    lo=-2.0,
    hi=2.0,
    type="FLOAT32",
    batch=BATCH,
    weights=(),
    rows=None,
    fixed=(),
    whole=(),
    ranges=(),
    beside=False,
):
    """compute(*inputs, **parameters) gives the output; inputs are shapes for a batch of one.

    `weights` are the inputs that are the results of Weight nodes, and not the batch's; `rows` makes the last of them row
    numbers below it. Operations whose result is not the batch's have a batch of one. `fixed` inputs get no gradient, `whole`
    ones neither and are whole numbers; `ranges` are bounds of an input's own. With `beside`, the loss has the sum of every
    learning input beside, so that one through which no gradient goes has a gradient.
    """
    described, values = [], []
    for i, shape in enumerate(inputs):
        kind, low, high = ("INT64", 0, rows) if rows and i == len(inputs) - 1 else (type, lo, hi)
        low, high = dict(ranges).get(i, (low, high))
        described.append(dict(name="x%d" % i, type=kind, shape=list(shape), lo=low, hi=high, weight=i in weights))
        if i in fixed or i in whole:
            described[-1]["learns"] = False
        if i in whole:
            described[-1]["whole"] = True
        full = [extent * (1 if d or i in weights else batch) for d, extent in enumerate(shape)]
        value = fill("%s.x%d" % (name, i), full, low, high)
        if kind == "INT64":
            value = value.floor().long()
        elif kind in ("UINT8", "INT32") or i in whole:
            value = value.floor()
        elif i not in fixed:
            value = value.requires_grad_()
        values.append(value)
    learning, buffers = {}, {}
    for key, shape in (parameters or {}).items():
        value = parameter(name + "." + key, shape)
        (buffers if key.startswith("running_") else learning)[key] = value
    for value in learning.values():
        value.requires_grad_()
    own = {key or "own": value for key, value in learning.items()}
    output = compute(*values, **own, **buffers)
    cotangent = fill(name + ".cotangent", list(output.shape), -1, 1)
    gradients = {}
    sources = {d["name"]: v for d, v in zip(described, values) if v.requires_grad}
    sources.update(learning)
    if sources:
        loss = (output * cotangent).sum() + sum(value.sum() for value in sources.values() if beside)
        found = torch.autograd.grad(loss, list(sources.values()))
        gradients = {key: numbers(value) for key, value in zip(sources, found)}
    entry = dict(name=name, operation=operation, batch=batch, training=training, inputs=described)
    entry["output"] = dict(shape=list(output.shape), values=numbers(output))
    entry["gradients"] = gradients
    if beside:
        entry["beside"] = True
    if training:
        entry["buffers"] = {key: numbers(value) for key, value in buffers.items()}
    CASES.append(entry)


def op(type, **attributes):
    return dict(type=type, **attributes)


# ---- functions of each element
for function, compute in dict(
    GELU=F.gelu,
    HARDSIGMOID=F.hardsigmoid,
    HARDSWISH=F.hardswish,
    RELU=F.relu,
    RELU6=F.relu6,
    SIGMOID=torch.sigmoid,
    SILU=F.silu,
    TANH=torch.tanh,
).items():
    case("Activation " + function, op("Activation", function=function), [(1, 3, 4, 5)], compute, lo=-8, hi=8)
case("Activation EXP", op("Activation", function="EXP"), [(1, 3, 4, 5)], torch.exp)
for function, compute, lo, hi in (
    ("ABS", torch.abs, -3, 3),
    ("CEIL", torch.ceil, -3, 3),
    ("COS", torch.cos, -7, 7),
    ("ERF", torch.erf, -3, 3),
    ("FLOOR", torch.floor, -3, 3),
    ("LOG", torch.log, 0.01, 5),
    ("LOG1P", torch.log1p, -0.9, 3),
    ("LOG_SIGMOID", F.logsigmoid, -30, 30),
    ("NEGATE", torch.neg, -3, 3),
    ("RECIPROCAL", torch.reciprocal, 0.2, 4),
    ("ROUND", torch.round, -3, 3),
    ("RSQRT", torch.rsqrt, 0.2, 4),
    ("SIGN", torch.sign, -3, 3),
    ("SIN", torch.sin, -7, 7),
    ("SOFTPLUS", F.softplus, -30, 30),
    ("SQRT", torch.sqrt, 0.05, 4),
    ("SQUARE", torch.square, -3, 3),
):
    case("Activation " + function, op("Activation", function=function), [(1, 3, 4, 5)], compute, lo=lo, hi=hi)
case("Activation LOG1P of small numbers", op("Activation", function="LOG1P"), [(1, 30)], torch.log1p, lo=-1e-6, hi=1e-6)
case("Clamp", op("Clamp", min=-0.5, max=1.25), [(1, 3, 4, 5)], lambda x: x.clamp(-0.5, 1.25))
case("Activation of tokens", op("Activation", function="TANH"), [(1, 5, 6)], torch.tanh)
case("Activation of features", op("Activation", function="RELU"), [(1, 9)], F.relu)
case("Scale", op("Scale", factor=-0.75, offset=0.3), [(1, 3, 4, 4)], lambda x: -0.75 * x + 0.3)
case("Scale by an integer", op("Scale", factor=3, offset=0), [(1, 7)], lambda x: 3 * x)
case("Dropout", op("Dropout", probability=0.4), [(1, 11)], lambda x: x * 1)
case("StochasticDepth", op("StochasticDepth", probability=0.3), [(1, 3, 4, 4)], lambda x: x * 1)
case("Input", op("Input", dtype="FLOAT32", rank=4), [(1, 2, 3, 3)], lambda x: x * 1)
case(
    "Normalize",
    op("Normalize", mean=[0.485, 0.456, 0.406], standard_deviation=[0.229, 0.224, 0.225]),
    [(1, 3, 4, 5)],
    lambda x: (x - torch.tensor([0.485, 0.456, 0.406], dtype=x.dtype)[:, None, None])
    / torch.tensor([0.229, 0.224, 0.225], dtype=x.dtype)[:, None, None],
    lo=0,
    hi=1,
)
case("Normalize gray", op("Normalize", mean=[0.5], standard_deviation=[0.25]), [(1, 1, 3, 3)], lambda x: (x - 0.5) / 0.25)
case("Pixels", op("Pixels"), [(1, 4, 5, 3)], lambda x: x.permute(0, 3, 1, 2) / 255, lo=0, hi=256, type="UINT8")
case("Samples", op("Samples"), [(1, 4, 5, 3)], lambda x: x.permute(0, 3, 1, 2), lo=-32768, hi=65536, type="INT32")
for percentage, shape in ((0, (1, 3, 4, 5)), (1, (1, 1, 8, 9)), (37.5, (1, 3, 4, 5)), (99, (1, 1, 8, 9)), (100, (1, 7))):
    case(
        "Percentile %g" % percentage,
        op("Percentile", percentage=percentage),
        [shape],
        lambda x, p=percentage: torch.quantile(x.flatten(1), p / 100, dim=1).reshape([-1] + [1] * (x.dim() - 1)),
    )
case("Pixels gray", op("Pixels"), [(1, 3, 5, 1)], lambda x: x.permute(0, 3, 1, 2) / 255, lo=0, hi=256, type="UINT8")

# ---- of several inputs
add = lambda *xs: sum(xs[1:], xs[0])
case("Add", op("Add"), [(1, 3, 4, 4), (1, 3, 4, 4)], add)
case("Add of three", op("Add"), [(1, 7), (1, 7), (1, 7)], add)
case("Add broadcasting", op("Add"), [(1, 3, 4, 5), (1, 3, 1, 1)], add)
case("Add broadcasting both", op("Add"), [(1, 3, 1, 5), (1, 1, 4, 1)], add)
multiply = lambda *xs: xs[0] * xs[1] if len(xs) == 2 else xs[0] * xs[1] * xs[2]
case("Multiply", op("Multiply"), [(1, 5, 6), (1, 5, 6)], multiply)
case("Multiply of three", op("Multiply"), [(1, 6), (1, 6), (1, 6)], multiply)
case("Multiply by channel", op("Multiply"), [(1, 3, 4, 5), (1, 3, 1, 1)], multiply)
case("Multiply by place", op("Multiply"), [(1, 1, 4, 5), (1, 3, 4, 5)], multiply)
for name, dimension, shapes in (
    ("channels", 1, [(1, 2, 3, 4), (1, 3, 3, 4), (1, 1, 3, 4)]),
    ("columns", -1, [(1, 2, 3, 4), (1, 2, 3, 2)]),
    ("tokens", 1, [(1, 1, 6), (1, 4, 6)]),
    ("features", 1, [(1, 3), (1, 5)]),
):
    case("Concat of " + name, op("Concat", dimension=dimension), shapes, lambda *xs, d=dimension: torch.cat(xs, d))

for name, compute, lo in (
    ("Subtract", torch.sub, -2),
    ("Divide", torch.div, 0.3),
    ("Power", torch.pow, 0.3),
    ("Maximum", torch.maximum, -2),
    ("Minimum", torch.minimum, -2),
):
    case(name, op(name), [(1, 3, 4), (1, 3, 4)], compute, lo=lo)
    case(name + " broadcasting", op(name), [(1, 3, 1, 5), (1, 1, 4, 1)], compute, lo=lo)
    case(name + " of a weight", op(name), [(1, 3), (3,)], compute, lo=lo, weights=(1,))
    case(name + " of a scalar", op(name), [(1, 3, 4), ()], compute, lo=lo, weights=(1,))
case("Power with whole exponents", op("Power"), [(1, 6), (6,)], torch.pow, weights=(1,), whole=(1,), ranges={1: (1, 4)})
for kind, compute in dict(
    LESS=torch.lt, LESS_OR_EQUAL=torch.le, EQUAL=torch.eq, GREATER=torch.gt, GREATER_OR_EQUAL=torch.ge, NOT_EQUAL=torch.ne
).items():
    relation = lambda a, b, c=compute: c(a, b).double()
    case("Compare " + kind, op("Compare", kind=kind), [(1, 4, 5), (1, 4, 1)], relation, whole=(0, 1))
    case("Compare %s, learning" % kind, op("Compare", kind=kind), [(1, 5), (1, 5)], relation, beside=True)
where = lambda c, a, b: torch.where(c != 0, a, b)
case("Where", op("Where"), [(1, 4, 5), (1, 4, 5), (1, 4, 5)], where, whole=(0,), ranges={0: (0, 2)})
case("Where broadcasting", op("Where"), [(1, 4, 1), (1, 1, 5), ()], where, weights=(2,), whole=(0,), ranges={0: (-1, 2)})
case("Lerp", op("Lerp"), [(1, 4, 5), (1, 4, 5), (1, 4, 5)], torch.lerp)
case("Lerp by a scalar", op("Lerp"), [(1, 4, 5), (1, 4, 5), ()], torch.lerp, weights=(2,), ranges={2: (0.6, 0.9)})
for name, compute, lo in (("AddProduct", torch.addcmul, -2), ("AddQuotient", torch.addcdiv, 0.3)):
    case(name, op(name), [(1, 4, 5)] * 3, compute, lo=lo)
    scaled = lambda a, b, c, s, f=compute: f(a, b, c, value=s.item())
    case(name + ", scaled", op(name), [(1, 4, 5)] * 3 + [()], scaled, lo=lo, weights=(3,), fixed=(3,))
    case(name + ", broadcasting", op(name), [(1, 4, 5), (1, 4, 1), (1, 1, 5)], compute, lo=lo)
for name, shapes, options in (
    ("of matrices", [(4, 3), (3, 5)], dict(weights=(1,))),
    ("of batches", [(1, 4, 3), (1, 3, 5)], {}),
    ("of heads", [(1, 2, 4, 3), (1, 2, 3, 5)], {}),
    ("broadcasting", [(1, 2, 4, 3), (3, 5)], dict(weights=(1,))),
    ("broadcasting both", [(1, 3, 1, 2, 4), (2, 4, 3)], dict(weights=(1,))),
):
    case("MatMul " + name, op("MatMul"), shapes, torch.matmul, **options)


class Reversed(torch.autograd.Function):
    @staticmethod
    def forward(x, strength):
        return x.view_as(x)

    @staticmethod
    def setup_context(ctx, inputs, output):
        ctx.strength = inputs[1]

    @staticmethod
    def backward(ctx, gradient):
        return -ctx.strength * gradient, None


case("ReverseGradient", op("ReverseGradient"), [(1, 4, 5), ()], Reversed.apply, weights=(1,), fixed=(1,))
case("StopGradient", op("StopGradient"), [(1, 4, 5)], lambda x: x.detach(), beside=True)


def quantize(name, shape, low, high, axis=None, **options):
    """PyTorch's own, which wants scale and zero point in other types."""

    def compute(x, scale, zero):
        if axis is None:
            return torch.fake_quantize_per_tensor_affine(x.float(), scale.float(), zero.int(), low, high).double()
        return torch.fake_quantize_per_channel_affine(x.float(), scale.float(), zero.int(), axis % x.dim(), low, high).double()

    attributes = dict(min=low, max=high) if axis is None else dict(min=low, max=high, axis=axis)
    each = () if axis is None else (shape[axis],)
    ranges = {1: (0.02, 0.05), 2: (-3, 4) if low < 0 else (0.3 * high, 0.6 * high)}
    case(
        "FakeQuantize " + name,
        op("FakeQuantize", **attributes),
        [shape, each, each],
        compute,
        weights=(1, 2),
        fixed=(1,),
        whole=(2,),
        ranges=ranges,
        **options,
    )


quantize("of a tensor", (1, 4, 5), -128, 127)
quantize("of a tensor to few levels", (1, 4, 5), -8, 7)
quantize("of a tensor to bytes", (1, 4, 5), 0, 255, lo=-5, hi=5)
quantize("of channels", (1, 3, 4, 5), -8, 7, 1)
quantize("of channels, from the end", (1, 4, 5), 0, 15, -1)
scaled = lambda x, scale: x * scale
case("Dequantize", op("Dequantize"), [(1, 4, 5), ()], scaled, weights=(1,), fixed=(1,))
case("Dequantize channels", op("Dequantize", axis=1), [(1, 4, 5), (4,)], lambda x, s: x * s[:, None], weights=(1,), fixed=(1,))
case("Dequantize from the end", op("Dequantize", axis=-1), [(1, 4, 5), (5,)], scaled, weights=(1,), fixed=(1,))

# ---- of the shapes of others
case("Expand", op("Expand"), [(1, 3, 1), (1, 3, 4)], lambda x, y: x.expand_as(y), fixed=(1,))
case("Expand of a weight", op("Expand"), [(3, 1), (1, 3, 4)], lambda x, y: x.expand_as(y), fixed=(1,), weights=(0,))
case("Expand of a scalar", op("Expand"), [(), (1, 3)], lambda x, y: x.expand_as(y), fixed=(1,), weights=(0,))
case("SumTo", op("SumTo"), [(1, 3, 4), (1, 3, 1)], lambda x, y: x.sum_to_size(y.shape), fixed=(1,))
case("SumTo a weight", op("SumTo"), [(4, 3), (1, 3)], lambda x, y: x.sum_to_size(y.shape), fixed=(1,), weights=(1,), batch=1)
case("SumTo fewer dimensions", op("SumTo"), [(4, 3, 2), (3, 1)], lambda x, y: x.sum_to_size(y.shape), fixed=(1,), weights=(1,), batch=1)
case("SumTo a scalar", op("SumTo"), [(4, 3), ()], lambda x, y: x.sum_to_size(y.shape), fixed=(1,), weights=(1,), batch=1)
case("SumTo itself", op("SumTo"), [(1, 3, 4), (1, 3, 4)], lambda x, y: x.sum_to_size(y.shape), fixed=(1,))
case("ReshapeLike", op("ReshapeLike"), [(1, 3, 4), (1, 2, 6)], lambda x, y: x.reshape(y.shape), fixed=(1,))
case("Unsqueeze", op("Unsqueeze", dimension=1), [(1, 3)], lambda x: x.unsqueeze(1))
case("Unsqueeze at the end", op("Unsqueeze", dimension=-1), [(1, 3, 2)], lambda x: x.unsqueeze(-1))
case("Unsqueeze before all", op("Unsqueeze", dimension=0), [(4, 3)], lambda x: x.unsqueeze(0), weights=(0,))
full = lambda x, n: torch.full((), float(n), dtype=torch.float64)
case("Count of all", op("Count", axes=[]), [(1, 3, 4)], lambda x: full(x, x.numel()), beside=True)
case("Count of the batch", op("Count", axes=[0]), [(1, 3)], lambda x: full(x, x.shape[0]), beside=True)
case("Count of places", op("Count", axes=[-1, 1]), [(1, 3, 2, 5)], lambda x: full(x, 15), beside=True)
case("Eye of the batch", op("Eye", dimension=0), [(1, 3)], lambda x: torch.eye(4, dtype=torch.float64), batch=4, fixed=(0,))
case("Eye of features", op("Eye", dimension=-1), [(4, 3)], lambda x: torch.eye(3, dtype=torch.float64), beside=True)
case("OneHot", op("OneHot", classes=5), [(1,)], lambda y: F.one_hot(y, 5).double(), rows=5, batch=7)
case("OneHot of places", op("OneHot", classes=4), [(1, 3, 2)], lambda y: F.one_hot(y, 4).double(), rows=4)

# ---- of places
case("Flatten", op("Flatten"), [(1, 3, 2, 4)], lambda x: x.flatten(1))
case("Flatten of tokens", op("Flatten"), [(1, 3, 5)], lambda x: x.flatten(1))
case("Pad of channels", op("Pad", dimension=1, before=2, after=1), [(1, 3, 3, 2)], lambda x: F.pad(x, (0, 0, 0, 0, 2, 1)))
case("Pad of rows", op("Pad", dimension=2, before=0, after=2), [(1, 2, 3, 4)], lambda x: F.pad(x, (0, 0, 0, 2)))
case("Pad of columns", op("Pad", dimension=-1, before=1, after=0), [(1, 2, 3, 4)], lambda x: F.pad(x, (1, 0)))
case("Pad of tokens", op("Pad", dimension=1, before=1, after=2), [(1, 3, 4)], lambda x: F.pad(x, (0, 0, 1, 2)))
TO_END = 2**31 - 1
case("Slice of rows", op("Slice", dimension=2, start=0, end=TO_END, step=2), [(1, 2, 5, 3)], lambda x: x[:, :, ::2])
case("Slice of columns", op("Slice", dimension=-1, start=1, end=4, step=2), [(1, 2, 3, 6)], lambda x: x[..., 1:4:2])
case("Slice of channels", op("Slice", dimension=1, start=1, end=3, step=1), [(1, 4, 2, 2)], lambda x: x[:, 1:3])
case("Slice of tokens", op("Slice", dimension=1, start=0, end=1, step=1), [(1, 5, 4)], lambda x: x[:, :1])
case("Slice beyond the end", op("Slice", dimension=1, start=2, end=99, step=3), [(1, 9)], lambda x: x[:, 2:99:3])
case("Roll of rows and columns", op("Roll", shifts=[-1, 2], dimensions=[1, 2]), [(1, 3, 5, 2)], lambda x: x.roll((-1, 2), (1, 2)))
case("Roll of columns round more than once", op("Roll", shifts=[7], dimensions=[-1]), [(1, 2, 3, 5)], lambda x: x.roll(7, -1))
case("Roll by nothing", op("Roll", shifts=[0, -3], dimensions=[2, 1]), [(1, 3, 4)], lambda x: x)

case("Permute to channels last", op("Permute", order=[0, 2, 3, 1]), [(1, 2, 3, 4)], lambda x: x.permute(0, 2, 3, 1))
case("Permute of windows", op("Permute", order=[0, 1, 3, 2, 4, 5]), [(1, 2, 3, 2, 3, 2)], lambda x: x.permute(0, 1, 3, 2, 4, 5))
case("Reshape to tokens", op("Reshape", extents=[0, 0, -1]), [(1, 3, 2, 4)], lambda x: x.flatten(2))
case("Reshape to heads", op("Reshape", extents=[0, 0, 2, 3]), [(1, 4, 6)], lambda x: x.unflatten(2, (2, 3)))
case("Reshape of what is not the batch's", op("Reshape", extents=[1, 1, 3, 3, 2]), [(9, 2)], lambda x: x.reshape(1, 1, 3, 3, 2), batch=1, weights=(0,))
case("ChannelShuffle of two", op("ChannelShuffle", groups=2), [(1, 6, 2, 3)], lambda x: F.channel_shuffle(x, 2))
case("ChannelShuffle of three", op("ChannelShuffle", groups=3), [(1, 6, 2, 3)], lambda x: F.channel_shuffle(x, 3))
case("Gather", op("Gather"), [(5, 3), (4,)], lambda t, i: t[i], rows=5, batch=1, weights=(0, 1))
case("Gather of a square", op("Gather"), [(7, 2), (3, 3)], lambda t, i: t[i], rows=7, batch=1, weights=(0, 1))

# ---- what has no input
constant = dict(distribution="CONSTANT", distribution_scale=0)
case("Weight", op("Weight", shape=[1, 3, 4], role="WEIGHT", **constant), [], lambda own: own * 1, {"": (1, 3, 4)}, batch=1)


def constant_case(name, values, dtype, array):
    bytes = base64.b64encode(np.array(values, dtype=array).tobytes()).decode()
    attributes = dict(dtype=dtype, shape=list(np.array(values).shape), bytes=bytes)
    case("Constant " + name, op("Constant", **attributes), [], lambda: torch.tensor(values, dtype=torch.float64), batch=1)


constant_case("of a vector", [0.5, -1.25, 3.0], "FLOAT32", "<f4")
constant_case("of a map", [[[[1.0, 2.0], [3.0, 4.0]], [[5.0, 6.0], [7.0, 8.5]]]], "FLOAT32", "<f4")


def window_mask(grid, window, shift):
    """The regions of the shifted map, window by window; pixels of different regions are kept apart."""
    rows = [0 if not shift[0] or i < grid[0] - window[0] else 1 if i < grid[0] - shift[0] else 2 for i in range(grid[0])]
    columns = [0 if not shift[1] or i < grid[1] - window[1] else 1 if i < grid[1] - shift[1] else 2 for i in range(grid[1])]
    regions = 3.0 * torch.tensor(rows, dtype=torch.float64)[:, None] + torch.tensor(columns, dtype=torch.float64)[None, :]
    parts = regions.reshape(grid[0] // window[0], window[0], grid[1] // window[1], window[1]).permute(0, 2, 1, 3)
    parts = parts.reshape(-1, window[0] * window[1])
    apart = parts[:, :, None] != parts[:, None, :]
    return torch.where(apart, -100.0, 0.0)[None, :, None]


for name, grid, window, shift in (
    ("of four windows", (4, 4), (2, 2), (1, 1)),
    ("of one row of windows", (3, 6), (3, 3), (0, 1)),
    ("oblong", (4, 6), (2, 3), (1, 1)),
):
    case(
        "WindowMask " + name,
        op("WindowMask", grid=list(grid), window=list(window), shift=list(shift)),
        [],
        lambda g=grid, w=window, s=shift: window_mask(g, w, s),
        batch=1,
    )

# ---- reductions
def product(x, axes, keep):
    for axis in sorted((axis % x.dim() for axis in axes), reverse=True):
        x = x.prod(axis, keep)
    return x


for kind, reduce in dict(
    SUM=torch.sum,
    MEAN=torch.mean,
    MAX=torch.amax,
    MIN=torch.amin,
    PRODUCT=product,
    LOG_SUM_EXP=torch.logsumexp,
).items():
    for name, shape, axes, keep in (
        ("of all", (1, 3, 4, 4), (), False),
        ("of features", (1, 6), (1,), False),
        ("of columns", (1, 3, 4, 5), (-1,), False),
        ("of places, kept", (1, 3, 2, 5), (2, 3), True),
        ("of tokens, unordered", (1, 3, 2, 4), (-1, 1), False),
    ):
        case(
            "Reduce %s %s" % (kind, name),
            op("Reduce", kind=kind, axes=list(axes), keep=keep),
            [shape],
            lambda x, r=reduce, a=axes, k=keep: r(x, a or tuple(range(x.dim())), k),
        )
    case(
        "Reduce %s of the batch" % kind,
        op("Reduce", kind=kind, axes=[0], keep=True),
        [(4, 3)],
        lambda x, r=reduce: r(x, (0,), True),
        batch=1,
    )
case("Reduce LOG_SUM_EXP of large numbers", op("Reduce", kind="LOG_SUM_EXP", axes=[1], keep=False), [(1, 5)], lambda x: x.logsumexp(1), lo=100, hi=104)
for name, dimension, shape in (("features", 1, (1, 9)), ("channels", 1, (1, 4, 3, 2)), ("tokens", -1, (1, 3, 5))):
    case("Softmax of " + name, op("Softmax", dimension=dimension), [shape], lambda x, d=dimension: F.softmax(x, d), lo=-6, hi=6)
    case(
        "LogSoftmax of " + name,
        op("LogSoftmax", dimension=dimension),
        [shape],
        lambda x, d=dimension: F.log_softmax(x, d),
        lo=-6,
        hi=6,
    )
case("Softmax of large numbers", op("Softmax", dimension=1), [(1, 5)], lambda x: F.softmax(x, 1), lo=100, hi=104)
case("LogSoftmax of large numbers", op("LogSoftmax", dimension=1), [(1, 5)], lambda x: F.log_softmax(x, 1), lo=100, hi=104)

# ---- windows
for name, shape, output in (
    ("to one", (1, 3, 5, 4), (1, 1)),
    ("to an uneven grid", (1, 2, 7, 5), (3, 2)),
    ("to more than there is", (1, 2, 3, 2), (5, 4)),
    ("to itself", (1, 2, 3, 3), (3, 3)),
):
    case(
        "AdaptiveAvgPool2d " + name,
        op("AdaptiveAvgPool2d", output=list(output)),
        [shape],
        lambda x, o=output: F.adaptive_avg_pool2d(x, o),
    )
for name, shape, kernel, stride, padding in (
    ("of quarters", (1, 3, 4, 6), (2, 2), (2, 2), (0, 0)),
    ("overlapping, padded", (1, 2, 5, 6), (3, 3), (1, 1), (1, 1)),
    ("oblong", (1, 2, 7, 6), (3, 2), (2, 1), (1, 0)),
):
    case(
        "AvgPool2d " + name,
        op("AvgPool2d", kernel=list(kernel), stride=list(stride), padding=list(padding)),
        [shape],
        lambda x, k=kernel, s=stride, p=padding: F.avg_pool2d(x, k, s, p),
    )
for name, shape, kernel, stride, padding, ceil in (
    ("of quarters", (1, 3, 4, 6), (2, 2), (2, 2), (0, 0), False),
    ("padded", (1, 2, 7, 6), (3, 3), (2, 2), (1, 1), False),
    ("rounding up", (1, 2, 6, 7), (3, 3), (2, 2), (0, 0), True),
    ("rounding up, padded", (1, 2, 5, 6), (2, 2), (2, 2), (1, 1), True),
    ("rounding up to nothing", (1, 2, 3, 3), (1, 1), (3, 3), (0, 0), True),
    ("oblong", (1, 2, 7, 5), (3, 2), (1, 2), (1, 0), False),
):
    case(
        "MaxPool2d " + name,
        op("MaxPool2d", kernel=list(kernel), stride=list(stride), padding=list(padding), ceil=ceil),
        [shape],
        lambda x, k=kernel, s=stride, p=padding, c=ceil: F.max_pool2d(x, k, s, p, ceil_mode=c),
        lo=-4,
        hi=-1,
    )


def same(x, kernel, stride, dilation):
    """TensorFlow's padding: ceil(extent / stride) outputs, the odd row or column below and right."""
    pads = []
    for axis in (1, 0):
        extent = x.shape[2 + axis]
        outputs = -(-extent // stride[axis])
        total = max(0, (outputs - 1) * stride[axis] + dilation[axis] * (kernel[axis] - 1) + 1 - extent)
        pads += [total // 2, total - total // 2]
    return F.pad(x, pads)


def convolve(x, weight, bias=None, stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1):
    if padding == (-1, -1):
        x, padding = same(x, weight.shape[2:], stride, dilation), (0, 0)
    return F.conv2d(x, weight, bias, stride, padding, dilation, groups)


def conv(name, shape, out, kernel, stride=(1, 1), padding=(0, 0), dilation=(1, 1), groups=1, bias=True):
    parameters = dict(weight=(out, shape[1] // groups, *kernel))
    if bias:
        parameters["bias"] = (out,)
    case(
        "Conv2d " + name,
        op(
            "Conv2d",
            **{"in": shape[1]},
            out=out,
            kernel=list(kernel),
            stride=list(stride),
            padding=list(padding),
            dilation=list(dilation),
            groups=groups,
            bias=bias,
        ),
        [shape],
        lambda x, **p: convolve(x, **p, stride=stride, padding=padding, dilation=dilation, groups=groups),
        parameters,
    )


SAME = (-1, -1)
conv("of points", (1, 3, 3, 4), 4, (1, 1))
conv("padded, without bias", (1, 3, 5, 4), 2, (3, 3), padding=(1, 1), bias=False)
conv("strided", (1, 2, 7, 6), 3, (3, 3), stride=(2, 2), padding=(1, 1))
conv("of strided points", (1, 3, 5, 4), 2, (1, 1), stride=(2, 2), bias=False)
conv("grouped", (1, 4, 4, 4), 6, (3, 3), padding=(1, 1), groups=2)
conv("depthwise", (1, 3, 5, 5), 3, (3, 3), padding=(1, 1), groups=3, bias=False)
conv("depthwise, multiplied", (1, 2, 4, 4), 4, (3, 3), groups=2)
conv("dilated", (1, 2, 7, 6), 2, (3, 3), padding=(2, 2), dilation=(2, 2))
conv("oblong", (1, 2, 6, 7), 2, (1, 5), stride=(2, 1), padding=(0, 2))
conv("same, odd", (1, 2, 5, 7), 2, (3, 3), stride=(2, 2), padding=SAME)
conv("same, even", (1, 2, 6, 4), 2, (3, 3), stride=(2, 2), padding=SAME, bias=False)
conv("same, mixed", (1, 2, 5, 6), 2, (5, 5), stride=(2, 2), padding=SAME, bias=False)
conv("same, depthwise", (1, 3, 6, 7), 3, (3, 3), stride=(2, 2), padding=SAME, groups=3, bias=False)
conv("same, unstrided", (1, 2, 4, 5), 2, (3, 3), padding=SAME)
conv("same, even kernel", (1, 2, 4, 5), 2, (2, 4), padding=SAME)
conv("same, dilated", (1, 2, 7, 6), 2, (3, 3), stride=(2, 2), padding=SAME, dilation=(2, 2))



def conv_transpose(name, shape, out, kernel, stride=(1, 1), padding=(0, 0), output_padding=(0, 0), groups=1, dilation=(1, 1), bias=True):
    parameters = dict(weight=(shape[1], out // groups, *kernel))
    if bias:
        parameters["bias"] = (out,)
    attributes = dict(kernel=kernel, stride=stride, padding=padding, output_padding=output_padding, dilation=dilation)
    attributes = {key: list(value) for key, value in attributes.items()}
    case(
        "ConvTranspose2d " + name,
        op("ConvTranspose2d", **{"in": shape[1]}, out=out, groups=groups, bias=bias, **attributes),
        [shape],
        lambda x, weight, bias=None: F.conv_transpose2d(x, weight, bias, stride, padding, output_padding, groups, dilation),
        parameters,
    )


conv_transpose("to twice the size", (1, 3, 3, 4), 2, (2, 2), (2, 2))
conv_transpose("padded, without bias", (1, 2, 4, 3), 3, (3, 3), (2, 2), (1, 1), (1, 1), bias=False)
conv_transpose("grouped", (1, 4, 3, 3), 6, (3, 3), (2, 2), (1, 1), groups=2)
conv_transpose("dilated", (1, 2, 3, 4), 2, (3, 3), (1, 1), (1, 1), dilation=(2, 2))
conv_transpose("oblong", (1, 2, 3, 4), 3, (3, 2), (3, 1), (1, 0), (2, 0))

# ---- other sizes
for mode, torch_mode in (("NEAREST", "nearest"), ("BILINEAR", "bilinear"), ("BICUBIC", "bicubic")):
    for name, shape, size, relative in (
        ("to twice the size", (1, 2, 3, 4), (2, 2), True),
        ("to an uneven size", (1, 2, 3, 5), (7, 4), False),
        ("to less", (1, 2, 7, 9), (3, 4), False),
        ("to one", (1, 2, 5, 4), (1, 1), False),
        ("to three times the width", (1, 2, 4, 3), (1, 3), True),
    ):
        for corners in (False, True)[: 1 if mode == "NEAREST" else 2]:
            sizes = [a * b for a, b in zip(shape[2:], size)] if relative else size
            options = {} if mode == "NEAREST" else dict(align_corners=corners)
            case(
                "Resize %s %s%s" % (mode, name, ", corners aligned" if corners else ""),
                op("Resize", size=list(size), relative=relative, mode=mode, align_corners=corners),
                [shape],
                lambda x, s=tuple(sizes), m=torch_mode, o=options: F.interpolate(x, s, mode=m, **o),
            )

# ---- products
for name, shape, out, bias in (
    ("of features", (1, 7), 5, True),
    ("of features without bias", (1, 6), 4, False),
    ("of tokens", (1, 3, 5), 4, True),
    ("of places", (1, 2, 3, 4), 3, True),
):
    parameters = dict(weight=(out, shape[-1]))
    if bias:
        parameters["bias"] = (out,)
    case("Linear " + name, op("Linear", **{"in": shape[-1]}, out=out, bias=bias), [shape], F.linear, parameters)

case("Projection", op("Linear", **{"in": 5}, out=4, bias=True), [(1, 3, 5), (4, 5), (4,)], F.linear, weights=(1, 2))
case("Projection of features", op("Linear", **{"in": 5}, out=4, bias=True), [(1, 5), (4, 5), (4,)], F.linear, weights=(1, 2))
case("Projection without bias", op("Linear", **{"in": 5}, out=4, bias=False), [(1, 2, 3, 5), (4, 5)], F.linear, weights=(1,))
for name, shapes, training in (
    ("of heads", [(1, 2, 3, 4), (1, 2, 5, 4), (1, 2, 5, 6)], False),
    ("of tokens", [(1, 3, 4), (1, 3, 4), (1, 3, 4)], False),
    ("of windows, biased", [(1, 3, 2, 4, 5), (1, 3, 2, 4, 5), (1, 3, 2, 4, 5), (1, 1, 2, 4, 4)], False),
    ("of heads, biased", [(1, 2, 3, 4), (1, 2, 5, 4), (1, 2, 5, 6), (1, 2, 3, 5)], False),
    ("that learns", [(1, 2, 3, 4), (1, 2, 5, 4), (1, 2, 5, 6)], True),
    ("of windows that learns, biased", [(1, 3, 2, 4, 5), (1, 3, 2, 4, 5), (1, 3, 2, 4, 5), (1, 1, 2, 4, 4)], True),
):
    case(
        "Attention " + name,
        op("Attention", scale=0.4),
        shapes,
        lambda q, k, v, b=0: (0.4 * q @ k.transpose(-1, -2) + b).softmax(-1) @ v,
        training=training,
    )

# ---- normalisations
case("L2Normalize", op("L2Normalize", eps=1e-12), [(1, 2, 3, 5)], lambda x: F.normalize(x, dim=-1))
case("L2Normalize of short vectors", op("L2Normalize", eps=2.5), [(1, 4, 5)], lambda x: F.normalize(x, dim=-1, eps=2.5))
for name, shape, eps in (("of tokens", (1, 4, 6), 1e-5), ("of places", (1, 2, 3, 5), 1e-6), ("of features", (1, 7), 1e-2)):
    case(
        "LayerNorm " + name,
        op("LayerNorm", features=shape[-1], eps=eps, affine=True),
        [shape],
        lambda x, weight, bias, e=eps: F.layer_norm(x, weight.shape, weight, bias, e),
        dict(weight=shape[-1:], bias=shape[-1:]),
    )
case(
    "LayerNorm of given weights",
    op("LayerNorm", features=6, eps=1e-5, affine=True),
    [(1, 4, 6), (6,), (6,)],
    lambda x, weight, bias: F.layer_norm(x, (6,), weight, bias, 1e-5),
    weights=(1, 2),
)
case("LayerNorm without weights", op("LayerNorm", features=6, eps=1e-5, affine=False), [(1, 4, 6)], lambda x: F.layer_norm(x, (6,)))


def batch_norm(name, shape, eps, momentum, training):
    features = shape[1]
    each = {key: (features,) for key in ("weight", "bias", "running_mean", "running_var")}
    case(
        "BatchNorm2d " + name,
        op("BatchNorm2d", features=features, eps=eps, momentum=momentum),
        [shape],
        lambda x, weight, bias, running_mean, running_var: F.batch_norm(
            x, running_mean, running_var, weight, bias, training, momentum, eps
        ),
        each,
        training,
    )


batch_norm("of stored statistics", (1, 3, 3, 4), 1e-5, 0.1, False)
batch_norm("of stored statistics, large eps", (1, 2, 3, 3), 1e-2, 0.01, False)
batch_norm("of the batch", (1, 3, 4, 3), 1e-5, 0.1, True)
batch_norm("of the batch, own eps and momentum", (1, 4, 3, 3), 1e-3, 0.25, True)

json.dump(dict(reference="PyTorch " + torch.__version__.split("+")[0] + ", float64", cases=CASES), sys.stdout, separators=(",", ":"))
print()
