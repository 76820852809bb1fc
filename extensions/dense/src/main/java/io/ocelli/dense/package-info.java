/** Where things are in a picture: feature pyramids, masks beside labels, windows over large pictures. */
@NullMarked
package io.ocelli.dense;

import org.jspecify.annotations.NullMarked;
