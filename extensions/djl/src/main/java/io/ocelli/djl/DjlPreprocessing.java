package io.ocelli.djl;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import io.ocelli.image.Interpolation;
import io.ocelli.image.Pipeline;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.saving.FileTexts;
import io.ocelli.transforms.CenterCrop;
import io.ocelli.transforms.Resize;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What the arguments of a DJL model say of its pictures, with the meaning of DJL's {@code BaseImageTranslator}.
 *
 * @param transform what is done in the place of the preprocessing's resizing and cropping, or null
 */
record DjlPreprocessing(
        Preprocessing preprocessing, @Nullable Transform transform) {
    private static final int SIDE = 224;
    private static final int CHANNELS = 3;
    /** Of the values 0 to 1: {@code range=-1,1} is pixels / 128 - 1. */
    private static final float HALF_RANGE = 128 / 255f;

    private static final Splitter COMMA = Splitter.on(',').trimResults();
    private static final List<String> TELLING = ImmutableList.of(
            "resize", "resizeShort", "centerCrop", "normalize", "range", "toTensor", "width", "height");

    /**
     * @throws IllegalStateException if they say nothing, or what has no meaning here
     */
    static DjlPreprocessing said(Map<String, String> arguments, String model) {
        FileTexts ours = FileTexts.read(arguments, model);
        Preprocessing exact = ours.preprocessing();
        if (exact != null) {
            return new DjlPreprocessing(exact, ours.transform());
        }
        if (Collections.disjoint(arguments.keySet(), TELLING)) {
            throw unknown(model, "say nothing of it");
        }
        if (isSaid(arguments, "pad") || isSaid(arguments, "centerFit")) {
            throw unknown(model, "pad pictures or fit them in, which is not done here");
        }
        if ("GRAYSCALE".equals(arguments.get("flag"))) {
            throw unknown(model, "ask for gray pictures, whose values they do not tell");
        }
        DjlPreprocessing sized = sized(arguments);
        if (sized == null) {
            throw unknown(model, "leave pictures in sizes of their own");
        }
        return sized;
    }

    private static boolean isSaid(Map<String, String> arguments, String key) {
        String value = arguments.getOrDefault(key, "false");
        return !value.equals("false");
    }

    private static IllegalStateException unknown(String model, String why) {
        return new IllegalStateException("What is done to pictures before the network of the DJL model " + model
                + " is not known: its arguments " + why + ". Say preprocessing(...) before open(), such as"
                + " Preprocessing.imagenet().");
    }

    /** Null where nothing makes their sizes one. */
    private static @Nullable DjlPreprocessing sized(Map<String, String> arguments) {
        int width = (int) Double.parseDouble(arguments.getOrDefault("width", "" + SIDE));
        int height = (int) Double.parseDouble(arguments.getOrDefault("height", "" + SIDE));
        boolean crop = Boolean.parseBoolean(arguments.get("centerCrop"));
        Preprocessing base = values(arguments).withCrop(height, width);
        if (isSaid(arguments, "resize")) {
            List<String> parts = parts(arguments, "resize", width + "," + height);
            int w = number(parts, 0, width);
            int h = number(parts, 1, w);
            Resize resize = Resize.to(h, w, interpolation(parts));
            Transform whole = crop ? Pipeline.of(resize, new CenterCrop(height, width)) : resize;
            return crop || (w == width && h == height) ? new DjlPreprocessing(base, whole) : null;
        }
        if (isSaid(arguments, "resizeShort")) {
            List<String> parts = parts(arguments, "resizeShort", "" + Math.max(width, height));
            int side = number(parts, 0, width);
            int longest = number(parts, 1, -1);
            Interpolation interpolation = interpolation(parts);
            Resize resize = Resize.shorter(side, interpolation);
            Transform whole =
                    longest > side ? Pipeline.of(resize.withLongest(longest), new CenterCrop(height, width)) : null;
            Preprocessing resized = base.withResize(side).withInterpolation(interpolation);
            return crop ? new DjlPreprocessing(resized, whole) : null;
        }
        return crop ? new DjlPreprocessing(base, null) : null;
    }

    /** The values, of 0 to 1, that the network expects. */
    private static Preprocessing values(Map<String, String> arguments) {
        Preprocessing imagenet = Preprocessing.imagenet().withResize(0);
        boolean tensor = Boolean.parseBoolean(arguments.getOrDefault("toTensor", "true"));
        String normalize = arguments.getOrDefault("normalize", "false");
        if (normalize.equals("true")) {
            return imagenet;
        }
        if (!normalize.equals("false")) {
            List<Float> numbers = new ArrayList<>();
            COMMA.split(normalize).forEach(part -> numbers.add(Float.parseFloat(part)));
            return imagenet.withMeanAndStd(numbers.subList(0, CHANNELS), numbers.subList(CHANNELS, 2 * CHANNELS));
        }
        String range = arguments.getOrDefault("range", "");
        if (range.equals("-1,1")) {
            return imagenet.withMeanAndStd(same(HALF_RANGE), same(HALF_RANGE));
        }
        return imagenet.withMeanAndStd(same(0), same(tensor || range.equals("0,1") ? 1 : 1 / 255f));
    }

    private static List<Float> same(float value) {
        return Collections.nCopies(CHANNELS, value);
    }

    private static List<String> parts(Map<String, String> arguments, String key, String whenTrue) {
        String value = arguments.getOrDefault(key, "true");
        return COMMA.splitToList(value.equals("true") ? whenTrue : value);
    }

    private static int number(List<String> parts, int place, int otherwise) {
        return place < parts.size() ? (int) Double.parseDouble(parts.get(place)) : otherwise;
    }

    private static Interpolation interpolation(List<String> parts) {
        if (parts.size() < 3) {
            return Interpolation.BILINEAR;
        }
        String name = parts.get(2).toUpperCase(Locale.ROOT);
        return Interpolation.named(name.equals("AREA") ? "box" : name.equals("LANCZOS4") ? "lanczos" : name);
    }
}
