package io.ocelli.medical;

import com.google.common.base.Joiner;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.ocelli.medical.ElementChange.Done;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** De-identifies one file: walks its elements, decides about each, and writes what is left. */
final class Deidentifier {
    private static final int INSTANCE = Dictionary.tag("SOPInstanceUID");
    private static final int META_INSTANCE = Dictionary.tag("MediaStorageSOPInstanceUID");
    private static final int PATIENT = Dictionary.tag("PatientID");
    private static final int BIRTH_DATE = Dictionary.tag("PatientBirthDate");
    private static final int BIRTH_TIME = Dictionary.tag("PatientBirthTime");
    private static final String STANDARD = "1.2.840.10008.";
    private static final int DEEPEST = 32;

    private final Deidentification rules;
    private final DicomFile file;
    private final PseudonymKey key;
    private final String patient;
    private final List<ElementChange> changes = new ArrayList<>();

    Deidentifier(Deidentification rules, DicomFile file) {
        this.rules = rules;
        this.file = file;
        this.key = rules.key();
        // of a patient without an identifier only the study is known
        this.patient = file.text(PATIENT)
                .or(() -> file.text("StudyInstanceUID"))
                .or(() -> file.text(INSTANCE))
                .orElse("");
    }

    Deidentified run() {
        ImmutableList<BurntInText> masks = rules.masks(file);
        CleanPixels pixels = CleanPixels.of(file, masks);
        String instance =
                key.uid(file.text(INSTANCE).or(() -> file.text(META_INSTANCE)).orElse(patient));
        String kind = file.text("SOPClassUID")
                .or(() -> file.text("MediaStorageSOPClassUID"))
                .orElse("");
        meta();
        SortedMap<Integer, byte[]> elements = clean(file.data(), Place.TOP);
        elements.putAll(pixels.elements());
        if (pixels.cleaned()) {
            tell(Place.TOP, ElementReader.PIXEL_DATA, "OW", "", Done.CLEANED);
        }
        List<String> warnings = DeidentificationMark.warnings(file, !masks.isEmpty(), pixels.unread());
        DeidentificationMark.of(rules, !masks.isEmpty()).forEach((tag, element) -> {
            elements.put(tag, element);
            tell(Place.TOP, tag, String.valueOf(Dictionary.representation(tag)), "", Done.ADDED);
        });
        byte[] written = Part10.write(kind, instance, pixels.syntax(), elements);
        return new Deidentified(written, instance, changes, warnings);
    }

    /** The file meta information is written anew, from the instance, its kind and the transfer syntax alone. */
    private void meta() {
        for (Element element : file.meta().elements()) {
            if (element.tag() == META_INSTANCE) {
                tell(Place.TOP, element, BasicProfile.U, Done.UID_REPLACED);
            } else if (!Part10.writes(element.tag())) {
                tell(Place.TOP, element, BasicProfile.X, Done.REMOVED);
            }
        }
    }

    /** Where elements are: the tags of the sequences, and the items of these. */
    private record Place(ImmutableList<Integer> tags, ImmutableList<Integer> items) {
        static final Place TOP = new Place(ImmutableList.of(), ImmutableList.of());

        Place item(int tag, int item) {
            return new Place(plus(tags, tag), plus(items, item));
        }

        static ImmutableList<Integer> plus(List<Integer> list, int last) {
            return ImmutableList.<Integer>builder().addAll(list).add(last).build();
        }
    }

    private void tell(Place place, Element element, String action, Done done) {
        tell(place, element.tag(), element.representation(), action, done);
    }

    private void tell(Place place, int tag, String representation, String action, Done done) {
        changes.add(new ElementChange(Place.plus(place.tags, tag), place.items, representation, action, done));
    }

    private SortedMap<Integer, byte[]> clean(DataSet set, Place place) {
        SortedMap<Integer, byte[]> left = new TreeMap<>(Integer::compareUnsigned);
        for (Element element : set.elements()) {
            if (place == Place.TOP && element.tag() == ElementReader.PIXEL_DATA) {
                continue; // they are cleaned by themselves
            }
            byte @Nullable [] written = clean(set, element, place);
            if (written != null) {
                left.put(element.tag(), written);
            }
        }
        return left;
    }

    /** The element as it is written; null where it goes. */
    private byte @Nullable [] clean(DataSet set, Element element, Place place) {
        @Nullable String action = BasicProfile.action(element.tag());
        if (action == null && !isStandard(element)) {
            return gone(element, place);
        }
        if (action == null) {
            action = BasicProfile.beyond(element.tag());
        }
        if (action == null) {
            return kept(set, element, place);
        }
        byte @Nullable [] optional = byOption(set, element, place, action);
        if (optional != null) {
            return optional;
        }
        switch (BasicProfile.strictest(action)) {
            case "X":
                tell(place, element, action, Done.REMOVED);
                return null;
            case "Z":
                boolean empty = element.value().length() == 0;
                tell(place, element, action, empty ? Done.KEPT : Done.EMPTIED);
                return ElementBytes.of(element.tag(), written(element), new byte[0]);
            case "D":
                return "UI".equals(element.representation())
                        ? uid(set, element, place, action)
                        : dummy(element, place, action);
            case "U":
                return uid(set, element, place, action);
            default: // U*: the identifiers in the items are replaced as every other
                tell(place, element, action, Done.CLEANED);
                return DataSet.isSequence(element) ? items(set, element, place) : null;
        }
    }

    /** Not what nobody can read: unknown to the standard, of a group that no data set has, of items where it has none. */
    private static boolean isStandard(Element element) {
        @Nullable String known = Dictionary.representation(element.tag());
        boolean sequence = DataSet.isSequence(element);
        boolean pixels = element.tag() == ElementReader.PIXEL_DATA;
        return known != null
                && element.tag() >>> 16 >= 8
                && known.equals("SQ") == sequence
                && (sequence || pixels || !element.undefined());
    }

    private byte @Nullable [] gone(Element element, Place place) {
        boolean length = (element.tag() & 0xFFFF) == 0; // of a group, which is another now
        if (!length) {
            tell(place, element, BasicProfile.X, Done.REMOVED);
        }
        return null;
    }

    private byte[] kept(DataSet set, Element element, Place place) {
        if (DataSet.isSequence(element)) {
            return items(set, element, place);
        }
        if (element.undefined()) {
            ImmutableList.Builder<byte[]> fragments = ImmutableList.builder();
            element.items().forEach(item -> fragments.add(ElementValues.little(item, false, 1)));
            return ElementBytes.fragments(element.tag(), fragments.build());
        }
        int size = ElementValues.size(element.representation());
        return ElementBytes.of(
                element.tag(), written(element), ElementValues.little(element.value(), set.isBig(), size));
    }

    private byte[] items(DataSet set, Element element, Place place) {
        if (place.items.size() >= DEEPEST) {
            throw set.bytes().malformed(element.value().begin, "sequences nest more than " + DEEPEST + " deep");
        }
        List<byte[]> items = new ArrayList<>();
        for (DataSet item : set.items(element)) {
            items.add(Part10.join(clean(item, place.item(element.tag(), items.size()))));
        }
        return ElementBytes.sequence(element.tag(), items);
    }

    /** What an option of the profile leaves of an attribute; null where none does. */
    private byte @Nullable [] byOption(DataSet set, Element element, Place place, String action) {
        String representation = element.representation();
        @Nullable String text = set.text(element.tag());
        if (text == null || DataSet.isSequence(element)) {
            return null;
        }
        if (rules.shiftsDates() && representation.equals("TM") && element.tag() != BIRTH_TIME) {
            tell(place, element, action, Done.KEPT);
            return ElementBytes.text(element.tag(), representation, text);
        }
        if (rules.shiftsDates() && element.tag() != BIRTH_DATE) {
            boolean date = representation.equals("DA") || representation.equals("DT");
            @Nullable String shifted = date ? ShiftedDates.back(text, key.days(patient)) : null;
            if (shifted != null) {
                tell(place, element, action, Done.DATE_SHIFTED);
                return ElementBytes.text(element.tag(), representation, shifted);
            }
        }
        String words = Descriptors.has(element.tag()) ? Descriptors.kept(text, rules.words()) : "";
        if (words.isEmpty()) {
            return null;
        }
        tell(place, element, action, Done.CLEANED);
        return ElementBytes.of(element.tag(), written(element), words.getBytes(set.charset()));
    }

    private byte[] dummy(Element element, Place place, String action) {
        tell(place, element, action, Done.REPLACED);
        if (DataSet.isSequence(element) || "SQ".equals(Dictionary.representation(element.tag()))) {
            return ElementBytes.sequence(element.tag(), ImmutableList.of(new byte[0]));
        }
        String representation = written(element);
        byte[] value = element.tag() == PATIENT
                ? key.patient(patient).getBytes(StandardCharsets.US_ASCII)
                : ElementValues.dummy(representation);
        return ElementBytes.of(element.tag(), representation, value);
    }

    private byte[] uid(DataSet set, Element element, Place place, String action) {
        @Nullable String uids = set.text(element.tag());
        List<String> others = new ArrayList<>();
        for (String uid : Splitter.on('\\').split(uids == null ? "" : uids)) {
            boolean own = uid.isEmpty() || uid.startsWith(STANDARD);
            others.add(own ? uid : key.uid(uid));
        }
        String written = Joiner.on('\\').join(others);
        tell(place, element, action, written.equals(uids) || uids == null ? Done.KEPT : Done.UID_REPLACED);
        return ElementBytes.text(element.tag(), "UI", written);
    }

    /** How an element is written: what may be one of two is what the file's pixels are. */
    private String written(Element element) {
        @Nullable String known = Dictionary.representation(element.tag());
        String representation = element.representation();
        if (representation.equals("UN") && known != null) {
            representation = known;
        }
        boolean signed = Double.valueOf(1).equals(file.data().number("PixelRepresentation"));
        return representation.equals("XS") ? signed ? "SS" : "US" : representation;
    }
}
