package io.ocelli.medical;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Whether a file says or may say whose it is. */
final class IdentityCheck {
    private static final String YES = "YES";
    private static final int DEEPEST = 32;

    private final boolean dates;
    private final boolean descriptors;

    private IdentityCheck(DicomFile file) {
        this.dates = is(file, "LongitudinalTemporalInformationModified", "MODIFIED");
        this.descriptors = file.data().items("DeidentificationMethodCodeSequence").stream()
                .anyMatch(code -> DeidentificationMark.CLEAN_DESCRIPTORS.equals(code.text("CodeValue")));
    }

    /** Why a file may tell, without any value of it; null where it does not. */
    static @Nullable String reason(DicomFile file) {
        if (!is(file, "PatientIdentityRemoved", YES)) {
            return "it does not say that its patient's identity was removed (PatientIdentityRemoved)";
        }
        if (is(file, "BurnedInAnnotation", YES)) {
            return "it says that its pixels show text (BurnedInAnnotation)";
        }
        return new IdentityCheck(file).reason(file.data(), 0);
    }

    private static boolean is(DicomFile file, String keyword, String value) {
        return file.text(keyword)
                .filter(text -> text.toUpperCase(Locale.ROOT).equals(value))
                .isPresent();
    }

    private @Nullable String reason(DataSet set, int depth) {
        for (Element element : set.elements()) {
            @Nullable String table = BasicProfile.action(element.tag());
            @Nullable String action = table == null ? BasicProfile.beyond(element.tag()) : table;
            if (action != null && goes(action) && !isBlank(element) && !isAllowed(element)) {
                return "its " + called(element.tag()) + " has a value";
            }
            if (DataSet.isSequence(element) && depth < DEEPEST) {
                for (DataSet item : set.items(element)) {
                    @Nullable String inside = reason(item, depth + 1);
                    if (inside != null) {
                        return inside;
                    }
                }
            }
        }
        return null;
    }

    /** Whether the profile leaves nothing of it; what it replaces cannot be told from what it was. */
    private static boolean goes(String action) {
        return action.equals("X") || action.equals("Z") || action.equals("X/Z");
    }

    private static boolean isBlank(Element element) {
        Bytes value = element.value();
        for (int at = value.begin; at < value.end; at++) {
            if (value.array[at] != ' ' && value.array[at] != 0) {
                return false;
            }
        }
        return true;
    }

    private boolean isAllowed(Element element) {
        String representation = element.representation();
        boolean when = representation.equals("DA") || representation.equals("DT") || representation.equals("TM");
        return when && dates || descriptors && Descriptors.has(element.tag());
    }

    private static String called(int tag) {
        boolean isPrivate = (tag >>> 16) % 2 == 1;
        return isPrivate
                ? "private attribute " + Element.name(tag)
                : "attribute " + Element.name(tag) + " " + Dictionary.keyword(tag);
    }
}
