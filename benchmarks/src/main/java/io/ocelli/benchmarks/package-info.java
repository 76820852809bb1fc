/** What is measured, each against something else in the same run. */
@NullMarked
package io.ocelli.benchmarks;

import org.jspecify.annotations.NullMarked;
