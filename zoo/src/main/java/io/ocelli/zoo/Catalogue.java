package io.ocelli.zoo;

import com.google.common.collect.ImmutableList;
import io.ocelli.model.PublishedWeights;
import java.util.List;

final class Catalogue {
    static List<PublishedWeights> rows(String model) {
        return ImmutableList.of();
    }
}
