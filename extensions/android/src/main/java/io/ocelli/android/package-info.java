/** Android's bitmaps, camera images and assets as Ocelli's pictures and models. */
@NullMarked
package io.ocelli.android;

import org.jspecify.annotations.NullMarked;
