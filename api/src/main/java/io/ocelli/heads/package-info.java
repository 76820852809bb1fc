/**
 * What stands behind a backbone in the place of an average and a linear layer, and what learns an embedding: functions of {@link
 * io.ocelli.graph.Value}s, for the terms of an objective and for graphs of one's own.
 */
@NullMarked
package io.ocelli.heads;

import org.jspecify.annotations.NullMarked;
