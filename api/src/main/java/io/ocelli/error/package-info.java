/** The few exceptions of the library; all unchecked. */
@NullMarked
package io.ocelli.error;

import org.jspecify.annotations.NullMarked;
