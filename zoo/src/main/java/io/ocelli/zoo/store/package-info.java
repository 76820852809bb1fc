/** Published weights on this machine: download, look at, throw away. */
@NullMarked
package io.ocelli.zoo.store;

import org.jspecify.annotations.NullMarked;
