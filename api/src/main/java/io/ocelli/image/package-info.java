/** Pictures and what is done to them before a network sees them. */
@NullMarked
package io.ocelli.image;

import org.jspecify.annotations.NullMarked;
