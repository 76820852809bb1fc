/**
 * Classifiers as beans of Spring Boot, for its versions 3.5 and 4: {@code ocelli.classifiers.NAME.model=...} makes a
 * {@link io.ocelli.spring.ReloadableClassifier} of that name.
 */
@NullMarked
package io.ocelli.spring;

import org.jspecify.annotations.NullMarked;
