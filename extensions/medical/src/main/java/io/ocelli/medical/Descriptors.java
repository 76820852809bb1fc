package io.ocelli.medical;

import com.google.common.base.CharMatcher;
import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Free text that PS3.15's option to clean descriptors is about (table E.1-1), and what is left of it. */
final class Descriptors {
    private static final ImmutableSet<Integer> TAGS = ImmutableSet.of(
                    "StudyDescription",
                    "SeriesDescription",
                    "AdmittingDiagnosesDescription",
                    "DerivationDescription",
                    "ContrastBolusAgent",
                    "ProtocolName",
                    "AcquisitionDeviceProcessingDescription",
                    "AcquisitionProtocolDescription",
                    "AcquisitionComments",
                    "ImageComments",
                    "FrameComments",
                    "RequestedProcedureDescription",
                    "RequestedContrastAgent",
                    "StudyComments",
                    "ScheduledProcedureStepDescription",
                    "PerformedProcedureStepDescription",
                    "ReasonForStudy",
                    "RequestedProcedureComments",
                    "CommentsOnThePerformedProcedureStep",
                    "AdditionalPatientHistory",
                    "StructureSetLabel",
                    "StructureSetName",
                    "StructureSetDescription",
                    "ROIName",
                    "ROIDescription",
                    "RTPlanLabel",
                    "RTPlanName",
                    "RTPlanDescription")
            .stream()
            .map(Dictionary::tag)
            .collect(ImmutableSet.toImmutableSet());

    private static final Splitter WORDS = Splitter.on(
                    CharMatcher.forPredicate(Character::isLetterOrDigit).negate())
            .omitEmptyStrings();

    private Descriptors() {}

    static boolean has(int tag) {
        return TAGS.contains(tag);
    }

    /** The words of a text that may stay; empty where none does. */
    static String kept(String text, Set<String> allowed) {
        return WORDS.splitToStream(text)
                .filter(word -> allowed.contains(word.toLowerCase(Locale.ROOT)))
                .collect(Collectors.joining(" "));
    }
}
