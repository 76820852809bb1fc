/** Graphs on LibTorch: compiled to TorchScript, run and trained through DJL. */
@NullMarked
package io.ocelli.pytorch;

import org.jspecify.annotations.NullMarked;
