package io.ocelli.serving;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.image.Image;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Size;
import io.ocelli.model.Scoring;
import io.ocelli.testing.Golden;
import java.util.ArrayList;
import java.util.List;

/** The linear classifier of the golden file. A picture's samples say which of the golden picture's pixels they are. */
final class GoldenTta implements Scorer {
    private static final int CHANNELS = 3;

    private final Size size;
    private final Preprocessing preprocessing;
    private final float[] pixels;
    private final int area;
    private final float[] weight;

    /** What was scored, in order. */
    final List<Scores> scored = new ArrayList<>();

    GoldenTta(JsonObject linear, String weight, Size crop) {
        JsonArray shape = linear.getAsJsonObject("image").getAsJsonArray("shape");
        this.size = new Size(shape.get(1).getAsInt(), shape.get(2).getAsInt());
        this.area = size.height() * size.width();
        this.pixels = Golden.input(linear.getAsJsonObject("image")).toFloats();
        this.weight = Golden.input(linear.getAsJsonObject(weight)).toFloats();
        this.preprocessing = new Preprocessing(
                0, crop.height(), crop.width(), Interpolation.BILINEAR, List.of(0f, 0f, 0f), List.of(1f, 1f, 1f));
    }

    /** The picture whose first channel's samples are the places of its pixels. */
    Image picture() {
        Image picture = Image.black(size.height(), size.width(), CHANNELS);
        for (int i = 0; i < area; i++) {
            picture.samples()[i * CHANNELS] = (byte) i;
        }
        return picture;
    }

    static float[] floats(JsonElement array) {
        float[] floats = new float[array.getAsJsonArray().size()];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = array.getAsJsonArray().get(i).getAsFloat();
        }
        return floats;
    }

    @Override
    public List<String> labels() {
        return List.of("a", "b", "c", "d", "e", "f");
    }

    @Override
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    @Override
    public Scoring scoring() {
        return Scoring.SOFTMAX;
    }

    /** The centre. */
    @Override
    public Image prepared(View view) {
        Size crop = new Size(preprocessing.cropHeight(), preprocessing.cropWidth());
        Image image = view.image();
        return view.prepared()
                ? image
                : Rearranged.cut(
                        image,
                        (int) Math.rint((image.height() - crop.height()) / 2.0),
                        (int) Math.rint((image.width() - crop.width()) / 2.0),
                        crop);
    }

    @Override
    public List<float[]> features(List<View> views) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Scores> score(List<View> views) {
        List<Scores> scores = new ArrayList<>();
        for (View view : views) {
            scores.add(Scores.of(logits(prepared(view)), scoring()));
        }
        scored.addAll(scores);
        return scores;
    }

    private float[] logits(Image image) {
        int count = image.height() * image.width();
        float[] logits = new float[labels().size()];
        for (int k = 0; k < logits.length; k++) {
            double sum = 0;
            for (int c = 0; c < CHANNELS; c++) {
                for (int i = 0; i < count; i++) {
                    int place = image.samples()[i * CHANNELS] & 255;
                    sum += (double) weight[(k * CHANNELS + c) * count + i] * pixels[c * area + place];
                }
            }
            logits[k] = (float) sum;
        }
        return logits;
    }
}
