package io.ocelli.djl;

import ai.djl.repository.AbstractRepository;
import ai.djl.repository.Artifact;
import ai.djl.repository.MRL;
import ai.djl.repository.Metadata;
import ai.djl.util.Progress;
import com.google.common.collect.ImmutableList;
import com.google.common.io.MoreFiles;
import com.google.common.io.RecursiveDeleteOption;
import io.ocelli.Backbone;
import io.ocelli.Classifier;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One classifier, written to a temporary folder when DJL first loads it; the folder goes with the process. */
final class OcelliRepository extends AbstractRepository {
    private static final String GROUP = "io.ocelli";

    private final String model;
    private @Nullable Path folder;

    OcelliRepository(String name, URI uri) {
        super(name, uri);
        String authority = uri.getAuthority() == null ? "" : uri.getAuthority();
        String path = uri.getPath() == null ? "" : uri.getPath();
        this.model = authority + path;
        if (model.isEmpty() || model.equals("/")) {
            throw new IllegalArgumentException("An address of an Ocelli classifier is ocelli://ARCHITECTURE,"
                    + " ocelli://ARCHITECTURE/WEIGHTS or ocelli:///FOLDER, received '" + uri + "'");
        }
    }

    @Override
    public boolean isRemote() {
        return false;
    }

    @Override
    public List<MRL> getResources() {
        return ImmutableList.of(MRL.undefined(this, GROUP, model));
    }

    @Override
    public Metadata locate(MRL mrl) {
        Metadata metadata = new Metadata.MatchAllMetadata();
        metadata.setArtifactId(model);
        metadata.setRepositoryUri(uri);
        Artifact artifact = new Artifact();
        artifact.setName(model);
        artifact.getArguments().put("translatorFactory", PictureTranslatorFactory.class.getName());
        metadata.setArtifacts(ImmutableList.of(artifact));
        return metadata;
    }

    @Override
    public Artifact resolve(MRL mrl, Map<String, String> filter) {
        return locate(mrl).getArtifacts().get(0);
    }

    @Override
    public void prepare(Artifact artifact, @Nullable Progress progress) throws IOException {
        folder();
    }

    @Override
    public Path getResourceDirectory(Artifact artifact) throws IOException {
        return folder();
    }

    private synchronized Path folder() throws IOException {
        if (folder == null) {
            String named = arguments.get("engine");
            DjlEngine engine = named == null ? DjlEngine.present() : DjlEngine.named(named);
            engine.start();
            Path made = Files.createTempDirectory("ocelli-djl");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(made), "ocelli-djl-cleaner"));
            try (Classifier classifier = open()) {
                DjlFolder.write(classifier, made, engine);
            }
            folder = made;
        }
        return folder;
    }

    private Classifier open() {
        if (model.startsWith("/")) {
            return Classifier.load(Paths.get(model));
        }
        int slash = model.indexOf('/');
        if (slash < 0) {
            return Classifier.model(model).pretrained().open();
        }
        Backbone backbone = Classifier.model(model.substring(0, slash));
        return backbone.pretrained(model.substring(slash + 1)).open();
    }

    private static void delete(Path folder) {
        try {
            MoreFiles.deleteRecursively(folder, RecursiveDeleteOption.ALLOW_INSECURE);
        } catch (IOException e) {
            // The process ends, and its temporary folder is the system's to clean.
        }
    }
}
