/** Architectures as values: immutable graphs of typed operations, independent of any engine. */
@NullMarked
package io.ocelli.graph;

import org.jspecify.annotations.NullMarked;
