/**
 * Looks at what is to be published: what it brings, under which licences, with which known weaknesses, and whether it is built
 * alike twice.
 */
@NullMarked
package io.ocelli.release;

import org.jspecify.annotations.NullMarked;
