package io.ocelli.engine;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ProcessorTest {
    @Test
    void isReadFromLinuxesFile() {
        Processor processor = Processor.of(
                "processor\t: 0\n"
                        + "vendor_id\t: GenuineIntel\n"
                        + "model name\t: Some Xeon: 3\n"
                        + "flags\t\t: fpu avx512_vnni avx512_bf16\n"
                        + "\n"
                        + "processor\t: 1\n"
                        + "model name\t: Other\n"
                        + "flags\t\t: fpu\n",
                "amd64");

        assertThat(processor.name()).isEqualTo("Some Xeon: 3");
        assertThat(processor.lacksBfloat16()).isFalse();
    }

    @Test
    void ofArmHasFeatures() {
        Processor processor = Processor.of("processor : 0\nFeatures : fp asimd\nCPU part : 0xd0c\n", "aarch64");

        assertThat(processor.name()).isEqualTo("aarch64");
        assertThat(processor.lacksBfloat16()).isTrue();
        assertThat(Processor.of("Features : fp bf16\n", "aarch64").lacksBfloat16())
                .isFalse();
    }

    @Test
    void whatIsNotToldIsNotKnownToLack() {
        assertThat(Processor.of("cpu : POWER9\n", "ppc64le").lacksBfloat16()).isFalse();
    }
}
