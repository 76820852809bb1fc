"""pydicom, to be timed beside ours: python dicom.py rle FILE OUT writes FILE compressed by RLE; python dicom.py FOLDER answers each
line it reads, a file's name and a number of times, with the milliseconds that reading and windowing the file takes so many times,
and the sum of the grey levels of the last time."""

import os
import sys
import time

import numpy as np
import pydicom
from pydicom.pixels import apply_modality_lut, apply_windowing
from pydicom.uid import RLELossless


def grey(path):
    data = pydicom.dcmread(path)
    values = apply_windowing(apply_modality_lut(data.pixel_array, data), data)
    # windowing gives the range of the stored bits or, with a slope, that of the modality's values
    return values


def main():
    if sys.argv[1] == "rle":
        data = pydicom.dcmread(sys.argv[2])
        data.compress(RLELossless)
        data.save_as(sys.argv[3])
        return
    folder = sys.argv[1]
    for line in sys.stdin:
        name, times = line.split()
        path = os.path.join(folder, name)
        start = time.perf_counter()
        for _ in range(int(times)):
            values = grey(path)
        took = (time.perf_counter() - start) * 1000
        low, high = float(values.min()), float(values.max())
        levels = np.floor((values - low) / (high - low) * 255 + 0.5)
        print(took, int(levels.sum()), flush=True)


main()
