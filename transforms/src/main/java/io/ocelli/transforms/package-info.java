/** Transforms of pictures in plain Java, equal to Pillow's and torchvision's to the pixel. */
@NullMarked
package io.ocelli.transforms;

import org.jspecify.annotations.NullMarked;
