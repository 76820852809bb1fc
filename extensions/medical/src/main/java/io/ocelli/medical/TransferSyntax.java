package io.ocelli.medical;

import org.jspecify.annotations.Nullable;

/** The transfer syntaxes that are read (PS3.6, annex A): how a data set is written, and its pixels. */
enum TransferSyntax {
    IMPLICIT_LITTLE("1.2.840.10008.1.2", Codec.NATIVE, "Implicit VR Little Endian"),
    EXPLICIT_LITTLE("1.2.840.10008.1.2.1", Codec.NATIVE, "Explicit VR Little Endian"),
    DEFLATED("1.2.840.10008.1.2.1.99", Codec.NATIVE, "Deflated Explicit VR Little Endian"),
    EXPLICIT_BIG("1.2.840.10008.1.2.2", Codec.NATIVE, "Explicit VR Big Endian"),
    RLE("1.2.840.10008.1.2.5", Codec.RLE, "RLE Lossless"),
    DEFLATED_FRAMES("1.2.840.10008.1.2.8.1", Codec.DEFLATED_FRAMES, "Deflated Image Frame Compression"),
    JPEG_BASELINE("1.2.840.10008.1.2.4.50", Codec.JPEG, "JPEG Baseline (Process 1)"),
    JPEG_EXTENDED("1.2.840.10008.1.2.4.51", Codec.JPEG, "JPEG Extended (Process 2 and 4)"),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", Codec.JPEG, "JPEG Lossless, Non-Hierarchical (Process 14)"),
    JPEG_LOSSLESS_FIRST_ORDER(
            "1.2.840.10008.1.2.4.70",
            Codec.JPEG,
            "JPEG Lossless, Non-Hierarchical, First-Order Prediction (Process 14 [Selection Value 1])"),
    JPEG_LS_LOSSLESS("1.2.840.10008.1.2.4.80", Codec.JPEG_LS, "JPEG-LS Lossless Image Compression"),
    JPEG_LS_NEAR_LOSSLESS("1.2.840.10008.1.2.4.81", Codec.JPEG_LS, "JPEG-LS Lossy (Near-Lossless) Image Compression"),
    JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", Codec.JPEG_2000, "JPEG 2000 Image Compression (Lossless Only)"),
    JPEG_2000("1.2.840.10008.1.2.4.91", Codec.JPEG_2000, "JPEG 2000 Image Compression");

    /** What pixels are compressed by. */
    enum Codec {
        NATIVE,
        RLE,
        DEFLATED_FRAMES,
        JPEG,
        JPEG_LS,
        JPEG_2000
    }

    final String uid;
    final Codec codec;
    final String title;

    TransferSyntax(String uid, Codec codec, String title) {
        this.uid = uid;
        this.codec = codec;
        this.title = title;
    }

    /** Whether pixels may be others than those that were compressed. */
    boolean isLossy() {
        return this == JPEG_BASELINE || this == JPEG_EXTENDED || this == JPEG_LS_NEAR_LOSSLESS || this == JPEG_2000;
    }

    boolean isExplicit() {
        return this != IMPLICIT_LITTLE;
    }

    boolean isBig() {
        return this == EXPLICIT_BIG;
    }

    static @Nullable TransferSyntax of(String uid) {
        for (TransferSyntax syntax : values()) {
            if (syntax.uid.equals(uid)) {
                return syntax;
            }
        }
        return null;
    }
}
