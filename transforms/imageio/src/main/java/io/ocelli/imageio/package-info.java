/** Decoding of picture files on the desktop and on servers. */
@NullMarked
package io.ocelli.imageio;

import org.jspecify.annotations.NullMarked;
