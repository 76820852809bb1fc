/** Model families, each a file that reads like its paper's table, with the rows of its published weights beside it. */
@NullMarked
package io.ocelli.zoo;

import org.jspecify.annotations.NullMarked;
