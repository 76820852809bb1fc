package io.ocelli;

import io.ocelli.engine.Device;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Preset;
import io.ocelli.saving.SavedFiles;
import io.ocelli.saving.SavedModel;
import io.ocelli.saving.TrainedModel;
import io.ocelli.serving.Batching;
import io.ocelli.serving.Serving;
import io.ocelli.serving.ServingTarget;
import java.nio.file.Path;

/** A saved classifier that is to be opened. An immutable value; what was saved is read by {@link #open}. */
public final class SavedSpec {
    private final Loading loading;
    private final String place;
    private final ServingTarget target;
    private final boolean undecorated;

    /** Reads what is to be opened, with what was around it or without. */
    private interface Loading {
        TrainedModel load(boolean undecorated);
    }

    private SavedSpec(Loading loading, String place, ServingTarget target, boolean undecorated) {
        this.loading = loading;
        this.place = place;
        this.target = target;
        this.undecorated = undecorated;
    }

    static SavedSpec of(Path folder) {
        return new SavedSpec(
                undecorated -> SavedModel.load(folder, undecorated),
                "in " + folder,
                ServingTarget.DEFAULT.withKept(folder),
                false);
    }

    /** A classifier whose files are kept elsewhere than in a folder, such as encrypted; they are not written anywhere. */
    public static SavedSpec of(SavedFiles files) {
        return new SavedSpec(
                undecorated -> SavedModel.load(files, undecorated),
                "from " + files.name(),
                ServingTarget.DEFAULT,
                false);
    }

    /**
     * On an engine by name: {@code pytorch}, {@code onnxruntime}, {@code openvino}, or {@code measured}; see {@link
     * Backbone#engine}. What is measured is kept in the folder, where it can be written.
     */
    public SavedSpec engine(String name) {
        return new SavedSpec(loading, place, target.withEngine(name), undecorated);
    }

    /** On a device by name: {@code cpu} (the default), {@code cuda:0}, {@code tensorrt?fp16}: {@link Device#of}. */
    public SavedSpec device(String name) {
        return new SavedSpec(loading, place, target.withDevice(Device.of(name)), undecorated);
    }

    /** Made for few calls or for many; see {@link Backbone#serving}. */
    public SavedSpec serving(Preset preset) {
        return new SavedSpec(loading, place, target.withPreset(preset), undecorated);
    }

    /** With pictures that threads ask about one by one put together; see {@link Backbone#batching}. */
    public SavedSpec batching(Batching batching) {
        return new SavedSpec(loading, place, target.withBatching(batching), undecorated);
    }

    /** Served in this arithmetic; see {@link Backbone#precision}. */
    public SavedSpec precision(Precision precision) {
        return new SavedSpec(loading, place, target.withPrecision(precision), undecorated);
    }

    /** Without the decorators that it was saved with, also where they are not on the class path. */
    public SavedSpec undecorated() {
        return new SavedSpec(loading, place, target, true);
    }

    /**
     * The classifier. It runs once on a black picture, so that what does not work is seen here.
     *
     * @throws io.ocelli.error.WeightsException if the folder is missing, or holds something else
     * @throws io.ocelli.error.EngineException if no engine can run it
     */
    public Classifier open() {
        Serving.prepare(target);
        return Classifier.of(loading.load(undecorated), target);
    }

    @Override
    public String toString() {
        return "Saved classifier " + place;
    }
}
