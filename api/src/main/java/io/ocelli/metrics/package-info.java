/** How good predictions are. */
@NullMarked
package io.ocelli.metrics;

import org.jspecify.annotations.NullMarked;
