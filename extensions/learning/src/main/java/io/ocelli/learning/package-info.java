/** What a training makes small beyond labels: alignment of two domains, contrast of two views, memory of an earlier task. */
@NullMarked
package io.ocelli.learning;

import org.jspecify.annotations.NullMarked;
