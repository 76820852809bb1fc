/** An application for Android: one class that recognises and learns, and one that shows it. */
@NullMarked
package io.ocelli.samples.android;

import org.jspecify.annotations.NullMarked;
