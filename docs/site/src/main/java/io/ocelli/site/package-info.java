/** The manual as a static site: what {@code docs/} says, with a way through it, a search, and links that lead somewhere. */
@NullMarked
package io.ocelli.site;

import org.jspecify.annotations.NullMarked;
