/** A classifier behind HTTP, with a web page. */
@NullMarked
package io.ocelli.samples.server;

import org.jspecify.annotations.NullMarked;
