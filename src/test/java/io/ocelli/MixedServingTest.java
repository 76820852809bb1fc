package io.ocelli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.data.ImageSource;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Processor;
import io.ocelli.error.EngineException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole networks in bfloat16 and on the engine that was measured, against ONNX Runtime in float32. */
class MixedServingTest {
    private static final int PICTURES = 8;
    /** Of the distance between the largest and the smallest number. */
    private static final double BOUND = 0.05;
    /** The same on rendered pictures, as it has never seen any; what it is on photographs, proofs.ServingTest says. */
    private static final double ON_RENDERED = 0.1;

    @TempDir
    private Path folder;

    private static void requireBfloat16() {
        Assumptions.assumeFalse(Processor.here().lacksBfloat16(), "skipped: this processor has no bfloat16");
    }

    private static float[] logits(Classifier classifier, int seed) {
        return classifier.logits(ImageSource.of(Rendered.image(seed)));
    }

    private static double difference(float[] said, float[] expected) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        double worst = 0;
        for (int i = 0; i < expected.length; i++) {
            low = Math.min(low, expected[i]);
            high = Math.max(high, expected[i]);
            worst = Math.max(worst, Math.abs(said[i] - expected[i]));
        }
        return worst / (high - low);
    }

    @Test
    void efficientNetSaysInBfloat16WhatItSaysInFloat32() {
        requireBfloat16();
        Backbone lite0 = Classifier.efficientnetLite0().pretrained();
        try (Classifier mixed =
                        lite0.engine("pytorch").precision(Precision.MIXED).open();
                Classifier exact = lite0.open()) {
            assertThat(mixed.placement()).isEqualTo("pytorch in MIXED: it was named");
            assertThat(exact.placement()).startsWith("onnxruntime in FP32: the first of those here");
            for (int seed = 0; seed < PICTURES; seed++) {
                assertThat(difference(logits(mixed, seed), logits(exact, seed))).isLessThan(ON_RENDERED);
            }
        }
    }

    /** Untrained, but with weights that keep numbers in their range: all kinds of layers that the families have. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "resnet18",
                "mobilenet_v3_small",
                "shufflenet_v2_x0_5",
                "squeezenet1_1",
                "regnet_y_400mf",
                "densenet121",
                "googlenet",
                "convnext_tiny",
                "vit(image 32, patch 8, layers 2, heads 3, width 48, mlp 96)",
                "swin_t",
                "efficientnet_b0"
            })
    void familiesSayInBfloat16WhatTheySayInFloat32(String model) {
        assertBothSayTheSame(model);
    }

    /** Of 88 million numbers. */
    @Tag("proof")
    @Test
    void aLargeNetworkSaysInBfloat16WhatItSaysInFloat32() {
        assertBothSayTheSame("vit_b_32");
    }

    private static void assertBothSayTheSame(String model) {
        requireBfloat16();
        Backbone backbone = Classifier.model(model);
        try (Classifier whole = backbone.head(8).untrained()) {
            float[] exact = whole.features(Rendered.image(1));
            try (Classifier mixed = backbone.engine("pytorch")
                    .precision(Precision.MIXED)
                    .head(8)
                    .untrained()) {
                assertThat(difference(mixed.features(Rendered.image(1)), exact)).isLessThan(BOUND);
            }
        }
    }

    @Test
    void theFastestIsMeasuredOnceAndKeptBesideTheModel() throws Exception {
        try (Classifier small = Classifier.model("resnet20_cifar").head(2).untrained()) {
            small.save(folder);
        }
        String first;
        float[] said;
        try (Classifier measured = Classifier.saved(folder).engine("measured").open()) {
            first = measured.placement();
            said = logits(measured, 1);
            assertThat(first)
                    .startsWith(measured.engine() + " in ")
                    .contains("the fastest that was measured on "
                            + Processor.here().name())
                    .doesNotContain("Kept in ");
        }
        List<Path> kept;
        try (Stream<Path> files = Files.list(folder)) {
            kept = files.filter(file -> file.getFileName().toString().startsWith("ocelli-measured-"))
                    .toList();
        }
        assertThat(kept).hasSize(1);
        try (Classifier again = Classifier.saved(folder).engine("measured").open()) {
            assertThat(again.placement()).isEqualTo(first + "\nKept in " + kept.get(0));
            assertThat(logits(again, 1)).isEqualTo(said);
        }
    }

    @Test
    void aProcessorWithoutBfloat16IsAnErrorAtOpen() {
        Assumptions.assumeTrue(Processor.here().lacksBfloat16(), "skipped: this processor has bfloat16");
        assertThat(Engines.named("pytorch").refuses(Device.CPU)).isNull();
        assertThatThrownBy(() -> Classifier.efficientnetLite0()
                        .pretrained()
                        .engine("pytorch")
                        .precision(Precision.MIXED)
                        .open())
                .isInstanceOf(EngineException.class)
                .hasMessageContaining("has no instructions for it (avx512_bf16, amx_bf16, bf16)");
    }
}
