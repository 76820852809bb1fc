/**
 * Medical pictures: DICOM files as pictures of 8 or 16 bits, as physical values, and series of slices as volumes.
 *
 * <p>{@link io.ocelli.medical.DicomPicture#read} reads one file. With this artifact on the class path, data sets of DICOM
 * files read like those of other pictures.
 */
@NullMarked
package io.ocelli.medical;

import org.jspecify.annotations.NullMarked;
