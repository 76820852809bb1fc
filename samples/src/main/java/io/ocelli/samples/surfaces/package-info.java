/** Pictures of surfaces with defects, rendered: what the quickstart learns from. */
@NullMarked
package io.ocelli.samples.surfaces;

import org.jspecify.annotations.NullMarked;
