package io.ocelli.medical;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a de-identified file says of that (PS3.15, E.1.1 and E.3), and what it cannot promise. */
final class DeidentificationMark {
    /** The code of the option that keeps descriptors, cleaned. */
    static final String CLEAN_DESCRIPTORS = "113105";

    private static final String BURNT_IN = "BurnedInAnnotation";
    private static final String SECONDARY_CAPTURE = "1.2.840.10008.5.1.4.1.1.7";

    /** Whose pictures mostly show text beside the body. */
    private static final Set<String> OFTEN_WITH_TEXT = ImmutableSet.of("US", "ES", "XC", "OT", "SC", "GM", "OP");

    private DeidentificationMark() {}

    /** The elements that say so. */
    static SortedMap<Integer, byte[]> of(Deidentification rules, boolean masked) {
        ImmutableList.Builder<byte[]> codes = ImmutableList.builder();
        codes.add(code("113100", "Basic Application Confidentiality Profile"));
        if (masked) {
            codes.add(code("113101", "Clean Pixel Data Option"));
        }
        if (!rules.words().isEmpty()) {
            codes.add(code(CLEAN_DESCRIPTORS, "Clean Descriptors Option"));
        }
        if (rules.shiftsDates()) {
            codes.add(code("113107", "Retain Longitudinal Temporal Information Modified Dates Option"));
        }
        SortedMap<Integer, byte[]> elements = new TreeMap<>(Integer::compareUnsigned);
        text(elements, "PatientIdentityRemoved", "YES");
        text(elements, "DeidentificationMethod", "Ocelli, basic profile of " + BasicProfile.EDITION);
        int sequence = Dictionary.tag("DeidentificationMethodCodeSequence");
        elements.put(sequence, ElementBytes.sequence(sequence, codes.build()));
        text(elements, "LongitudinalTemporalInformationModified", rules.shiftsDates() ? "MODIFIED" : "REMOVED");
        if (masked) {
            text(elements, BURNT_IN, "NO");
        }
        return elements;
    }

    private static byte[] code(String value, String meaning) {
        SortedMap<Integer, byte[]> item = new TreeMap<>();
        text(item, "CodeValue", value);
        text(item, "CodingSchemeDesignator", "DCM");
        text(item, "CodeMeaning", meaning);
        return Part10.join(item);
    }

    private static void text(Map<Integer, byte[]> elements, String keyword, String text) {
        int tag = Dictionary.tag(keyword);
        elements.put(tag, ElementBytes.text(tag, String.valueOf(Dictionary.representation(tag)), text));
    }

    /** Where a person has to look. */
    static List<String> warnings(DicomFile file, boolean masked, boolean unread) {
        List<String> warnings = new ArrayList<>();
        boolean pixels = file.data().element(ElementReader.PIXEL_DATA) != null;
        String burnt = file.text(BURNT_IN).orElse("");
        if (pixels && !masked && burnt.equals("YES")) {
            warnings.add("the file says that its pixels show text (BurnedInAnnotation YES), and no rule masks it");
        } else if (pixels && !masked && burnt.isEmpty() && oftenWithText(file)) {
            warnings.add(
                    "pictures of this kind often show text, the file does not say whether this one does, and no rule"
                            + " masks it");
        }
        if (file.text("RecognizableVisualFeatures").orElse("").equals("YES")) {
            warnings.add(
                    "the file says that the patient can be recognised in the picture (RecognizableVisualFeatures YES)");
        }
        if (unread) {
            warnings.add("the pixels are of a kind that is not read, and were left as they are");
        }
        return warnings;
    }

    private static boolean oftenWithText(DicomFile file) {
        return OFTEN_WITH_TEXT.contains(file.text("Modality").orElse(""))
                || file.text("SOPClassUID").orElse("").startsWith(SECONDARY_CAPTURE);
    }
}
