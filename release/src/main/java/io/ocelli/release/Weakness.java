package io.ocelli.release;

import org.apache.maven.artifact.versioning.DefaultArtifactVersion;
import org.apache.maven.artifact.versioning.InvalidVersionSpecificationException;
import org.apache.maven.artifact.versioning.VersionRange;

/**
 * What is known of some versions of a library.
 *
 * @param library group and name
 * @param affected as Maven writes ranges: {@code (,2.12.7.1),[2.13.0,2.13.4.2)}
 * @param id CVE, or GHSA where it has none
 * @param fixed the first versions without it
 */
record Weakness(String library, VersionRange affected, String id, String what, String fixed) {
    static Weakness of(String library, String affected, String id, String what, String fixed) {
        try {
            return new Weakness(library, VersionRange.createFromVersionSpec(affected), id, what, fixed);
        } catch (InvalidVersionSpecificationException e) {
            throw new IllegalStateException(
                    "Affected versions are a range as Maven writes it, as [2.13.0,2.13.4.2); of " + library + " and "
                            + id + " received " + affected,
                    e);
        }
    }

    boolean has(String version) {
        return affected.containsVersion(new DefaultArtifactVersion(version));
    }
}
