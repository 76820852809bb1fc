/** Shelves of drawn products. */
@NullMarked
package io.ocelli.samples.shelves;

import org.jspecify.annotations.NullMarked;
