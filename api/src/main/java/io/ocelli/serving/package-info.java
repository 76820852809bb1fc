/**
 * What runs when a classifier answers: from pictures to scores, and what is put around that. Applications use it through
 * {@link io.ocelli.Classifier}; of their own they write decorators.
 */
@NullMarked
package io.ocelli.serving;

import org.jspecify.annotations.NullMarked;
