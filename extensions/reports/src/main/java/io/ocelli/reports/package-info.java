/**
 * What a training did, how good a classifier is and what is wrong with pictures, to be looked at: pages in one file,
 * TensorBoard's event files, a model card. For desktops and servers.
 */
@NullMarked
package io.ocelli.reports;

import org.jspecify.annotations.NullMarked;
