package io.ocelli.medical;

import com.google.common.collect.ImmutableSet;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Writes files of Part 10 (PS3.10, 7.1): a preamble of zeros, the file meta information, the data set. */
final class Part10 {
    private static final int GROUP_LENGTH = 0x00020000;
    private static final int VERSION = 0x00020001;
    private static final int CLASS = 0x00020002;
    private static final int INSTANCE = 0x00020003;
    private static final int SYNTAX = 0x00020010;
    private static final int IMPLEMENTATION = 0x00020012;
    private static final int IMPLEMENTATION_NAME = 0x00020013;

    /** Of the root 2.25: a UUID that is this library's. */
    private static final String OCELLI = "2.25.224614905287341096716437502811546908131";

    private static final Set<Integer> WRITTEN =
            ImmutableSet.of(GROUP_LENGTH, VERSION, CLASS, INSTANCE, SYNTAX, IMPLEMENTATION, IMPLEMENTATION_NAME);

    private Part10() {}

    /** Whether an element of the file meta information is written anew. */
    static boolean writes(int tag) {
        return WRITTEN.contains(tag);
    }

    static byte[] write(String sopClass, String instance, String syntax, Map<Integer, byte[]> elements) {
        Map<Integer, byte[]> meta = new TreeMap<>();
        meta.put(VERSION, ElementBytes.of(VERSION, "OB", new byte[] {0, 1}));
        meta.put(CLASS, ElementBytes.text(CLASS, "UI", sopClass));
        meta.put(INSTANCE, ElementBytes.text(INSTANCE, "UI", instance));
        meta.put(SYNTAX, ElementBytes.text(SYNTAX, "UI", syntax));
        meta.put(IMPLEMENTATION, ElementBytes.text(IMPLEMENTATION, "UI", OCELLI));
        meta.put(IMPLEMENTATION_NAME, ElementBytes.text(IMPLEMENTATION_NAME, "SH", "OCELLI"));
        byte[] head = join(meta);
        int length = head.length;
        byte[] four = {(byte) length, (byte) (length >> 8), (byte) (length >> 16), (byte) (length >> 24)};
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(new byte[128]);
        out.writeBytes("DICM".getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(ElementBytes.of(GROUP_LENGTH, "UL", four));
        out.writeBytes(head);
        elements.values().forEach(out::writeBytes);
        return out.toByteArray();
    }

    /** Elements one behind the other. */
    static byte[] join(Map<Integer, byte[]> elements) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        elements.values().forEach(out::writeBytes);
        return out.toByteArray();
    }
}
