package io.ocelli.pytorch;

/** In which precision an operation runs where the program is mixed; after the lists of PyTorch's autocast. */
enum Arithmetic {
    /** In bfloat16: products of many terms. */
    LOW,
    /** In float32: sums, exponentials, losses. */
    FULL,
    /** In that of its inputs, the wider one where they differ. */
    INHERITED
}
