"""What torchvision's automatic augmentations draw from: policies, and pictures after each operation at some magnitudes, as the
CRC-32 of their samples, H W C. Run by hand: python augmentation.py > ../resources/augmentation.json"""

import json
import zlib

import numpy
import torchvision
from PIL import Image
from torchvision.transforms import autoaugment
from torchvision.transforms import InterpolationMode

HEIGHT, WIDTH = 40, 33
NAMES = {"AutoContrast": "AUTO_CONTRAST", "ShearX": "SHEAR_X", "ShearY": "SHEAR_Y", "TranslateX": "TRANSLATE_X", "TranslateY": "TRANSLATE_Y"}
SPACES = {
    "AUTO": (autoaugment.AutoAugment(), 10),
    "RAND": (autoaugment.RandAugment(), 31),
    "TRIVIAL_WIDE": (autoaugment.TrivialAugmentWide(), 31),
    "MIX_ALL": (autoaugment.AugMix(), 10),
    "MIX": (autoaugment.AugMix(all_ops=False), 10),
}


def name(operation):
    return NAMES.get(operation, operation.upper())


def picture():
    y, x, c = numpy.mgrid[:HEIGHT, :WIDTH, :3]
    return Image.fromarray(((7 * x + 13 * y + 31 * c + x * y) % 256).astype(numpy.uint8))


def space(augmentation, bins):
    try:
        return augmentation._augmentation_space(bins, (HEIGHT, WIDTH))
    except TypeError:
        return augmentation._augmentation_space(bins)


def cases(augmentation, bins):
    for operation, (magnitudes, signed) in space(augmentation, bins).items():
        for number in sorted({0, 1, bins // 3, bins // 2, bins - 1}):
            magnitude = float(magnitudes[number]) if magnitudes.ndim > 0 else 0.0
            if operation == "Posterize" and int(magnitude) == 0:
                continue  # Pillow refuses to keep no bit
            results = []
            for sign in (1, -1) if signed else (1,):
                changed = autoaugment._apply_op(picture(), operation, sign * magnitude, augmentation.interpolation, None)
                results.append(zlib.crc32(numpy.asarray(changed).tobytes()))
            yield {"operation": name(operation), "bin": number, "results": results}


def policy(which):
    rows = autoaugment.AutoAugment()._get_policies(autoaugment.AutoAugmentPolicy[which])
    return [[[name(operation), probability, number or 0] for operation, probability, number in row] for row in rows]


print(
    json.dumps(
        {
            "reference": f"torchvision {torchvision.__version__}, Pillow",
            "picture": {"height": HEIGHT, "width": WIDTH, "rule": "(7 x + 13 y + 31 c + x y) mod 256"},
            "policies": {which: policy(which) for which in ("IMAGENET", "CIFAR10", "SVHN")},
            "spaces": {
                key: {
                    "bins": bins,
                    "bilinear": augmentation.interpolation == InterpolationMode.BILINEAR,
                    "cases": list(cases(augmentation, bins)),
                }
                for key, (augmentation, bins) in SPACES.items()
            },
        }
    )
)
