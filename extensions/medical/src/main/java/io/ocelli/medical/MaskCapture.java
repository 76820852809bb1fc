package io.ocelli.medical;

import com.google.common.base.CharMatcher;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.image.Image;
import java.util.List;
import java.util.Map;

/**
 * A mask as a DICOM file: a secondary capture (PS3.3, A.8.1) of 8 bits whose pixels are the class numbers, in the study, of the
 * patient, and at the place of the picture that it is of, which it names in SourceImageSequence; what the numbers mean stands in
 * SegmentSequence, as in a segmentation's. It is a series of its own, and its window shows the last class white.
 *
 * <pre>{@code
 * MaskCapture.of(source, segmenter.segment(picture).mask(), List.of("background", "lesion")).write(Path.of("mask.dcm"));
 * }</pre>
 *
 * <p>Where the source is de-identified, so is what is written: nothing is added that tells more.
 */
public final class MaskCapture {
    /** What is as in the source. Its pixels' place is, as the mask has its size. */
    private static final List<String> KEPT = ImmutableList.of(
            "SpecificCharacterSet",
            "Modality",
            "StudyDate",
            "StudyTime",
            "StudyID",
            "AccessionNumber",
            "ReferringPhysicianName",
            "PatientName",
            "PatientID",
            "PatientBirthDate",
            "PatientSex",
            "PatientIdentityRemoved",
            "DeidentificationMethod",
            "LongitudinalTemporalInformationModified",
            "StudyInstanceUID",
            "FrameOfReferenceUID",
            "PixelSpacing",
            "SliceThickness",
            "ImagePositionPatient",
            "ImageOrientationPatient",
            "InstanceNumber");

    private MaskCapture() {}

    /**
     * The file of a mask.
     *
     * @param source the file of the picture
     * @param mask the class of each of its pixels, one channel of 8 bits
     * @param classes their names, by number; at most 256
     * @throws IllegalArgumentException if the mask is not of the picture's size, has a number that is none of the classes, or
     *     one of these is not in ASCII
     * @throws DicomException if the source has no picture or says no unique identifiers
     */
    public static DicomDraft of(DicomFile source, Image mask, List<String> classes) {
        DicomPicture picture = source.picture();
        if (mask.channels() != 1
                || mask.depth() != Image.Depth.UINT8
                || mask.height() != picture.rows()
                || mask.width() != picture.columns()) {
            throw new IllegalArgumentException("A mask has one channel of 8 bits and the size of its picture, "
                    + picture.rows() + " x " + picture.columns() + ", received " + mask);
        }
        for (byte label : mask.samples()) {
            if ((label & 255) >= classes.size()) {
                throw new IllegalArgumentException(
                        "A mask's numbers are of the classes " + classes + ", received " + (label & 255));
            }
        }
        if (!classes.stream().allMatch(CharMatcher.ascii()::matchesAllOf)) {
            throw new IllegalArgumentException("The classes of a mask are named in ASCII, as the file is written in the"
                    + " character set of its source, received " + classes);
        }
        DicomDraft draft = DicomDraft.of(mask);
        for (String keyword : KEPT) {
            draft = draft.from(source, keyword);
        }
        ImmutableList.Builder<Map<String, String>> segments = ImmutableList.builder();
        for (int label = 0; label < classes.size(); label++) {
            segments.add(ImmutableMap.of("SegmentNumber", String.valueOf(label), "SegmentLabel", classes.get(label)));
        }
        return draft.with("SeriesInstanceUID", DicomDraft.newUid())
                .with("ImageType", "DERIVED\\SECONDARY")
                .with("BurnedInAnnotation", "NO")
                .with("LossyImageCompression", "00")
                .with("WindowCenter", String.valueOf(classes.size() / 2.0))
                .with("WindowWidth", String.valueOf((double) classes.size()))
                .with(
                        "SourceImageSequence",
                        ImmutableList.of(ImmutableMap.of(
                                "ReferencedSOPClassUID", required(source, "SOPClassUID"),
                                "ReferencedSOPInstanceUID", required(source, "SOPInstanceUID"))))
                .with("SegmentSequence", segments.build());
    }

    private static String required(DicomFile source, String keyword) {
        return source.text(keyword)
                .orElseThrow(() -> source.data()
                        .bytes()
                        .malformed(source.data().bytes().begin, "a picture that a mask is of says its " + keyword));
    }
}
