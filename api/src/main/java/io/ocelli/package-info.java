/** Image classifiers: pretrained backbones, fine-tuning, evaluation, serving. Begin with {@link io.ocelli.Classifier}. */
@NullMarked
package io.ocelli;

import org.jspecify.annotations.NullMarked;
