package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import io.ocelli.data.Datum;
import io.ocelli.error.EngineException;
import io.ocelli.image.Image;
import io.ocelli.image.Intensities;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.model.Scoring;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A network with what is done to pictures first: from pictures to scores. Thread-safe.
 */
final class ServedNetwork extends Served {
    /** Pictures of one run: larger batches were no faster, and hold more memory and answers back. */
    static final int BATCH = 8;

    private final PixelScorer network;
    private final List<String> labels;
    private final Preprocessing preprocessing;
    private final Scoring scoring;
    private final Transform transform;
    private final Buffers buffers = new Buffers();
    private final @Nullable Gathering<View, Scores> gathering;

    /**
     * Takes the network over, and runs it once on a black picture; it is closed if that fails.
     *
     * @param target whether and how pictures that are asked about singly are put together
     */
    ServedNetwork(
            PixelScorer network,
            List<String> labels,
            Preprocessing preprocessing,
            Scoring scoring,
            @Nullable Transform transform,
            ServingTarget target) {
        this.network = network;
        this.labels = ImmutableList.copyOf(labels);
        this.preprocessing = preprocessing;
        this.scoring = scoring;
        Batching batching = target.batching();
        this.gathering = batching == null ? null : new Gathering<>(batching, target.sideBySide(), this::scored);
        boolean works = false;
        try {
            this.transform = transform == null ? Transforms.evaluation(preprocessing) : transform;
            Image black = Image.black(
                    preprocessing.cropHeight(),
                    preprocessing.cropWidth(),
                    preprocessing.channels(),
                    preprocessing.intensities() == null ? Image.Depth.UINT8 : Image.Depth.UINT16);
            batches(Collections.singletonList(View.prepared(black).with(nothing())), some -> finite(scored(some)));
            works = true;
        } finally {
            if (!works) {
                network.close();
            }
        }
    }

    @Override
    void closeNatives() {
        if (gathering != null) {
            gathering.close();
        }
        network.close();
    }

    @Override
    Batching.Figures batching() {
        return gathering == null ? Batching.Figures.NONE : gathering.figures();
    }

    @Override
    String engine() {
        return network.engine();
    }

    @Override
    String placement() {
        return network.placement();
    }

    @Override
    List<String> labels() {
        return labels;
    }

    @Override
    Transform transform() {
        return transform;
    }

    /** It takes less room when it is prepared. */
    @Override
    View view(Image image) {
        return View.prepared(prepared(image));
    }

    /** A picture as the network takes it. */
    private Image prepared(Image image) {
        Image prepared = transform.apply(image.toChannels(preprocessing.channels()));
        if (!fits(prepared)) {
            throw new IllegalStateException("A transform before evaluation gives pictures of " + size() + ", and "
                    + transform + " gave " + prepared + " for " + image);
        }
        return prepared;
    }

    private boolean fits(Image image) {
        return image.height() == preprocessing.cropHeight()
                && image.width() == preprocessing.cropWidth()
                && image.channels() == preprocessing.channels();
    }

    private String size() {
        return preprocessing.cropHeight() + " x " + preprocessing.cropWidth() + " x " + preprocessing.channels();
    }

    @Override
    Scorer scorer(boolean many) {
        return new Scorer() {
            @Override
            public List<String> labels() {
                return labels;
            }

            @Override
            public Preprocessing preprocessing() {
                return preprocessing;
            }

            @Override
            public Scoring scoring() {
                return scoring;
            }

            @Override
            public Image prepared(View view) {
                return StageClock.transforming(() -> ServedNetwork.this.prepared(view));
            }

            @Override
            public List<Scores> score(List<View> views) {
                return batches(views, some -> finite(many ? scoredAmongMany(some) : singly(some)));
            }

            @Override
            public List<float[]> features(List<View> views) {
                return batches(views, some -> run(some, inputs -> rows(network.features(inputs))));
            }
        };
    }

    /** What a thread asks that waits for it, together with what others ask where they are gathered. */
    private List<Scores> singly(List<View> views) {
        return gathering == null ? scored(views) : gathering.ask(views);
    }

    private List<Scores> scored(List<View> views) {
        return run(views, inputs -> network.run(inputs).rows(labels.size()));
    }

    private List<Scores> scoredAmongMany(List<View> views) {
        return run(views, inputs -> network.runAmongMany(inputs).rows(labels.size()));
    }

    /** What is given for each view, a few at a time. */
    private <R> List<R> batches(List<View> views, Function<List<View>, List<R>> running) {
        List<R> results = new ArrayList<>(views.size());
        List<View> some = new ArrayList<>(Math.min(views.size(), BATCH));
        for (View view : views) {
            some.add(
                    View.prepared(StageClock.transforming(() -> prepared(view))).with(view.values()));
            if (some.size() == BATCH || results.size() + some.size() == views.size()) {
                results.addAll(StageClock.running(() -> running.apply(some)));
                some.clear();
            }
        }
        return results;
    }

    /** The rows of a matrix. */
    private static List<float[]> rows(Tensor matrix) {
        float[] values = matrix.toFloats();
        int rows = matrix.shape().at(0);
        int width = values.length / rows;
        List<float[]> all = new ArrayList<>(rows);
        for (int row = 0; row < rows; row++) {
            all.add(Arrays.copyOfRange(values, row * width, (row + 1) * width));
        }
        return all;
    }

    private Image prepared(View view) {
        return view.prepared() ? required(view.image()) : prepared(view.image());
    }

    private Image required(Image image) {
        if (!fits(image)) {
            throw new IllegalArgumentException(
                    "A prepared view is of the network's size, " + size() + ", received " + image);
        }
        return image;
    }

    private List<Scores> finite(List<Scores> scores) {
        for (Scores each : scores) {
            if (!each.isFinite()) {
                throw new EngineException("A network says a number of each class, and this one said " + each.sample()
                        + ": its weights are not finite or too large. Train it again with a lower learning rate or"
                        + " clip(1), or open other weights.");
            }
        }
        return scores;
    }

    @Override
    Map<String, Tensor> stages(Image image) {
        return run(Collections.singletonList(View.prepared(prepared(image)).with(nothing())), network::stages);
    }

    /** Zeros in the place of the company. */
    private Map<String, Datum> nothing() {
        return ServedCompany.zeros(network.company());
    }

    private void put(Image image, DType type, ByteBuffer bytes) {
        Intensities intensities = preprocessing.intensities();
        if (intensities == null) {
            bytes.put(image.samples());
        } else if (type == NetworkPrograms.SAMPLES) {
            for (int sample : intensities.samples(image)) {
                bytes.putInt(sample);
            }
        } else {
            for (float intensity : intensities.of(image)) {
                bytes.putFloat(intensity);
            }
        }
    }

    /** Pictures of one size through a program. */
    private <O> O run(List<View> views, Function<Map<String, Tensor>, O> program) {
        Image first = views.get(0).image();
        Shape shape = Shape.of(views.size(), first.height(), first.width(), first.channels());
        DType type = network.pixels(preprocessing);
        ByteBuffer bytes = buffers.take(Math.toIntExact(shape.count() * type.bytes()));
        try {
            for (View view : views) {
                put(view.image(), type, bytes);
            }
            ((Buffer) bytes).flip(); // ByteBuffer has no flip of its own on Android 26
            Map<String, Tensor> inputs = new LinkedHashMap<>();
            inputs.put(NetworkPrograms.PIXELS, Tensor.of(type, shape, bytes));
            network.company().forEach((name, one) -> {
                Tensor rows = ServedCompany.rows(name, one, views);
                if (rows != null) { // the features of a picture may be asked for without its company
                    inputs.put(name, rows);
                }
            });
            return program.apply(inputs);
        } finally {
            buffers.giveBack(bytes);
        }
    }
}
