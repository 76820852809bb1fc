package io.ocelli.medical;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import com.google.common.collect.ImmutableSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What the Basic Application Level Confidentiality Profile does to an attribute: DICOM PS3.15, table E.1-1, of the edition
 * 2026c.
 */
final class BasicProfile {
    static final String EDITION = "PS3.15 2026c";

    /** Removes. */
    static final String X = "X";
    /** Gives another unique identifier. */
    static final String U = "U";

    /** Parts of the keywords of identifiers that tell what kind something is of. */
    private static final Set<String> KINDS = ImmutableSet.of(
            "SOPClass", "TransferSyntax", "CodingScheme", "ContextUID", "MappingResource", "ColorPalette");

    private static final Map<Integer, String> ACTIONS;

    static {
        ImmutableMap.Builder<Integer, String> actions = ImmutableMap.builder();
        for (String line : Tables.lines("profile.txt")) {
            List<String> row = Splitter.on(' ').splitToList(line);
            actions.put(Integer.parseUnsignedInt(row.get(0), 16), row.get(1));
        }
        ACTIONS = actions.buildOrThrow();
    }

    private BasicProfile() {}

    /** The code of the table, such as X/Z/D; X of private attributes; null for what the profile keeps. */
    static @Nullable String action(int tag) {
        int group = tag >>> 16;
        boolean curve = (group & 0xFF00) == 0x5000;
        boolean overlay = (group & 0xFF00) == 0x6000 && ((tag & 0xFFFF) == 0x3000 || (tag & 0xFFFF) == 0x4000);
        return group % 2 == 1 || curve || overlay ? X : ACTIONS.get(tag);
    }

    /**
     * What is done to an attribute that the table does not have: names of persons, addresses and times go, and identifiers of
     * what is one of its kind become others; null where it is kept.
     */
    static @Nullable String beyond(int tag) {
        String representation = String.valueOf(Dictionary.representation(tag));
        return switch (representation) {
            case "PN", "UR", "DA", "DT", "TM" -> X;
            case "UI" -> KINDS.stream().anyMatch(Dictionary.keyword(tag)::contains) ? null : U;
            default -> null;
        };
    }

    /**
     * What is done of a code that leaves a choice to the kind of object: what every kind allows, its last part.
     */
    static String strictest(String action) {
        return action.substring(action.lastIndexOf('/') + 1);
    }
}
