/** From a folder of DICOM to a classifier that is trained, calibrated and audited. */
@NullMarked
package io.ocelli.samples.medical;

import org.jspecify.annotations.NullMarked;
