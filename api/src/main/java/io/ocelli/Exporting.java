package io.ocelli;

import io.ocelli.saving.FileTexts;
import io.ocelli.saving.SavedFiles;
import io.ocelli.saving.SavedModel;
import io.ocelli.saving.TrainedModel;
import io.ocelli.serving.ModelFile;
import java.nio.file.Path;
import java.util.Map;

/** What writes a classifier to files: its own, and those of other tools. */
public interface Exporting {
    /**
     * All that a classifier is, apart from where it runs.
     *
     * @param deed what is to be done with it, and {@code wayOut} what can be done instead, for the message where it is not known
     * @throws IllegalStateException if it comes from an ONNX file or another library itself, or is an ensemble
     */
    TrainedModel trained(String deed, String wayOut);

    /**
     * Saves it in the layout of timm and Hugging Face: {@code config.json} and {@code model.safetensors}. Files there are
     * replaced whole or not at all.
     *
     * @param folder is made where it is missing
     * @throws io.ocelli.error.WeightsException if it cannot be written, or a weight is not finite
     * @throws IllegalStateException as {@link #trained}, or if a decorator has no name to be saved under
     */
    default void save(Path folder) {
        SavedModel.save(trained("saved", "copy the file instead"), folder);
    }

    /** What {@link #save} would write, in memory; {@code name} is what messages call the place where it goes. */
    default SavedFiles files(String name) {
        return SavedModel.files(trained("saved", "copy the file instead"), name);
    }

    /**
     * Writes it as one ONNX file that any ONNX tool opens; past 2 GB the weights go to a second file beside,
     * {@code NAME.data}. The files appear whole or not at all.
     *
     * <p>The input {@code pixels} is uint8 N H W C, red, green, blue, resized and cropped as
     * {@link Classifier#preprocessing} says, of any number of pictures; the program scales and normalises them itself. Of
     * pictures of 16 bits it is int32 N H W C, the samples as they were read, signed or not, such as Hounsfield units: what
     * makes numbers of them, a window, percentiles or z-scores, is in the program. The outputs are {@code logits} and
     * {@code probabilities}, float32 N K. The file's {@code metadata_props} hold {@code ocelli.labels} (a JSON list by index),
     * {@code ocelli.preprocessing} (JSON: resize, crop, interpolation, mean, std; intensities of 16 bits),
     * {@code ocelli.model} and {@code ocelli.format}.
     *
     * <p>Of decorators the file holds a {@link io.ocelli.serving.Temperature}, in its program.
     *
     * @throws IllegalStateException as {@link #trained}, or if it has decorators that such a file cannot hold
     * @throws io.ocelli.error.EngineException if the file cannot be written, or {@code io.ocelli:ocelli-onnxruntime} is not
     *     on the class path
     */
    default void exportOnnx(Path file) {
        trained("exported", "copy the file instead").export(ModelFile.FORMAT, file);
    }

    /**
     * Writes it as one TorchScript file, which {@code torch.jit.load} opens and DJL's PyTorch engine runs. The file appears
     * whole or not at all.
     *
     * <p>Its {@code forward} takes pixels as the file of {@link #exportOnnx} does and gives a list of logits and
     * probabilities. The texts of that file's {@code metadata_props} are extra files of this one, under the same names.
     *
     * @throws IllegalStateException as {@link #exportOnnx}
     * @throws io.ocelli.error.EngineException if the file cannot be written, or {@code io.ocelli:ocelli-pytorch} is not on
     *     the class path
     */
    default void exportTorchScript(Path file) {
        trained("exported", "copy the file instead").export("torchscript", file);
    }

    /**
     * The texts that an exported file carries, for who keeps them beside it.
     *
     * @throws IllegalStateException as {@link #trained}
     */
    default Map<String, String> exportedTexts() {
        return FileTexts.of(trained("exported", "copy the file instead"));
    }
}
