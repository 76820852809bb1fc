package io.ocelli;

import io.ocelli.engine.Device;
import io.ocelli.engine.Preset;
import io.ocelli.saving.SavedModel;
import io.ocelli.serving.Serving;
import io.ocelli.serving.ServingTarget;
import java.nio.file.Path;

/** A saved classifier that is to be opened. An immutable value; the folder is read by {@link #open}. */
public final class SavedSpec {
    private final Path folder;
    private final ServingTarget target;
    private final boolean undecorated;

    private SavedSpec(Path folder, ServingTarget target, boolean undecorated) {
        this.folder = folder;
        this.target = target;
        this.undecorated = undecorated;
    }

    static SavedSpec of(Path folder) {
        return new SavedSpec(folder, ServingTarget.DEFAULT, false);
    }

    /** On an engine by name: {@code pytorch}, {@code onnxruntime}. By default the fastest. */
    public SavedSpec engine(String name) {
        return new SavedSpec(folder, target.withEngine(name), undecorated);
    }

    /** On a device by name: {@code cpu} (the default), {@code cuda:0}, {@code tensorrt}. */
    public SavedSpec device(String name) {
        return new SavedSpec(folder, target.withDevice(Device.of(name)), undecorated);
    }

    /** Made for few calls or for many; see {@link Backbone#serving}. */
    public SavedSpec serving(Preset preset) {
        return new SavedSpec(folder, target.withPreset(preset), undecorated);
    }

    /** Without the decorators that it was saved with, also where they are not on the class path. */
    public SavedSpec undecorated() {
        return new SavedSpec(folder, target, true);
    }

    /**
     * The classifier. It runs once on a black picture, so that what does not work is seen here.
     *
     * @throws io.ocelli.error.WeightsException if the folder is missing, or holds something else
     * @throws io.ocelli.error.EngineException if no engine can run it
     */
    public Classifier open() {
        Serving.prepare(target);
        return Classifier.of(SavedModel.load(folder, undecorated), target);
    }

    @Override
    public String toString() {
        return "Saved classifier in " + folder;
    }
}
