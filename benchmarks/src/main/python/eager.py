"""PyTorch eager, to be timed beside ours. Reads lines "MODEL BATCH" and answers each with the milliseconds that one forward
pass took, float32 N C H W to probabilities; models come from torchvision or, where it has none of the name, from timm. An
empty line ends it. Needs torch, torchvision and timm."""

import sys
import time

import timm
import torch
import torchvision

TIMM = {"efficientnet_lite0": "tf_efficientnet_lite0"}


def network(name):
    made = timm.create_model(TIMM[name]) if name in TIMM else torchvision.models.get_model(name)
    return made.eval()


def main():
    networks, pictures = {}, {}
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads", flush=True)
    for line in sys.stdin:
        if not line.strip():
            return
        name, batch = line.split()
        if name not in networks:
            networks[name] = network(name)
        if batch not in pictures:
            pictures[batch] = torch.randn(int(batch), 3, 224, 224)
        with torch.inference_mode():
            start = time.perf_counter()
            networks[name](pictures[batch]).softmax(1)
            print((time.perf_counter() - start) * 1e3, flush=True)


main()
