/**
 * Who keeps what and who answered what: an audit log whose lines hold each other, models encrypted at rest, model folders that
 * are signed. What was changed by others is refused when it is opened.
 */
@NullMarked
package io.ocelli.medical.custody;

import org.jspecify.annotations.NullMarked;
