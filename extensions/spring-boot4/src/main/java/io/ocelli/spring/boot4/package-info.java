/** The health of classifiers in Spring Boot 4, whose health packages are its own. */
@NullMarked
package io.ocelli.spring.boot4;

import org.jspecify.annotations.NullMarked;
