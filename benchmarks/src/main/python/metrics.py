"""scikit-learn's figures of predictions of a thousand classes, to be timed beside ours. Reads lines "count N" and "rank N" and
answers each with the milliseconds that it took. An empty line ends it. Needs scikit-learn and numpy."""

import sys
import time

import numpy
import sklearn
from sklearn import metrics

CLASSES = 1000


def block():
    scores = numpy.exp(2 * numpy.random.default_rng(1).standard_normal((1000, CLASSES))).astype(numpy.float32)
    return scores / scores.sum(1, keepdims=True)


def count(scores, labels):
    predicted = scores.argmax(1)
    metrics.accuracy_score(labels, predicted)
    metrics.balanced_accuracy_score(labels, predicted)
    metrics.confusion_matrix(labels, predicted)
    metrics.precision_recall_fscore_support(labels, predicted, average=None, zero_division=0)
    metrics.precision_recall_fscore_support(labels, predicted, average="macro", zero_division=0)
    metrics.precision_recall_fscore_support(labels, predicted, average="weighted", zero_division=0)
    metrics.cohen_kappa_score(labels, predicted)
    metrics.cohen_kappa_score(labels, predicted, weights="quadratic")
    metrics.matthews_corrcoef(labels, predicted)
    metrics.top_k_accuracy_score(labels, scores, k=5, labels=numpy.arange(CLASSES))
    metrics.log_loss(labels, scores, labels=numpy.arange(CLASSES))


def main():
    print(f"scikit-learn {sklearn.__version__}", flush=True)
    rows = block()
    for line in sys.stdin:
        if not line.strip():
            return
        what, number = line.split()
        number = int(number)
        labels = numpy.arange(number, dtype=numpy.int64) * 2654435761 % CLASSES
        if what == "count":
            scores = numpy.tile(rows, (number // 1000, 1))
        else:
            scores = numpy.random.default_rng(2).random(number, dtype=numpy.float32)
        start = time.perf_counter()
        if what == "count":
            count(scores, labels)
        else:
            metrics.roc_auc_score(labels == 7, scores)
        print((time.perf_counter() - start) * 1e3, flush=True)


main()
