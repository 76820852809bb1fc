"""The timm side of TimmTest: answers each line of JSON on standard input with one on standard output. Needs timm 1.0.

{"folder": FOLDER, ...}            opens a folder
{"make": NAME, "folder": FOLDER, "arguments": {...}, "safe": true, ...}
                                   before that saves a network that learnt nothing, with the picture's statistics in its batch norms

Both hold a picture ("height", "width", "channels" and "samples" in base64), and the answer is the network's logits for it as timm
prepares it.
"""

import base64
import json
import sys

import PIL.Image
import timm
import timm.data
import timm.models
import torch


def prepared(model, asked):
    shape = [asked["height"], asked["width"], asked["channels"]]
    samples = torch.frombuffer(bytearray(base64.b64decode(asked["samples"])), dtype=torch.uint8).reshape(shape).numpy()
    picture = PIL.Image.fromarray(samples[:, :, 0] if shape[2] == 1 else samples)
    return timm.data.create_transform(**timm.data.resolve_model_data_config(model), is_training=False)(picture)


def made(asked):
    torch.manual_seed(1)
    model = timm.create_model(asked["make"], **asked["arguments"])
    with torch.no_grad():
        for parameter in model.parameters():
            if parameter.ndim < 2:
                # norms begin with ones and zeros, among which an entry in the place of another would not be seen; and ones
                # at the end of every branch would let rounding grow from block to block
                parameter.mul_(0.5).add_(0.2 * torch.rand_like(parameter))
        norms = [module for module in model.modules() if isinstance(module, torch.nn.BatchNorm2d)]
        if norms:
            picture = prepared(model, asked)
            momenta = [norm.momentum for norm in norms]
            for norm in norms:
                norm.momentum = 1.0
            model.train()(torch.stack([picture, picture.flip(0), picture.flip(2), -picture]))
            for norm, momentum in zip(norms, momenta):
                norm.momentum = momentum
    return model.eval()


print("ready", timm.__version__, flush=True)
for line in sys.stdin:
    asked = json.loads(line)
    try:
        if "make" in asked:
            timm.models.save_for_hf(made(asked), asked["folder"], safe_serialization=asked["safe"])
        model = timm.create_model("local-dir:" + asked["folder"], pretrained=True)
        with torch.inference_mode():
            logits = model.eval()(prepared(model, asked).unsqueeze(0))[0]
        answer = {"logits": logits.tolist()}
    except Exception as e:
        answer = {"error": f"{type(e).__name__}: {e}"}
    print(json.dumps(answer), flush=True)
