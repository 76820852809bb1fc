"""PIL and torchvision in two loader processes and onnxruntime, to be timed beside ours. Reads lines "FILE.onnx FOLDER TIMES", parted by
tabs, and answers each with the milliseconds from the JPEG files of the folder, so many times over, in batches of 16 to what the network
says of them. The processes and the session are kept. An empty line ends it. Needs torch, torchvision, Pillow and onnxruntime."""

import sys
import time

import onnxruntime
import PIL
import torchvision
from preprocessing import BATCH, PROCESSES, Pictures
from torch.utils.data import DataLoader


def main():
    kept = {}
    print(
        f"Pillow {PIL.__version__}, torchvision {torchvision.__version__} and onnxruntime {onnxruntime.__version__},"
        f" {PROCESSES} processes",
        flush=True,
    )
    for line in sys.stdin:
        if not line.strip():
            return
        if line not in kept:
            network, folder, times = line.rstrip("\n").split("\t")
            loader = DataLoader(Pictures(folder, int(times), False), BATCH, num_workers=PROCESSES, persistent_workers=True)
            kept[line] = loader, onnxruntime.InferenceSession(network)
        loader, session = kept[line]
        name = session.get_inputs()[0].name
        start = time.perf_counter()
        for batch in loader:
            session.run(None, {name: batch.numpy()})
        print((time.perf_counter() - start) * 1e3, flush=True)


if __name__ == "__main__":
    main()
