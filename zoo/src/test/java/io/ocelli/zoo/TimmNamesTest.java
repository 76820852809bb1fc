package io.ocelli.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Parameter;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.model.TimmLayout;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.io.InputStreamReader;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** State dicts as timm 1.0.31 has them; {@code src/test/python/timm_state_dicts.py} wrote the file. */
class TimmNamesTest {
    static Stream<String> names() throws Exception {
        return stateDicts().keySet().stream();
    }

    private static JsonObject stateDicts() throws Exception {
        try (Reader reader = new InputStreamReader(
                TimmNamesTest.class.getResourceAsStream("timm-state-dicts.json"), StandardCharsets.UTF_8)) {
            return JsonParser.parseReader(reader).getAsJsonObject();
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void theStateDictIsTimms(String name) throws Exception {
        Model model = Models.find(name);
        List<String> lines = new ArrayList<>();
        for (Parameter parameter : model.build().graph().parameters()) {
            for (TimmLayout.Part part : model.timm().parts(parameter)) {
                // timm computes these tables, and passes over those in files
                if (!part.name().endsWith("relative_position_index")
                        && !part.name().endsWith("relative_coords_table")) {
                    lines.add(line(part.name(), part.shape()));
                }
            }
        }
        Collections.sort(lines);
        JsonObject timm = stateDicts().getAsJsonObject(name);

        assertThat(lines).hasSize(timm.get("entries").getAsInt());
        assertThat(sha256(String.join("\n", lines)))
                .isEqualTo(timm.get("sha256").getAsString());
    }

    @Test
    void everyNamesakeIsHeldTogether() throws Exception {
        // the largest takes minutes to make in timm
        assertThat(Models.all().stream()
                        .map(Model::timmName)
                        .filter(name -> name != null && !name.equals("regnety_1280")))
                .containsExactlyInAnyOrderElementsOf(stateDicts().keySet());
    }

    @Test
    void weightsComeBackFromTimmsLayout() {
        Model model = Models.find("convnext_tiny");
        Graph graph = model.build().graph();
        Weights own = Weights.of(
                Collections.singletonMap("features.1.0.layer_scale", Tensor.of(Shape.of(96, 1, 1), new float[96])));

        Weights timm = model.timm().write(own, graph);
        assertThat(timm.get("stages.0.blocks.0.gamma").shape()).isEqualTo(Shape.of(96));

        Weights back = model.timm().read(timm, graph);
        assertThat(back.names()).containsExactly("features.1.0.layer_scale");
        assertThat(back.get("features.1.0.layer_scale").shape()).isEqualTo(Shape.of(96, 1, 1));
    }

    @Test
    void aBiasOfThreePartsLeavesItsUnusedPartOut() {
        Model model = Models.find("swin_v2_t");
        Graph graph = model.build().graph();
        String bias = "features.1.0.attn.qkv.bias";
        float[] numbers = new float[3 * 96];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = i + 1;
        }
        Weights own = Weights.of(Collections.singletonMap(bias, Tensor.of(Shape.of(3 * 96), numbers)));

        Weights timm = model.timm().write(own, graph);
        assertThat(timm.names()).containsExactly("layers.0.blocks.0.attn.q_bias", "layers.0.blocks.0.attn.v_bias");
        assertThat(timm.get("layers.0.blocks.0.attn.v_bias").toFloats()).startsWith(193, 194);

        float[] read = model.timm().read(timm, graph).get(bias).toFloats();
        Arrays.fill(numbers, 96, 2 * 96, 0);
        assertThat(read).containsExactly(numbers);
    }

    @Test
    void partsOfAnEntryThatAreNotAllThereStay() {
        Model model = Models.find("swin_v2_t");
        Weights one = Weights.of(
                Collections.singletonMap("layers.0.blocks.0.attn.q_bias", Tensor.of(Shape.of(96), new float[96])));

        assertThat(model.timm().read(one, model.build().graph()).names())
                .containsExactly("layers.0.blocks.0.attn.q_bias");
    }

    @Test
    void timmsNameIsFoundWithItsTag() {
        assertThat(Models.find("vit_base_patch16_224.augreg2_in21k_ft_in1k").name())
                .isEqualTo("vit_b_16");
    }

    private static String line(String name, Shape shape) {
        StringBuilder line = new StringBuilder(name);
        for (int i = 0; i < shape.rank(); i++) {
            line.append(' ').append(shape.get(i));
        }
        return line.toString();
    }

    private static String sha256(String text) throws Exception {
        return HexFormat.of()
                .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    }
}
