/** Numbers in memory: element types, shapes, tensors. */
@NullMarked
package io.ocelli.tensor;

import org.jspecify.annotations.NullMarked;
