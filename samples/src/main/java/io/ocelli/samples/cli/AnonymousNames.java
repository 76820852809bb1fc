package io.ocelli.samples.cli;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import io.ocelli.medical.Deidentified;
import io.ocelli.medical.DicomFile;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * What de-identified files are called in their folder: as before, but for names that hold a patient's whole name or an
 * identifier, and no two alike. A single word of a name may be chance (a file of Mr Head's), and is only told.
 */
final class AnonymousNames {
    private static final List<String> IDENTIFIERS =
            List.of("PatientID", "PatientBirthDate", "AccessionNumber", "StudyID");

    private static final int SHORTEST = 3;
    private static final CharMatcher BETWEEN =
            CharMatcher.forPredicate(Character::isLetterOrDigit).negate();
    private static final Splitter WORDS = Splitter.on(BETWEEN).omitEmptyStrings();

    private final Path folder;
    private final Set<Path> taken = new HashSet<>();

    AnonymousNames(Path folder) {
        this.folder = folder;
    }

    Path of(Path file, DicomFile identified, Deidentified deidentified) {
        String name = String.valueOf(file.getFileName());
        String uid = deidentified.sopInstanceUid();
        Path out = folder.resolve(tells(name, identified) ? uid + ".dcm" : name);
        for (int i = 1; !taken.add(out); i++) {
            out = folder.resolve(i == 1 ? uid + ".dcm" : uid + "-" + i + ".dcm");
        }
        return out;
    }

    /** Whether a name holds a whole identifier, or all words of the patient's name. */
    private static boolean tells(String name, DicomFile identified) {
        String letters = letters(name);
        boolean identifier = IDENTIFIERS.stream()
                .map(keyword -> letters(identified.text(keyword).orElse("")))
                .anyMatch(value -> value.length() >= SHORTEST && letters.contains(value));
        List<String> words = words(identified.text("PatientName").orElse(""));
        return identifier
                || words.stream().anyMatch(word -> word.length() >= SHORTEST)
                        && words(name).containsAll(words);
    }

    /** Whether a name holds a word of the patient's name. */
    static boolean mayTell(Path out, DicomFile identified) {
        String name = String.valueOf(out.getFileName()).toLowerCase(Locale.ROOT);
        return words(identified.text("PatientName").orElse("")).stream()
                .anyMatch(word -> word.length() >= SHORTEST && name.contains(word));
    }

    private static String letters(String text) {
        return BETWEEN.removeFrom(text).toLowerCase(Locale.ROOT);
    }

    private static List<String> words(String text) {
        return WORDS.splitToList(text.toLowerCase(Locale.ROOT));
    }
}
