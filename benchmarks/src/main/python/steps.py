"""Training steps of PyTorch eager, to be timed beside ours. Reads lines "MODEL BATCH PRECISION FORMAT" (fp32 or mixed,
contiguous, channels_last, or compiled by torch.compile) and answers each with the milliseconds that a step took, NaN where
torch.compile fails: forward pass, cross-entropy of 1,000 classes, backward pass, SGD with momentum; float32 N C H W in, models
from torchvision. An empty line ends it. Needs torch and torchvision."""

import sys
import time

import torch
import torchvision


class Step:
    def __init__(self, model, batch, precision, layout):
        memory = torch.channels_last if layout == "channels_last" else torch.contiguous_format
        self.network = torchvision.models.get_model(model).train().to(memory_format=memory)
        if layout == "compiled":
            self.network = torch.compile(self.network)
        self.pictures = torch.randn(batch, 3, 224, 224).contiguous(memory_format=memory)
        self.labels = torch.arange(batch) * 61 % 1000
        self.mixed = precision == "mixed"
        self.optimizer = torch.optim.SGD(self.network.parameters(), lr=0.01, momentum=0.9)

    def run(self):
        self.optimizer.zero_grad()
        with torch.autocast("cpu", torch.bfloat16, enabled=self.mixed):
            loss = torch.nn.functional.cross_entropy(self.network(self.pictures), self.labels)
        loss.backward()
        self.optimizer.step()
        return loss.item()


def main():
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads", flush=True)
    asked, step = None, None
    for line in sys.stdin:
        if not line.strip():
            return
        if line != asked:
            model, batch, precision, layout = line.split()
            asked, step = line, Step(model, int(batch), precision, layout)
        start = time.perf_counter()
        try:
            step.run()
        except torch._dynamo.exc.TorchDynamoException as error:
            print(str(error).strip().splitlines()[0], file=sys.stderr, flush=True)
            print("NaN", flush=True)
            continue
        print((time.perf_counter() - start) * 1e3, flush=True)


main()
