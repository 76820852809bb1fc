/** How a classifier learns: recipes as values, and the loop that follows them on any engine. */
@NullMarked
package io.ocelli.training;

import org.jspecify.annotations.NullMarked;
