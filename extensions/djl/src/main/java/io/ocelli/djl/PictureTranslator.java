package io.ocelli.djl;

import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import com.google.common.collect.ImmutableList;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Prepares DJL's pictures exactly as an Ocelli classifier prepares its own, and reads its probabilities: all of them, in the
 * order of the labels. A predictor's batch is one run of the network. Thread-safe.
 */
public final class PictureTranslator implements Translator<Image, Classifications> {
    /** An exported file gives logits, then probabilities. */
    private static final int PROBABILITIES = 1;

    private final List<String> labels;
    private final Preprocessing preprocessing;
    private final Transform transform;

    /**
     * @param labels the names of the classes, by index
     * @param preprocessing what the network expects of pictures
     * @param transform what is done to pictures first, or null for what the preprocessing says
     */
    PictureTranslator(List<String> labels, Preprocessing preprocessing, @Nullable Transform transform) {
        this.labels = ImmutableList.copyOf(labels);
        this.preprocessing = preprocessing;
        this.transform = transform == null ? Transforms.evaluation(preprocessing) : transform;
    }

    @Override
    public Batchifier getBatchifier() {
        return Batchifier.STACK;
    }

    /** One picture, uint8 H W C. */
    @Override
    public NDList processInput(TranslatorContext ctx, Image input) {
        return new NDList(pixels(ctx, ImmutableList.of(input), new Shape(height(), width(), channels())));
    }

    /** All pictures at once, uint8 N H W C. */
    @Override
    public NDList batchProcessInput(TranslatorContext ctx, List<Image> inputs) {
        return new NDList(pixels(ctx, inputs, new Shape(inputs.size(), height(), width(), channels())));
    }

    private NDArray pixels(TranslatorContext ctx, List<Image> inputs, Shape shape) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(Math.toIntExact(shape.size()));
        for (Image input : inputs) {
            io.ocelli.image.Image picture = DjlPictures.toOcelli(input, ctx.getNDManager());
            bytes.put(transform.apply(picture.toChannels(channels())).samples());
        }
        bytes.flip();
        return ctx.getNDManager().create(bytes, shape, DataType.UINT8);
    }

    private int height() {
        return preprocessing.cropHeight();
    }

    private int width() {
        return preprocessing.cropWidth();
    }

    private int channels() {
        return preprocessing.channels();
    }

    @Override
    public Classifications processOutput(TranslatorContext ctx, NDList list) {
        return batchProcessOutput(ctx, list).get(0);
    }

    @Override
    public List<Classifications> batchProcessOutput(TranslatorContext ctx, NDList list) {
        float[] probabilities = list.get(PROBABILITIES).toFloatArray();
        List<Classifications> answers = new ArrayList<>();
        for (int from = 0; from < probabilities.length; from += labels.size()) {
            List<Double> row = new ArrayList<>(labels.size());
            for (int k = 0; k < labels.size(); k++) {
                row.add((double) probabilities[from + k]);
            }
            answers.add(new Classifications(labels, row));
        }
        return answers;
    }
}
