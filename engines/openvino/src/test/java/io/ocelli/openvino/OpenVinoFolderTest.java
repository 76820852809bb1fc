package io.ocelli.openvino;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OpenVinoFolderTest {
    private static final String LIBRARY = System.mapLibraryName("openvino_c");

    @TempDir
    private Path folder;

    private static @Nullable Path found(@Nullable String named, Map<String, String> environment, String libraryPath) {
        return new OpenVinoFolder(named, environment, libraryPath).library();
    }

    private Path library(String place) throws Exception {
        Path file = folder.resolve(place).resolve(LIBRARY);
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    @Test
    void theNamedFolderComesBeforeTheUsualPlaces() throws Exception {
        Path named = library("named");
        Path other = library("archive/runtime/lib/intel64");

        assertThat(found(named.getParent().toString(), Map.of("INTEL_OPENVINO_DIR", folder + "/archive"), ""))
                .isEqualTo(named);
        assertThat(found(other.toString(), Map.of(), "")).isEqualTo(other);
    }

    @Test
    void archivesPythonsAndTheLibraryPathAreLookedThrough() throws Exception {
        Path archive = library("archive/runtime/lib/intel64");
        Path python = library("venv/lib/python3.11/site-packages/openvino/libs");
        Path conda = library("conda/lib");
        Path path = library("path");

        assertThat(found(null, Map.of("INTEL_OPENVINO_DIR", folder + "/archive"), ""))
                .isEqualTo(archive);
        assertThat(found(null, Map.of("VIRTUAL_ENV", folder + "/venv"), "")).isEqualTo(python);
        assertThat(found(null, Map.of("CONDA_PREFIX", folder + "/conda"), "")).isEqualTo(conda);
        assertThat(found(null, Map.of(), folder + "/none" + File.pathSeparator + folder + "/path"))
                .isEqualTo(path);
    }

    @Test
    void aFileWithoutVersionComesBeforeOneWith() throws Exception {
        Files.createFile(folder.resolve(LIBRARY + ".2641"));

        assertThat(found(folder.toString(), Map.of(), "")).isEqualTo(folder.resolve(LIBRARY + ".2641"));

        Path plain = library("");
        assertThat(found(folder.toString(), Map.of(), "")).isEqualTo(plain);
    }

    @Test
    void whatIsNamedAndNotThereIsTold() {
        OpenVinoFolder none = new OpenVinoFolder(folder.toString(), Map.of(), "");

        assertThat(none.library()).isNull();
        assertThat(none.missing())
                .isEqualTo(
                        "The property ocelli.openvino, or OCELLI_OPENVINO in the environment, names the folder that holds"
                                + " OpenVINO's C library " + LIBRARY
                                + " (of pip, site-packages/openvino/libs), or that file,"
                                + " received '" + folder + "', where there is none");
    }
}
