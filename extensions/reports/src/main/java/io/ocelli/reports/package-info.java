/** What a training did, to be looked at: a page with charts, and TensorBoard's event files. For desktops and servers. */
@NullMarked
package io.ocelli.reports;

import org.jspecify.annotations.NullMarked;
