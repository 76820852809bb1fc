/** The verbs of the command line, one a file. */
@NullMarked
package io.ocelli.samples.cli;

import org.jspecify.annotations.NullMarked;
