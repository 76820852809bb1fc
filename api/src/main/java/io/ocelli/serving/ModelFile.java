package io.ocelli.serving;

import com.google.common.collect.ImmutableList;
import io.ocelli.engine.FileRunner;
import io.ocelli.engine.Port;
import io.ocelli.engine.Preset;
import io.ocelli.engine.ProgramFormat;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A model of another tool that was opened to be served: an ONNX file, or what another library runs. Holds natives until it is
 * closed, or {@link #serving} takes them over.
 */
public final class ModelFile implements AutoCloseable {
    /** The format of the files. */
    public static final String FORMAT = "onnx";

    private final String file;
    private final Runners<FileRunner> runners;
    private final ServingTarget target;

    private ModelFile(String file, Runners<FileRunner> runners, ServingTarget target) {
        this.file = file;
        this.runners = runners;
        this.target = target;
    }

    /**
     * Opens a file.
     *
     * @throws io.ocelli.error.EngineException naming the file, if it cannot be read, or ONNX Runtime is missing
     */
    public static ModelFile open(Path file, ServingTarget target) {
        ProgramFormat format = ProgramFormat.named(FORMAT);
        return new ModelFile(
                file.toString(),
                new Runners<>(target.preset(), true, preset -> format.open(file, target.device(), preset)),
                target);
    }

    /**
     * A model that another library runs, opened by {@code opening}; presets are that library's own matter.
     *
     * @param name what to call it in messages
     */
    public static ModelFile run(String name, Supplier<? extends FileRunner> opening) {
        return new ModelFile(
                name, new Runners<>(Preset.LATENCY, false, preset -> opening.get()), ServingTarget.DEFAULT);
    }

    /** The texts that the file carries. */
    public Map<String, String> metadata() {
        return runners.first().metadata();
    }

    /**
     * The numbers that the file gives for a picture: for labels that nobody named.
     *
     * @throws IllegalStateException if it does not tell
     */
    public int classes() {
        List<Port> outputs = runners.first().outputs();
        for (Port output : outputs) {
            if (output.extents().size() >= 2 && output.extents().get(1) > 0) {
                return Math.toIntExact(output.extents().get(1));
            }
        }
        throw new IllegalStateException("The file " + file + " does not tell its number of classes (" + outputs
                + "). Say labels(names) before open().");
    }

    /**
     * The file as what scores pictures, which takes the natives over; they are closed if this fails.
     *
     * @param transform what is done to pictures first, or null for what the preprocessing says
     * @param output what its numbers are, or null for what its last operation tells
     * @throws io.ocelli.error.EngineException if it is no classifier of these classes and of such pictures
     */
    public Serving serving(
            List<String> labels,
            Preprocessing preprocessing,
            @Nullable Transform transform,
            @Nullable FileOutput output) {
        FileScorer scorer = new FileScorer(file, runners, labels.size(), preprocessing, output);
        return Serving.of(
                scorer, labels, preprocessing, new Answering(scorer.scoring(), transform, ImmutableList.of()), target);
    }

    @Override
    public void close() {
        runners.close();
    }
}
