package io.ocelli.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.engine.Program;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every registered model keeps, by the shapes that its graph infers. */
class ContractTest {
    static Stream<String> names() {
        return Models.all().stream().map(Model::name);
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyStageIsMapsThatNeverGrow(String name) {
        Model model = Models.find(name);
        List<Shape> stages = stages(model.build());

        assertThat(stages).isNotEmpty();
        long height = model.input().height();
        long width = model.input().width();
        for (Shape stage : stages) {
            assertThat(stage.rank()).isEqualTo(4);
            assertThat(stage.get(2)).isBetween(1L, height);
            assertThat(stage.get(3)).isBetween(1L, width);
            height = stage.get(2);
            width = stage.get(3);
        }
    }

    /** The channels of the families' papers; each name is a stage's, so that a map of another layout shows. */
    @ParameterizedTest
    @CsvSource({
        "alexnet, 64 192 256",
        "vgg16, 64 128 256 512 512",
        "squeezenet1_1, 128 128 256 256 384 384 512 512",
        "googlenet, 64 192 256 480 512 512 512 528 832 832 1024",
        "inception_v3, 64 192 256 288 288 768 768 768 768 768 1280 2048 2048",
        "resnet18, 64 128 256 512",
        "resnet50, 256 512 1024 2048",
        "resnet20_cifar, 16 32 64",
        "densenet121, 256 512 1024 1024",
        "shufflenet_v2_x1_0, 24 116 232 464 1024",
        "mobilenet_v2, 32 16 24 24 32 32 32 64 64 64 64 96 96 96 160 160 160 320 1280",
        "mobilenet_v3_small, 16 16 24 24 40 40 40 48 48 96 96 96 576",
        "mnasnet1_0, 16 24 40 80 96 192 320",
        "efficientnet_b0, 32 16 24 40 80 112 192 320 1280",
        "efficientnet_v2_s, 24 24 48 64 128 160 256 1280",
        "efficientnet_lite0, 16 24 40 80 112 192 320",
        "regnet_y_400mf, 32 48 104 208 440",
        "convnext_tiny, 96 96 192 192 384 384 768 768",
        "vit_b_32, 768 768 768 768 768 768 768 768 768 768 768 768 768",
        "swin_t, 96 96 192 192 384 384 768 768",
        "swin_v2_b, 128 128 256 256 512 512 1024 1024",
        "maxvit_t, 64 64 128 256 512",
        "lenet5, 6 16",
        "simple_cnn, 32 64",
    })
    void channelsAreSecond(String name, String channels) {
        List<String> found = new ArrayList<>();
        // An oblong map: extents that are not each other's.
        stages(build(name)).forEach(stage -> found.add(Long.toString(stage.get(1))));

        assertThat(String.join(" ", found)).isEqualTo(channels);
    }

    @ParameterizedTest
    @CsvSource({"swin_t, 768 5 6", "swin_v2_t, 768 5 6", "vit_b_16, 768 10 12", "vit_b_32, 768 5 6"})
    void attentionLeavesMapsAsThePixelsLie(String name, String last) {
        List<Shape> stages = stages(build(name));
        Shape map = stages.get(stages.size() - 1);

        assertThat(map.get(1) + " " + map.get(2) + " " + map.get(3)).isEqualTo(last);
    }

    @ParameterizedTest
    @MethodSource("names")
    void takesAnotherInputSize(String name) {
        Architecture architecture = build(name);

        assertThat(logits(architecture)).isEqualTo(Shape.of(1, architecture.classes()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void takesGrayAndFourChannels(String name) {
        InputSize size = Models.find(name).input();
        for (int channels : new int[] {1, 4}) {
            Architecture architecture = Models.find(name).build(new InputSize(channels, size.height(), size.width()));

            assertThat(logits(architecture)).isEqualTo(Shape.of(1, architecture.classes()));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void takesAnotherNumberOfClasses(String name) {
        Architecture architecture = build(name).classes(7);

        assertThat(logits(architecture)).isEqualTo(Shape.of(1, 7));
        Map<String, Shape> shapes = shapes(architecture);
        architecture
                .graph()
                .outputs()
                .forEach((output, node) ->
                        assertThat(shapes.get(node)).as(output).isEqualTo(Shape.of(1, 7)));
    }

    @Test
    void auxiliaryLossesCountAsTheirAuthorsSay() {
        assertThat(Models.find("googlenet").build().auxiliary()).isEqualTo(Map.of("aux1", 0.3, "aux2", 0.3));
        assertThat(Models.find("inception_v3").build().auxiliary()).isEqualTo(Map.of("aux", 0.4));
        assertThat(Models.find("resnet18").build().auxiliary()).isEmpty();
    }

    /** At a size that is neither square nor the one it was designed for. */
    private static Architecture build(String name) {
        Model model = Models.find(name);
        return model.build(size(name, model.input()));
    }

    private static InputSize size(String name, InputSize designed) {
        switch (name) {
            case "vit_h_14":
                return designed.at(154, 196);
            case "maxvit_t":
                return designed.at(224, 448);
            case "inception_v3":
                return designed.at(320, 352);
            default:
                return designed.at(160, 192);
        }
    }

    private static List<Shape> stages(Architecture architecture) {
        int channels = architecture.input().channels();
        Preprocessing plain = new Preprocessing(
                0,
                architecture.input().height(),
                architecture.input().width(),
                Interpolation.BILINEAR,
                Collections.nCopies(channels, 0f),
                Collections.nCopies(channels, 1f));
        Program program = NetworkPrograms.stages(architecture, plain);
        assertThat(program.graph().outputs().keySet())
                .containsExactlyElementsOf(architecture.stages().keySet());
        Map<String, Shape> shapes = program.shapes();
        List<Shape> stages = new ArrayList<>();
        program.graph().outputs().values().forEach(node -> stages.add(shapes.get(node)));
        return stages;
    }

    private static Shape logits(Architecture architecture) {
        return shapes(architecture).get(architecture.graph().output(Architecture.LOGITS));
    }

    private static Map<String, Shape> shapes(Architecture architecture) {
        InputSize size = architecture.input();
        return architecture.graph().shapes(Map.of(Architecture.INPUT, size.shape()));
    }
}
