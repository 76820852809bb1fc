/** One task a file, each with a {@code main}; and the command line. */
@NullMarked
package io.ocelli.samples;

import org.jspecify.annotations.NullMarked;
