package io.ocelli.samples.android;

import android.content.Context;
import android.graphics.Bitmap;
import io.ocelli.Classifier;
import io.ocelli.Prediction;
import io.ocelli.SavedSpec;
import io.ocelli.Successor;
import io.ocelli.android.AndroidAssets;
import io.ocelli.android.AndroidPictures;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Split;
import io.ocelli.engine.Preset;
import io.ocelli.image.Image;
import io.ocelli.metrics.Evaluation;
import io.ocelli.training.Training;
import java.io.File;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Says what a photo shows: by the classes that the application was delivered with, or, once there are such, by those of its
 * user's own. These are learnt on the device, from a few photos each, and kept in a folder for the next start.
 *
 * <p>Opening and learning take their time, so all is called by one thread that is not the user interface's.
 */
public final class Recogniser implements AutoCloseable {
    private static final String DELIVERED = "model"; // in src/main/assets
    private static final double LEARNT_FROM = 0.75;
    private static final Training RECIPE =
            Training.defaults().epochs(30).batchSize(8).workers(1);

    private final File own;
    private final Classifier delivered;
    private Classifier answering;

    /**
     * @param delivered a classifier that was trained on a desktop
     * @param own the folder for the user's classes, which need not be there
     */
    Recogniser(SavedSpec delivered, File own) {
        this.own = own;
        this.delivered = delivered.serving(Preset.EDGE).open();
        this.answering = own.isDirectory() ? opened(own) : this.delivered;
    }

    /** With the classifier among the application's assets, and a folder among its files. */
    public static Recogniser of(Context context) {
        return new Recogniser(
                AndroidAssets.saved(context.getAssets(), DELIVERED), new File(context.getFilesDir(), "own"));
    }

    private static Classifier opened(File folder) {
        return Classifier.saved(folder.toPath()).serving(Preset.EDGE).open();
    }

    /** What a photo shows. */
    public Prediction classify(Bitmap photo) {
        return classify(AndroidPictures.of(photo));
    }

    /**
     * What a camera sees.
     *
     * @param rotationDegrees clockwise, until it is upright, as CameraX's {@code getRotationDegrees} says
     */
    public Prediction classify(android.media.Image frame, int rotationDegrees) {
        return classify(AndroidPictures.of(frame, rotationDegrees));
    }

    Prediction classify(Image picture) {
        return answering.classify(ImageSource.of(picture));
    }

    /**
     * Learns classes of the user's own, and answers by them from now on. Those that were learnt before are forgotten.
     *
     * @param photos by what they show: two classes or more, of each two photos or more
     * @return what the photos that were not learnt from say
     */
    public Evaluation learn(Map<String, List<Bitmap>> photos) {
        List<Image> pictures = new ArrayList<>();
        List<String> labels = new ArrayList<>();
        photos.forEach((label, all) -> all.forEach(photo -> {
            pictures.add(AndroidPictures.of(photo));
            labels.add(label);
        }));
        return learn(DataSet.of(pictures, labels.toArray(new String[0])));
    }

    Evaluation learn(DataSet pictures) {
        for (int each : pictures.counts()) {
            if (each < 2 || pictures.classes().size() < 2) {
                throw new IllegalArgumentException(
                        "Two things or more are learnt, from two photos or more of each; there are "
                                + Arrays.toString(pictures.counts()) + " of " + pictures.classes());
            }
        }
        Split split = pictures.split(LEARNT_FROM, RECIPE.seed());
        try (Classifier learnt = Successor.of(delivered)
                .freezeBackbone()
                .head(pictures.classes())
                .fit(split.training(), split.validation(), RECIPE)) {
            learnt.save(own.toPath());
            Evaluation evaluation = learnt.evaluate(split.validation());
            answer(opened(own));
            return evaluation;
        }
    }

    private void answer(Classifier next) {
        Classifier before = answering;
        answering = next;
        if (before != delivered) {
            before.close();
        }
    }

    @Override
    public void close() {
        answer(delivered);
        delivered.close();
    }
}
