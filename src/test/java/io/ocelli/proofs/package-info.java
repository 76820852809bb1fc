/** The long proofs: real pictures, real weights, memory. Tagged, and run by the profile {@code proofs}. */
@NullMarked
package io.ocelli.proofs;

import org.jspecify.annotations.NullMarked;
