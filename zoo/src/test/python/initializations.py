"""Writes initializations.json: what each floating entry of a state dict holds in a network that has learnt nothing.

For each family of torchvision's and for timm's EfficientNet-Lite: its models, and by "name shape" the distribution and
its scale. The shape is that of the layer's weight. Numbers are written as #: the name's, and where it is a constant the shape's. What was asked of the generator is written down while the constructors run; then
the values that came out of it are held against that. The CIFAR ResNets are by the formula of their author: He's normal for
the weights, PyTorch's own rule for the bias. Made with torch 2.7.1, torchvision 0.22.1, timm 1.0.31:
python initializations.py > initializations.json"""

import json
import math
import re

import timm
import torch
import torchvision

WATCHED = {}


def note(tensor, *rule):
    # The tensor is kept, so that its place in memory stays its own.
    WATCHED[tensor.data_ptr()] = (tensor, rule)


def watch(holder, name, rule):
    original = getattr(holder, name)

    def watched(tensor, *args, **kwargs):
        result = original(tensor, *args, **kwargs)
        note(tensor, *rule(*args, **kwargs))
        return result

    setattr(holder, name, watched)


def uniform(low=0.0, high=1.0, generator=None):
    assert low == -high
    return "uniform", high


def normal(mean=0.0, std=1.0, generator=None):
    assert mean == 0
    return "normal", std


def truncated(mean=0.0, std=1.0, a=-2.0, b=2.0, generator=None):
    assert (mean, a, b) == (0, -2, 2)
    return "truncated", std


watch(torch.Tensor, "uniform_", uniform)
watch(torch.Tensor, "normal_", normal)
watch(torch.Tensor, "zero_", lambda: ("constant", 0.0))
watch(torch.Tensor, "fill_", lambda value: ("constant", float(value)))
watch(torch.nn.init, "trunc_normal_", truncated)


def rule(name, tensor):
    values = tensor.detach().flatten()
    low, high = values.min().item(), values.max().item()
    if name.endswith("relative_coords_table"):
        return None
    if low == high:
        return "constant", low
    kind, scale = WATCHED[tensor.data_ptr()][1]
    if kind == "truncated":
        # One number in 2^24 is the inverse of the error function at -1 in float32, minus infinity, and put on the bound.
        values = values[values.abs() < 2]
        assert tensor.numel() - values.numel() < 10 + tensor.numel() / 2**22, name
        low, high = values.min().item(), values.max().item()
    n = values.numel()
    deviation = scale / math.sqrt(3) if kind == "uniform" else scale
    kurtosis = 1.8 if kind == "uniform" else 3.0
    found = math.sqrt(values.square().mean(dtype=torch.float64).item())
    assert abs(values.mean(dtype=torch.float64).item()) < 6 * deviation / math.sqrt(n), name
    assert abs((found / deviation) ** 2 - 1) < 6 * math.sqrt((kurtosis - 1) / n), name
    assert kind != "uniform" or max(-low, high) <= scale * (1 + 1e-6), name
    assert kind != "truncated" or max(-low, high) <= 2, name
    if n >= 1000:
        # What tells a uniform from a normal distribution: how far out the outermost lies.
        assert (max(-low, high) > 2 * deviation) == (kind != "uniform"), name
    return kind, scale


def tidy(number):
    return float("%.9g" % number)


def add(family, name, model):
    family["models"].append(name)
    state = model.state_dict(keep_vars=True)
    for entry, tensor in state.items():
        found = rule(entry, tensor) if tensor.is_floating_point() else None
        if found:
            shape = "x".join(map(str, state.get(re.sub("bias$", "weight", entry), tensor).shape))
            put(family, key(entry, shape, found[0]), [found[0], tidy(found[1])])
    WATCHED.clear()


def key(entry, shape, kind):
    return "%s %s" % (unnumbered(entry), unnumbered(shape) if kind == "constant" else shape)


def unnumbered(text):
    return re.sub(r"\d+", "#", text)


def put(family, key, value):
    assert family["entries"].setdefault(key, value) == value, (key, value, family["entries"][key])


def family():
    return {"models": [], "entries": {}}


families = {}
for name in torchvision.models.list_models(torchvision.models):
    builder = torchvision.models.get_model_builder(name)
    where = families.setdefault(builder.__module__.split(".")[-1], family())
    # What the constructors do; without weights, GoogLeNet and Inception begin so too.
    kwargs = {"init_weights": True} if name in ("googlenet", "inception_v3") else {}
    add(where, name, builder(weights=None, **kwargs))

lite = families["efficientnet_lite"] = family()
for i in range(5):
    add(lite, "efficientnet_lite%d" % i, timm.create_model("tf_efficientnet_lite%d" % i, num_classes=1000))

cifar = families["resnet_cifar"] = family()
cifar["models"] = ["resnet%d_cifar" % depth for depth in (20, 32, 44, 56)]
for name in ("bn#", "layer#.#.bn#"):
    put(cifar, name + ".weight #", ["constant", 1.0])
    put(cifar, name + ".bias #", ["constant", 0.0])
    put(cifar, name + ".running_mean #", ["constant", 0.0])
    put(cifar, name + ".running_var #", ["constant", 1.0])
convolutions = [("conv#", 16, 3)]
for i, channels in enumerate((16, 32, 64)):
    convolutions += [("layer#.#.conv#", channels, channels), ("layer#.#.conv#", channels, max(16, channels // 2))]
for name, out, into in convolutions:
    put(cifar, "%s.weight %dx%dx3x3" % (name, out, into), ["normal", tidy(math.sqrt(2 / (9 * into)))])
put(cifar, "linear.weight 10x64", ["normal", tidy(math.sqrt(2 / 64))])
put(cifar, "linear.bias 10x64", ["uniform", tidy(1 / math.sqrt(64))])

lines = []
for name, each in sorted(families.items()):
    entries = ",\n   ".join("%s: %s" % (json.dumps(k), json.dumps(v)) for k, v in sorted(each["entries"].items()))
    lines.append('"%s": {\n  "models": %s,\n  "entries": {\n   %s}}' % (name, json.dumps(each["models"]), entries))
print("{\n" + ",\n".join(lines) + "\n}")
