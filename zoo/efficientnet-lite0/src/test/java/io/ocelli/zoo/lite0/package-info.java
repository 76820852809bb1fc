/** The tool that makes the weights of this jar. */
@NullMarked
package io.ocelli.zoo.lite0;

import org.jspecify.annotations.NullMarked;
