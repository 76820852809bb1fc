/** Small networks that do what large ones do. */
@NullMarked
package io.ocelli.compression;

import org.jspecify.annotations.NullMarked;
