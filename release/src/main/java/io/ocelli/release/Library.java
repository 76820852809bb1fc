package io.ocelli.release;

import java.util.List;

/**
 * What an artifact needs, in the version that was resolved.
 *
 * @param licences as its pom writes them, of which its user chooses one; none where it writes none
 * @param brought whether who takes the artifact gets it, too; else the application or its host has it
 */
record Library(String group, String name, String version, List<String> licences, boolean brought) {
    /** Group and name, as Maven writes them. */
    String id() {
        return group + ":" + name;
    }

    boolean isOurs() {
        return group.equals("io.ocelli");
    }
}
