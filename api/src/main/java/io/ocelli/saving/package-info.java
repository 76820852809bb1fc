/** How classifiers lie in files: the folder that is saved, what travels in an exported file, how weights are fitted. */
@NullMarked
package io.ocelli.saving;

import org.jspecify.annotations.NullMarked;
