package io.ocelli.medical;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The rows of PS3.6 that pictures are read by, or asked for by keyword: a tag, its value representation, its keyword. */
final class Dictionary {
    private static final String ROWS = """
            00020002 UI MediaStorageSOPClassUID
            00020003 UI MediaStorageSOPInstanceUID
            00020010 UI TransferSyntaxUID
            00041220 SQ DirectoryRecordSequence
            00080005 CS SpecificCharacterSet
            00080008 CS ImageType
            00080016 UI SOPClassUID
            00080018 UI SOPInstanceUID
            00080020 DA StudyDate
            00080021 DA SeriesDate
            00080022 DA AcquisitionDate
            00080023 DA ContentDate
            00080030 TM StudyTime
            00080050 SH AccessionNumber
            00080060 CS Modality
            00080070 LO Manufacturer
            00080080 LO InstitutionName
            00080090 PN ReferringPhysicianName
            00081030 LO StudyDescription
            0008103E LO SeriesDescription
            00081090 LO ManufacturerModelName
            00100010 PN PatientName
            00100020 LO PatientID
            00100030 DA PatientBirthDate
            00100040 CS PatientSex
            00101010 AS PatientAge
            00101020 DS PatientSize
            00101030 DS PatientWeight
            00180015 CS BodyPartExamined
            00180050 DS SliceThickness
            00180060 DS KVP
            00180088 DS SpacingBetweenSlices
            00181164 DS ImagerPixelSpacing
            00185100 CS PatientPosition
            00185101 CS ViewPosition
            0020000D UI StudyInstanceUID
            0020000E UI SeriesInstanceUID
            00200010 SH StudyID
            00200011 IS SeriesNumber
            00200012 IS AcquisitionNumber
            00200013 IS InstanceNumber
            00200032 DS ImagePositionPatient
            00200037 DS ImageOrientationPatient
            00200052 UI FrameOfReferenceUID
            00200060 CS Laterality
            00200062 CS ImageLaterality
            00201041 DS SliceLocation
            00209113 SQ PlanePositionSequence
            00209116 SQ PlaneOrientationSequence
            00280002 US SamplesPerPixel
            00280004 CS PhotometricInterpretation
            00280006 US PlanarConfiguration
            00280008 IS NumberOfFrames
            00280010 US Rows
            00280011 US Columns
            00280030 DS PixelSpacing
            00280100 US BitsAllocated
            00280101 US BitsStored
            00280102 US HighBit
            00280103 US PixelRepresentation
            00280301 CS BurnedInAnnotation
            00281050 DS WindowCenter
            00281051 DS WindowWidth
            00281052 DS RescaleIntercept
            00281053 DS RescaleSlope
            00281054 LO RescaleType
            00281055 LO WindowCenterWidthExplanation
            00281056 CS VOILUTFunction
            00281101 XS RedPaletteColorLookupTableDescriptor
            00281102 XS GreenPaletteColorLookupTableDescriptor
            00281103 XS BluePaletteColorLookupTableDescriptor
            00281201 OW RedPaletteColorLookupTableData
            00281202 OW GreenPaletteColorLookupTableData
            00281203 OW BluePaletteColorLookupTableData
            00281221 OW SegmentedRedPaletteColorLookupTableData
            00281222 OW SegmentedGreenPaletteColorLookupTableData
            00281223 OW SegmentedBluePaletteColorLookupTableData
            00282110 CS LossyImageCompression
            00283000 SQ ModalityLUTSequence
            00283002 XS LUTDescriptor
            00283006 OW LUTData
            00283010 SQ VOILUTSequence
            00289110 SQ PixelMeasuresSequence
            00289132 SQ FrameVOILUTSequence
            00289145 SQ PixelValueTransformationSequence
            20500020 CS PresentationLUTShape
            52009229 SQ SharedFunctionalGroupsSequence
            52009230 SQ PerFrameFunctionalGroupsSequence
            7FE00001 OV ExtendedOffsetTable
            7FE00008 OF FloatPixelData
            7FE00009 OD DoubleFloatPixelData
            7FE00010 OW PixelData
            """;

    private static final Map<String, Integer> TAGS;
    private static final Map<Integer, String> REPRESENTATIONS;

    static {
        ImmutableMap.Builder<String, Integer> tags = ImmutableMap.builder();
        ImmutableMap.Builder<Integer, String> representations = ImmutableMap.builder();
        for (String line : Splitter.on('\n').omitEmptyStrings().split(ROWS)) {
            List<String> row = Splitter.on(' ').splitToList(line);
            int tag = Integer.parseUnsignedInt(row.get(0), 16);
            tags.put(row.get(2), tag);
            representations.put(tag, row.get(1));
        }
        TAGS = tags.build();
        REPRESENTATIONS = representations.build();
    }

    private Dictionary() {}

    /**
     * The tag of a keyword.
     *
     * @throws IllegalArgumentException if the keyword is not in the table
     */
    static int tag(String keyword) {
        Integer tag = TAGS.get(keyword);
        if (tag == null) {
            throw new IllegalArgumentException("A keyword is one of " + TAGS.keySet() + ", received " + keyword
                    + ". Ask for other attributes by their tag, such as 0x00100010.");
        }
        return tag;
    }

    /** The value representation of a tag; XS is US or SS; null for those that are not in the table. */
    static @Nullable String representation(int tag) {
        return REPRESENTATIONS.get(tag);
    }
}
