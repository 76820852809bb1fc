package io.ocelli.medical;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Set;

/**
 * How files lose what tells whose they are: by the Basic Application Level Confidentiality Profile of DICOM PS3.15, annex E
 * (table E.1-1 of the edition 2026c), with options of it. A specification: immutable, safe for any number of threads.
 *
 * <pre>{@code
 * Deidentification rules = Deidentification.basic(PseudonymKey.read(Path.of("key")))
 *         .shiftingDates()
 *         .masking(BurntInText.where("Modality", "US").at(0, 0, 1024, 60));
 * Deidentified done = rules.apply(DicomFile.read(picture));
 * done.write(Path.of("out", done.sopInstanceUid() + ".dcm"));
 * }</pre>
 *
 * <p>The profile itself: attributes are removed, emptied or replaced as the table says, where it leaves a choice to the kind of
 * object in the way that is valid for every kind; private attributes go, and so does what the standard does not know, the
 * preamble, overlays, curves, comments of JPEGs, the bits of pixels beside those that count. Unique identifiers become others
 * by the key, the same for the same one in all files; a patient's identifier becomes a pseudonym by the key, so that a data set
 * can still be split by patient; the name is emptied. Sequences that stay are cleaned item by item. The written file is one of
 * Part 10 in explicit little endian, compressed pixels in their own transfer syntax, and says that the patient's identity was
 * removed and how.
 *
 * <p>What no program can know stays the hospital's to look at: text in pixels for which there is no rule, faces that can be
 * made of a head's slices, names in the attributes that the profile keeps. {@link Deidentified#warnings} tells where to look.
 */
public final class Deidentification {
    private final PseudonymKey key;
    private final boolean dates;
    private final ImmutableSet<String> words;
    private final ImmutableList<BurntInText> masks;

    private Deidentification(
            PseudonymKey key, boolean dates, ImmutableSet<String> words, ImmutableList<BurntInText> masks) {
        this.key = key;
        this.dates = dates;
        this.words = words;
        this.masks = masks;
    }

    /** The basic profile alone. */
    public static Deidentification basic(PseudonymKey key) {
        return new Deidentification(key, false, ImmutableSet.of(), ImmutableList.of());
    }

    /**
     * With dates that all go back by the same days, 1 to 3650, for each patient's files, and with times of the day as they are,
     * so that what was when before what can still be told (PS3.15, E.3.6, modified dates). Dates of birth still go.
     */
    public Deidentification shiftingDates() {
        return new Deidentification(key, true, words, masks);
    }

    /**
     * With descriptors, such as the descriptions of a study and a series, that keep those words which are named here, and no
     * others (PS3.15, E.3.5). One that keeps none goes as the profile says.
     *
     * @param words in letters of either case
     */
    public Deidentification keepingWords(Set<String> words) {
        ImmutableSet.Builder<String> small = ImmutableSet.builder();
        words.forEach(word -> small.add(word.toLowerCase(Locale.ROOT)));
        return new Deidentification(key, dates, small.build(), masks);
    }

    /** With one rule more of what is masked in the pixels (PS3.15, E.3.1); the regions of all rules that hold are. */
    public Deidentification masking(BurntInText rule) {
        return new Deidentification(
                key,
                dates,
                words,
                ImmutableList.<BurntInText>builder().addAll(masks).add(rule).build());
    }

    /**
     * The file without what identifies. The given one stays as it is.
     *
     * @throws DicomException if it contradicts itself, or its pixels are to be masked and cannot be read
     */
    public Deidentified apply(DicomFile file) {
        return new Deidentifier(this, file).run();
    }

    /**
     * The same of a file on the disk.
     *
     * @throws DicomException as {@link #apply(DicomFile)} and {@link DicomFile#read} say
     * @throws io.ocelli.error.ImageException if there is no such file
     */
    public Deidentified apply(Path file) {
        return apply(DicomFile.read(file));
    }

    PseudonymKey key() {
        return key;
    }

    boolean shiftsDates() {
        return dates;
    }

    ImmutableSet<String> words() {
        return words;
    }

    ImmutableList<BurntInText> masks(DicomFile file) {
        return masks.stream().filter(rule -> rule.holds(file)).collect(ImmutableList.toImmutableList());
    }
}
