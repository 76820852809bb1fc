package io.ocelli.djl;

import ai.djl.repository.Repository;
import ai.djl.repository.RepositoryFactory;
import com.google.common.collect.ImmutableSet;
import java.net.URI;
import java.util.Set;

/**
 * Lets a {@code Criteria} name Ocelli's classifiers: {@code optModelUrls("ocelli://efficientnet_lite0")} an architecture with
 * its first published weights, {@code ocelli://resnet50/IMAGENET1K_V2} with others, {@code ocelli:///models/insects} a saved
 * folder. {@code ?engine=PyTorch} chooses DJL's engine; without it, it is OnnxRuntime where that is on the class path. Found by
 * DJL.
 */
public final class OcelliRepositoryFactory implements RepositoryFactory {
    /** For DJL. */
    public OcelliRepositoryFactory() {}

    @Override
    public Repository newInstance(String name, URI uri) {
        return new OcelliRepository(name, uri);
    }

    @Override
    public Set<String> getSupportedScheme() {
        return ImmutableSet.of("ocelli");
    }
}
