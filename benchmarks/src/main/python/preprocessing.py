"""PIL and torchvision in two loader processes, to be timed beside ours. Reads lines "exact FOLDER TIMES" and "draft FOLDER TIMES" and
answers each with the milliseconds that it took to bring the JPEG files of the folder, so many times over, in batches of 16 to
normalised tensors of 3 x 224 x 224 of 256, bicubic; by draft, PIL decodes them reduced where it can. The processes are kept. An
empty line ends it. Needs torch, torchvision and Pillow."""

import glob
import os
import sys
import time

import PIL
import torch
import torchvision
from PIL import Image
from torch.utils.data import DataLoader, Dataset
from torchvision import transforms

RESIZE, CROP, BATCH, PROCESSES = 256, 224, 16, 2


class Pictures(Dataset):
    def __init__(self, folder, times, draft):
        self.files = sorted(f for f in glob.glob(os.path.join(folder, "*")) if f.lower().endswith((".jpg", ".jpeg"))) * times
        self.draft = draft
        self.transform = transforms.Compose([
            transforms.Resize(RESIZE, interpolation=transforms.InterpolationMode.BICUBIC),
            transforms.CenterCrop(CROP),
            transforms.ToTensor(),
            transforms.Normalize([0.5] * 3, [0.5] * 3),
        ])

    def __len__(self):
        return len(self.files)

    def __getitem__(self, index):
        torch.set_num_threads(1)
        image = Image.open(self.files[index])
        if self.draft:
            image.draft("RGB", (RESIZE, RESIZE))
        return self.transform(image.convert("RGB"))


def main():
    loaders = {}
    print(f"Pillow {PIL.__version__} and torchvision {torchvision.__version__}, {PROCESSES} processes", flush=True)
    for line in sys.stdin:
        if not line.strip():
            return
        way, folder, times = line.rstrip("\n").split("\t")
        key = (way, folder, times)
        if key not in loaders:
            pictures = Pictures(folder, int(times), way == "draft")
            loaders[key] = DataLoader(pictures, BATCH, num_workers=PROCESSES, persistent_workers=True)
        start = time.perf_counter()
        for _ in loaders[key]:
            pass
        print((time.perf_counter() - start) * 1e3, flush=True)


if __name__ == "__main__":
    main()
