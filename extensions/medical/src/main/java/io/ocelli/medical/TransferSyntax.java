package io.ocelli.medical;

import org.jspecify.annotations.Nullable;

/** The transfer syntaxes that are read (PS3.6, annex A): how a data set is written, and its pixels. */
enum TransferSyntax {
    IMPLICIT_LITTLE("1.2.840.10008.1.2", Codec.NATIVE),
    EXPLICIT_LITTLE("1.2.840.10008.1.2.1", Codec.NATIVE),
    DEFLATED("1.2.840.10008.1.2.1.99", Codec.NATIVE),
    EXPLICIT_BIG("1.2.840.10008.1.2.2", Codec.NATIVE),
    RLE("1.2.840.10008.1.2.5", Codec.RLE),
    JPEG_BASELINE("1.2.840.10008.1.2.4.50", Codec.JPEG),
    JPEG_EXTENDED("1.2.840.10008.1.2.4.51", Codec.JPEG),
    JPEG_LOSSLESS("1.2.840.10008.1.2.4.57", Codec.JPEG),
    JPEG_LOSSLESS_FIRST_ORDER("1.2.840.10008.1.2.4.70", Codec.JPEG),
    JPEG_LS_LOSSLESS("1.2.840.10008.1.2.4.80", Codec.JPEG_LS),
    JPEG_LS_NEAR_LOSSLESS("1.2.840.10008.1.2.4.81", Codec.JPEG_LS),
    JPEG_2000_LOSSLESS("1.2.840.10008.1.2.4.90", Codec.JPEG_2000),
    JPEG_2000("1.2.840.10008.1.2.4.91", Codec.JPEG_2000);

    /** What pixels are compressed by. */
    enum Codec {
        NATIVE,
        RLE,
        JPEG,
        JPEG_LS,
        JPEG_2000
    }

    final String uid;
    final Codec codec;

    TransferSyntax(String uid, Codec codec) {
        this.uid = uid;
        this.codec = codec;
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
