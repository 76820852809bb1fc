/** Writing files so that whoever reads them finds them whole, and one writer at a time. */
@NullMarked
package io.ocelli.files;

import org.jspecify.annotations.NullMarked;
