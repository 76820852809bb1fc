/** Labelled pictures: folders and tables of them, splits, and batches loaded ahead of the engine. */
@NullMarked
package io.ocelli.data;

import org.jspecify.annotations.NullMarked;
