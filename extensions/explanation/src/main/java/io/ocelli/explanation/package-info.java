/** Why a network says what it says of a picture. */
@NullMarked
package io.ocelli.explanation;

import org.jspecify.annotations.NullMarked;
