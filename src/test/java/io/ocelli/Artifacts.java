package io.ocelli;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.Location;

/** The classes that users get: those of every artifact, without tests. */
final class Artifacts {
    private Artifacts() {}

    static JavaClasses classes() {
        return new ClassFileImporter().withImportOption(Artifacts::isPublished).importPackages("io.ocelli");
    }

    private static boolean isPublished(Location location) {
        return !location.contains("/test-classes/") && !location.contains("-tests.jar");
    }
}
