/** How the library finds what other artifacts and the application bring. */
@NullMarked
package io.ocelli.services;

import org.jspecify.annotations.NullMarked;
