/** Architectures by name: families of networks and the weights published for them. */
@NullMarked
package io.ocelli.model;

import org.jspecify.annotations.NullMarked;
