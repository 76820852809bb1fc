/** The health of classifiers in Spring Boot 3.5, whose health packages are its own. */
@NullMarked
package io.ocelli.spring.boot3;

import org.jspecify.annotations.NullMarked;
