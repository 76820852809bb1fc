/** What tests share: the golden figures and the rule by which weights and inputs are made without a file. */
@NullMarked
package io.ocelli.testing;

import org.jspecify.annotations.NullMarked;
