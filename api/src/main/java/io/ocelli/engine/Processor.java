package io.ocelli.engine;

import com.google.common.collect.ImmutableSet;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.Arrays;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The processor of this machine, as far as it can be told without natives.
 *
 * @param name its model, or where the system does not tell its architecture
 * @param instructions its instruction sets by Linux's names; null where the system does not tell
 */
public record Processor(String name, @Nullable Set<String> instructions) {
    /** The instructions for products of bfloat16, by Linux's names: of x86-64, and of aarch64. */
    private static final Set<String> BFLOAT16 = ImmutableSet.of("avx512_bf16", "amx_bf16", "bf16");

    /** The one that this process runs on. */
    public static Processor here() {
        Path file = Paths.get("/proc/cpuinfo");
        String architecture = System.getProperty("os.arch", "");
        try {
            return Files.isReadable(file)
                    ? of(new String(Files.readAllBytes(file), StandardCharsets.UTF_8), architecture)
                    : new Processor(name(System.getenv("PROCESSOR_IDENTIFIER"), architecture), null);
        } catch (IOException e) {
            return new Processor(architecture, null);
        }
    }

    /** What Linux's file says of the first processor. */
    static Processor of(String cpuinfo, String architecture) {
        String flags = field(cpuinfo, "flags");
        if (flags == null) {
            flags = field(cpuinfo, "Features");
        }
        return new Processor(
                name(field(cpuinfo, "model name"), architecture),
                flags == null ? null : ImmutableSet.copyOf(Arrays.asList(flags.split(" "))));
    }

    private static String name(@Nullable String told, String architecture) {
        return told == null ? architecture : told;
    }

    private static @Nullable String field(String cpuinfo, String name) {
        for (String line : cpuinfo.split("\n")) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).trim().equals(name)) {
                return line.substring(colon + 1).trim();
            }
        }
        return null;
    }

    /** Whether it is known to have no instructions for products of bfloat16. */
    public boolean lacksBfloat16() {
        return instructions != null && instructions.stream().noneMatch(BFLOAT16::contains);
    }
}
