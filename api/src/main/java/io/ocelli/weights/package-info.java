/** Reading and writing weights files; nothing in a file is ever executed. */
@NullMarked
package io.ocelli.weights;

import org.jspecify.annotations.NullMarked;
