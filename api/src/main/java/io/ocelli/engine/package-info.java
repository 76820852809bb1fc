/** The seam to the engines that run graphs. */
@NullMarked
package io.ocelli.engine;

import org.jspecify.annotations.NullMarked;
