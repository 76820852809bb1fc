"""The recipe of RecipeTable in PyTorch: a CIFAR ResNet-20 from scratch by what a recipe's JSON says of epochs, batches, SGD, a
warmed-up cosine, random crops and flips.

    python recipe.py TRAIN TEST RECIPE.json [SEEDS [SHARE [EPOCHS]]]

Prints accuracy on the test pictures and seconds of each seed. Needs torch and torchvision."""

import json
import math
import sys
import time

import torch
from torch import nn
from torch.utils.data import DataLoader, Subset
from torchvision import datasets, transforms


class Block(nn.Module):
    """Two convolutions and the shortcut of option A."""

    def __init__(self, before, channels, stride):
        super().__init__()
        self.conv1 = nn.Conv2d(before, channels, 3, stride, 1, bias=False)
        self.bn1 = nn.BatchNorm2d(channels)
        self.conv2 = nn.Conv2d(channels, channels, 3, 1, 1, bias=False)
        self.bn2 = nn.BatchNorm2d(channels)
        self.new = channels - before

    def forward(self, x):
        y = self.bn2(self.conv2(torch.relu(self.bn1(self.conv1(x)))))
        if self.new:
            x = nn.functional.pad(x[:, :, ::2, ::2], (0, 0, 0, 0, self.new // 2, self.new // 2))
        return torch.relu(x + y)


def resnet20():
    layers = [nn.Conv2d(3, 16, 3, 1, 1, bias=False), nn.BatchNorm2d(16), nn.ReLU()]
    before = 16
    for stage in range(3):
        for block in range(3):
            channels = 16 << stage
            layers.append(Block(before, channels, 2 if stage and not block else 1))
            before = channels
    network = nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(64, 10))
    for module in network.modules():
        if isinstance(module, (nn.Conv2d, nn.Linear)):
            nn.init.kaiming_normal_(module.weight)
    return network


def share_of(data, share):
    """The same share of each class, drawn once for all seeds."""
    if share >= 1:
        return data
    draw = torch.Generator().manual_seed(0)
    labels, chosen = torch.tensor(data.targets), []
    for label in range(len(data.classes)):
        of = (labels == label).nonzero().flatten()
        chosen += of[torch.randperm(len(of), generator=draw)[: round(share * len(of))]].tolist()
    return Subset(data, chosen)


def main():
    recipe = json.load(open(sys.argv[3]))
    seeds, share = int((sys.argv + ["3"] * 4)[4]), float((sys.argv + ["1"] * 5)[5])
    epochs = int(sys.argv[6]) if len(sys.argv) > 6 else recipe["epochs"]
    normal = [transforms.ToTensor(), transforms.Normalize([0.485, 0.456, 0.406], [0.229, 0.224, 0.225])]
    augment = transforms.Compose([transforms.RandomCrop(32, 4), transforms.RandomHorizontalFlip(), *normal])
    train = share_of(datasets.ImageFolder(sys.argv[1], augment), share)
    test = datasets.ImageFolder(sys.argv[2], transforms.Compose(normal))
    sgd, warm = recipe["optimizer"], recipe["schedule"]["fraction"]
    print(f"PyTorch {torch.__version__}, {torch.get_num_threads()} threads, {len(train)} pictures, {epochs} epochs")
    for seed in range(seeds):
        torch.manual_seed(seed)
        start = time.time()
        network = resnet20()
        optimizer = torch.optim.SGD(
            network.parameters(), sgd["learningRate"], sgd["momentum"], weight_decay=sgd["weightDecay"],
            nesterov=sgd["nesterov"])
        loader = DataLoader(train, recipe["batchSize"], shuffle=True, num_workers=2, persistent_workers=True)
        examined = DataLoader(test, 500, num_workers=2, persistent_workers=True)
        steps = epochs * len(loader)
        warming = warm * steps
        schedule = torch.optim.lr_scheduler.LambdaLR(
            optimizer,
            lambda step: (step + 1) / warming if step < warming
            else (1 + math.cos(math.pi * (step - warming) / (steps - warming))) / 2)
        for _ in range(epochs):
            network.train()
            for pictures, labels in loader:
                optimizer.zero_grad()
                nn.functional.cross_entropy(network(pictures), labels).backward()
                optimizer.step()
                schedule.step()
            network.eval()
            with torch.no_grad():
                right = sum(int((network(x).argmax(1) == y).sum()) for x, y in examined)
        print(f"recipe\t{seed}\t{right / len(test):.4f}\t{epochs}\t{time.time() - start:.1f}", flush=True)


main()
