/** Classifications and trainings as spans of OpenTelemetry. */
@NullMarked
package io.ocelli.opentelemetry;

import org.jspecify.annotations.NullMarked;
