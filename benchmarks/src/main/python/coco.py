"""pycocotools, to be timed beside ours: python coco.py FOLDER evaluates FOLDER/results.json against FOLDER/instances.json, and
prints the seconds that it took, reading included, and the twelve figures."""

import contextlib
import os
import sys
import time

from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval


def main():
    folder = sys.argv[1]
    with contextlib.redirect_stdout(sys.stderr):
        start = time.perf_counter()
        truths = COCO(os.path.join(folder, "instances.json"))
        evaluation = COCOeval(truths, truths.loadRes(os.path.join(folder, "results.json")), "bbox")
        evaluation.evaluate()
        evaluation.accumulate()
        evaluation.summarize()
        seconds = time.perf_counter() - start
    print(seconds, *map(float, evaluation.stats))


main()
