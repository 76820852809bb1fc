package io.ocelli.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.error.OcelliException;
import io.ocelli.image.Image;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Size;
import io.ocelli.model.Scoring;
import io.ocelli.testing.Golden;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TtaTest {
    private final FakeNetwork network = new FakeNetwork();

    private static void assertLinear(Tta tta, String name) {
        JsonObject linear = Golden.json("numbers/tta_and_crops.json").getAsJsonObject("linear");
        JsonArray crop = linear.getAsJsonArray("crop");
        boolean square = name.equals("rotations");
        GoldenTta scorer = new GoldenTta(
                linear,
                square ? "weight_rotations" : "weight",
                square
                        ? new Size(8, 8)
                        : new Size(crop.get(0).getAsInt(), crop.get(1).getAsInt()));
        JsonObject golden = linear.getAsJsonObject(name);
        List<View> picture = List.of(View.of(scorer.picture()));

        Scores mean = tta.around(scorer).score(picture).get(0);
        JsonArray logits = golden.getAsJsonArray("logits");
        assertThat(scorer.scored).hasSameSizeAs(logits);
        for (int i = 0; i < logits.size(); i++) {
            assertThat(scorer.scored.get(i).logits())
                    .as("view %s", i)
                    .containsExactly(GoldenTta.floats(logits.get(i)), within(1e-5f));
        }
        assertThat(mean.probabilities()).containsExactly(GoldenTta.floats(golden.get("probabilities")), within(1e-6f));
        assertThat(tta.by(Merging.logits()).around(scorer).score(picture).get(0).probabilities())
                .containsExactly(GoldenTta.floats(golden.get("of_mean_logits")), within(1e-6f));
    }

    @Test
    void aFlipEqualsTheGolden() {
        assertLinear(Tta.flip(), "flip");
    }

    @Test
    void flipsEqualTheGolden() {
        assertLinear(Tta.flips(), "flips");
    }

    @Test
    void rotationsEqualTheGolden() {
        assertLinear(Tta.rotations(), "rotations");
    }

    @Test
    void fiveCropsEqualTorchvisions() {
        assertLinear(Tta.fiveCrop(), "five_crop");
    }

    @Test
    void tenCropsEqualTorchvisions() {
        assertLinear(Tta.tenCrop(), "ten_crop");
    }

    /** The place of a pixel of a picture that {@link #places} made. */
    private static int place(Image image, int y, int x) {
        return image.sample(y, x, 0) + 256 * image.sample(y, x, 1) + 65536 * image.sample(y, x, 2);
    }

    /** A picture whose pixels say their places, row by row. */
    private static Image places(int height, int width) {
        Image image = Image.black(height, width, 3);
        for (int i = 0; i < height * width; i++) {
            image.samples()[3 * i] = (byte) i;
            image.samples()[3 * i + 1] = (byte) (i >> 8);
            image.samples()[3 * i + 2] = (byte) (i >> 16);
        }
        return image;
    }

    /** The pictures that a network of a size is shown for a picture. */
    private static List<Image> shown(Tta tta, Image picture, int height, int width) {
        List<Image> shown = new ArrayList<>();
        Scorer scorer = new Scorer() {
            @Override
            public List<String> labels() {
                return FakeNetwork.LABELS;
            }

            @Override
            public Preprocessing preprocessing() {
                return FakeNetwork.PIXELS.withCrop(height, width);
            }

            @Override
            public Scoring scoring() {
                return Scoring.SOFTMAX;
            }

            @Override
            public Image prepared(View view) {
                return view.image();
            }

            @Override
            public List<float[]> features(List<View> views) {
                throw new UnsupportedOperationException();
            }

            @Override
            public List<Scores> score(List<View> views) {
                views.forEach(view -> shown.add(view.image()));
                return views.stream()
                        .map(view -> Scores.of(new float[2], Scoring.SOFTMAX))
                        .toList();
            }
        };
        tta.around(scorer).score(List.of(View.of(picture)));
        return shown;
    }

    private static void assertCorners(Tta tta, String name) {
        for (JsonElement each : Golden.json("numbers/tta_and_crops.json")
                .getAsJsonObject("crops")
                .getAsJsonArray("cases")) {
            JsonObject golden = each.getAsJsonObject();
            int height = golden.getAsJsonArray("crop").get(0).getAsInt();
            int width = golden.getAsJsonArray("crop").get(1).getAsInt();
            List<Image> crops = shown(
                    tta,
                    places(golden.get("height").getAsInt(), golden.get("width").getAsInt()),
                    height,
                    width);
            JsonArray corners = golden.getAsJsonArray(name);
            assertThat(crops).hasSameSizeAs(corners);
            for (int i = 0; i < crops.size(); i++) {
                Image crop = crops.get(i);
                assertThat(crop.size()).isEqualTo(new Size(height, width));
                assertThat(List.of(
                                place(crop, 0, 0),
                                place(crop, 0, width - 1),
                                place(crop, height - 1, 0),
                                place(crop, height - 1, width - 1)))
                        .as("crop %s of %s", i, golden)
                        .hasToString(corners.get(i).toString().replace(",", ", "));
            }
        }
    }

    @Test
    void theCornersOfTenCropsAreTorchvisions() {
        assertCorners(Tta.tenCrop(), "ten_corners");
    }

    @Test
    void theCornersOfTenVerticalCropsAreTorchvisions() {
        assertCorners(Tta.tenCropVertical(), "ten_vertical_corners");
    }

    @Test
    void fiveCropsAreTheFirstOfTen() {
        Image picture = places(13, 11);

        assertThat(shown(Tta.fiveCrop(), picture, 8, 8))
                .isEqualTo(shown(Tta.tenCrop(), picture, 8, 8).subList(0, 5));
    }

    @Test
    void picturesOf16BitsAreLookedAtToo() {
        Image image = Image.of(1, 2, 1, new short[] {300, -5}, Image.Depth.INT16);

        assertThat(shown(Tta.flip(), image, 1, 2).get(1))
                .isEqualTo(Image.of(1, 2, 1, new short[] {-5, 300}, Image.Depth.INT16));
    }

    @Test
    void grayPicturesAreCroppedInTheNetworksColours() {
        assertThat(shown(Tta.fiveCrop(), Image.black(3, 3, 1), 2, 2)).allMatch(crop -> crop.channels() == 3);
    }

    @Test
    void aPictureThatCropsDoNotFitIntoIsRefused() {
        assertThatThrownBy(() -> shown(Tta.tenCrop(), Image.black(5, 9, 3), 6, 6))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Crops of 6 x 6 are taken of pictures that they fit into, received Image 5 x 9 x 3. Look at"
                        + " smaller pictures in another way, such as Tta.flip().");
    }

    @Test
    void onlySquaresAreTurned() {
        assertThatThrownBy(() -> shown(Tta.rotations(), Image.black(5, 5, 3), 5, 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pictures are turned for networks that take squares, and this one takes 5 x 8. Flip them:"
                        + " Tta.flips().");
    }

    @Test
    void theViewsOfAllPicturesRunTogether() {
        try (Serving serving = network.serving(Tta.flips())) {
            network.runs.set(0);
            network.pictures.set(0);
            serving.score(places(2, 2));

            assertThat(network.pictures).hasValue(4);
            assertThat(network.runs).hasValue(1);
        }
    }

    @Test
    void ofAPictureThatLooksTheSameTheAnswerIsTheSame() {
        Image even = Image.black(2, 2, 3);
        try (Serving plain = network.serving();
                Serving steady = plain.with(List.of(Tta.rotations()))) {
            assertThat(steady.score(even).probabilities())
                    .containsExactly(plain.score(even).probabilities(), within(1e-6f));
        }
    }

    @Test
    void theViewsAreAnsweredEachAlone() {
        try (Serving serving = network.serving()) {
            assertThat(serving.score(places(2, 2), Tta.rotations().views()))
                    .hasSize(4)
                    .element(1)
                    .satisfies(scores ->
                            assertThat(scores.logits()[1]).isEqualTo(FakeNetwork.logit(1))); // the upper right pixel
        }
    }

    @Test
    void augmentationsAreNested() {
        try (Serving serving = network.serving(Tta.flip(), Tta.rotations())) {
            network.pictures.set(0);
            serving.score(places(2, 2));

            assertThat(network.pictures).hasValue(8);
        }
    }

    @Test
    void weightsAreOneAView() {
        assertThatThrownBy(() -> Tta.flips().by(Merging.vote().withWeights(1, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("There is a weight for each of the 4 views, received [1.0, 2.0]");
    }

    @Test
    void scalesAreAbove0() {
        assertThatThrownBy(() -> Tta.scales(1, 0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Scales are finite and above 0, received [1.0, 0.0]");
        assertThatThrownBy(Tta::scales)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("Pictures are looked at in one scale at least, received none");
    }

    @Test
    void comesBackFromJson() {
        for (Tta tta : List.of(
                Tta.flip(),
                Tta.flips().by(Merging.vote().withWeights(1, 2, 3, 4)),
                Tta.rotations().by(Merging.maximum()),
                Tta.fiveCrop().by(Merging.logits()),
                Tta.tenCrop(),
                Tta.tenCropVertical(),
                Tta.scales(0.9, 1, 1.25))) {
            assertThat(Decorators.fromJson(
                            JsonParser.parseString(Decorators.toJson(tta).toString())))
                    .isEqualTo(tta);
        }
        assertThat(Decorators.toJson(Tta.tenCrop()))
                .hasToString("{\"name\":\"Tta\",\"views\":\"ten_crop\",\"merging\":\"probabilities\"}");
    }

    @Test
    void otherViewsAndMergingsAreRefused() {
        assertThatThrownBy(() -> Decorators.fromJson(
                        JsonParser.parseString("{\"name\": \"Tta\", \"views\": \"zoom\", \"merging\": \"vote\"}")))
                .isInstanceOf(OcelliException.class)
                .hasMessageEndingWith(": No views are named 'zoom'");
        assertThatThrownBy(() -> Decorators.fromJson(
                        JsonParser.parseString("{\"name\": \"Tta\", \"views\": \"flip\", \"merging\": \"median\"}")))
                .isInstanceOf(OcelliException.class)
                .hasMessageEndingWith(": A merging is probabilities, logits, maximum or vote, received 'median'");
    }
}
