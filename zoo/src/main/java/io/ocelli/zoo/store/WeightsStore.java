package io.ocelli.zoo.store;

import com.google.common.collect.ImmutableList;
import io.ocelli.error.WeightsException;
import io.ocelli.files.FileLocks;
import io.ocelli.model.Model;
import io.ocelli.model.Models;
import io.ocelli.model.PublishedWeights;
import io.ocelli.model.WeightsSources;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The published weights on this machine: a folder that {@code pretrained()} downloads into, and reads from ever after.
 *
 * <p>A download is checked against its SHA-256, or the digits of it that were published, and has its name only when it is
 * whole. One that was interrupted goes on from where it stopped; several threads and processes that ask for one file
 * download it once. Of what passes (timeouts, cut connections, statuses 408, 429 and 5xx), it waits and tries again.
 *
 * <table>
 * <caption>Settings: system properties, or else environment variables</caption>
 * <tr><td>{@code ocelli.cache}, {@code OCELLI_CACHE}</td><td>the folder; by default {@code ocelli} where the platform keeps
 * caches</td></tr>
 * <tr><td>{@code ocelli.mirror}, {@code OCELLI_MIRROR}</td><td>an address that file names are put behind, in the place of
 * the published addresses</td></tr>
 * <tr><td>{@code ocelli.offline}, {@code OCELLI_OFFLINE}</td><td>no network: what is not there is an error</td></tr>
 * <tr><td>{@code https.proxyHost}, {@code https.proxyPort}...</td><td>the JDK's own</td></tr>
 * </table>
 *
 * <p>Immutable, and safe for any number of threads and processes.
 */
public final class WeightsStore {
    private static final List<String> ENDINGS =
            Collections.unmodifiableList(Arrays.asList(".pth", ".pt", ".th", ".bin", ".safetensors"));

    private final Path folder;
    private final @Nullable Route route;

    private WeightsStore(Path folder, @Nullable Route route) {
        this.folder = folder.toAbsolutePath();
        this.route = route;
    }

    /** The store that {@code pretrained()} uses. */
    public static WeightsStore standard() {
        return at(WeightsSources.cache());
    }

    /** A store in another folder, which need not exist. */
    public static WeightsStore at(Path folder) {
        return new WeightsStore(folder, null);
    }

    /** For tests: with a network of their own. */
    static WeightsStore at(Path folder, Route route) {
        return new WeightsStore(folder, route);
    }

    /** Where the files are. */
    public Path folder() {
        return folder;
    }

    /**
     * The file of these weights, downloaded where it is not there yet; tenths of it are logged.
     *
     * @throws WeightsException if it cannot be brought, saying why and what to do
     */
    public Path fetch(PublishedWeights row) {
        return fetch(row, ProgressReport.log());
    }

    /** As {@link #fetch(PublishedWeights)}, with a listener of one's own in the place of the log. */
    public Path fetch(PublishedWeights row, DownloadListener listener) {
        Path file = file(row.file());
        if (Files.exists(file)) {
            return file;
        }
        Route used = route != null ? route : Route.ofEnvironment();
        if (used.offline() != null) {
            throw new WeightsException(
                    row.file() + " is not in " + folder + " and is not downloaded from " + used.locate(row) + ": "
                            + used.offline() + " is set. Unset it, or bring the file there yourself.");
        }
        return new Download(row, this, used, listener).run();
    }

    /**
     * What is there, interrupted downloads included, in the order of the names.
     *
     * @throws WeightsException if the folder cannot be read
     */
    public List<StoredWeights> list() {
        Map<String, String[]> catalogue = catalogue();
        List<StoredWeights> found = new ArrayList<>();
        if (Files.isDirectory(folder)) {
            try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
                for (Path file : files) {
                    String name = file.getFileName().toString();
                    boolean whole = !name.endsWith(PartialFile.PART);
                    String published = whole ? name : name.substring(0, name.length() - PartialFile.PART.length());
                    if (isWeights(published) && Files.isRegularFile(file)) {
                        String[] row = catalogue.get(published);
                        Instant used = Files.getLastModifiedTime(file).toInstant();
                        found.add(new StoredWeights(
                                file,
                                Files.size(file),
                                whole,
                                used,
                                row == null ? null : row[0],
                                row == null ? null : row[1]));
                    }
                }
            } catch (IOException e) {
                throw new WeightsException("The weights in " + folder + " cannot be listed: " + e, e);
            }
        }
        found.sort((a, b) -> a.file().compareTo(b.file()));
        return ImmutableList.copyOf(found);
    }

    /**
     * Deletes what was not used for so long and can be downloaded again: files that the catalogue has, and interrupted
     * downloads. What is being downloaded stays, and so do files that were brought here otherwise. {@code Duration.ZERO}
     * deletes all of these. A program that has such weights open keeps them, except on Windows, where the file stays.
     *
     * @return what was deleted
     * @throws IllegalArgumentException if the time is negative
     * @throws WeightsException if the folder cannot be read
     */
    public List<StoredWeights> prune(Duration unused) {
        if (unused.isNegative()) {
            throw new IllegalArgumentException("A time without use is not negative, received " + unused);
        }
        Instant latest = Instant.now().minus(unused);
        ImmutableList.Builder<StoredWeights> deleted = ImmutableList.builder();
        for (StoredWeights each : list()) {
            if ((each.model() != null || !each.whole()) && !each.lastUsed().isAfter(latest) && delete(each)) {
                deleted.add(each);
            }
        }
        return deleted.build();
    }

    private boolean delete(StoredWeights weights) {
        String name = weights.file().getFileName().toString();
        String published = weights.whole() ? name : name.substring(0, name.length() - PartialFile.PART.length());
        try (FileLocks.Held held = FileLocks.tryLock(lock(published))) {
            if (held == null) {
                return false;
            }
            if (weights.whole()) {
                return Files.deleteIfExists(weights.file());
            }
            new PartialFile(file(published)).delete();
            return true;
        } catch (IOException e) {
            // in use, where open files cannot be deleted
            return false;
        }
    }

    private static boolean isWeights(String name) {
        for (String ending : ENDINGS) {
            if (name.endsWith(ending)) {
                return true;
            }
        }
        return false;
    }

    /** Model and row by file name. */
    private static Map<String, String[]> catalogue() {
        Map<String, String[]> byFile = new HashMap<>();
        for (Model model : Models.all()) {
            for (PublishedWeights row : model.weights()) {
                byFile.putIfAbsent(row.file(), new String[] {model.name(), row.name()});
            }
        }
        return byFile;
    }

    /** Where a file of this name is or will be. */
    Path file(String name) {
        Path file = folder.resolve(name);
        if (name.isEmpty() || !folder.equals(file.getParent()) || name.equals("..")) {
            throw new IllegalArgumentException("A weights file has a name without folders, received '" + name + "'");
        }
        return file;
    }

    /** What is locked while a file of this name is brought or deleted. */
    Path lock(String name) {
        return folder.resolve("locks").resolve(name + ".lock");
    }
}
