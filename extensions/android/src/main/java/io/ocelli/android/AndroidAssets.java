package io.ocelli.android;

import android.content.res.AssetManager;
import com.google.common.io.ByteStreams;
import io.ocelli.SavedSpec;
import io.ocelli.error.WeightsException;
import io.ocelli.saving.SavedFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Models among an application's assets. */
public final class AndroidAssets {
    private AndroidAssets() {}

    /**
     * The classifier whose folder, as {@code classifier.save(folder)} wrote it, lies among the assets.
     *
     * <pre>{@code
     * Classifier insects = AndroidAssets.saved(context.getAssets(), "insects").serving(Preset.EDGE).open();
     * }</pre>
     *
     * @param folder below {@code src/main/assets}, without a leading slash
     * @throws WeightsException if it is not there, or cannot be read
     */
    public static SavedSpec saved(AssetManager assets, String folder) {
        byte[] config = read(assets, folder, SavedFiles.CONFIG);
        byte[] weights = read(assets, folder, SavedFiles.WEIGHTS);
        return SavedSpec.of(new SavedFiles(
                "the assets' " + folder, config, ByteBuffer.wrap(weights).order(ByteOrder.nativeOrder())));
    }

    private static byte[] read(AssetManager assets, String folder, String file) {
        String path = folder + "/" + file;
        try (InputStream in = assets.open(path, AssetManager.ACCESS_STREAMING)) {
            return ByteStreams.toByteArray(in);
        } catch (IOException e) {
            throw new WeightsException(
                    "A classifier's folder among the assets has " + SavedFiles.CONFIG + " and " + SavedFiles.WEIGHTS
                            + ", as classifier.save(folder) writes them, and " + path + " cannot be read: "
                            + e.getMessage(),
                    e);
        }
    }
}
