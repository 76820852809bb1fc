package io.ocelli.decisions;

import com.google.common.collect.ImmutableMap;
import io.ocelli.image.Parameters;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.DecoratorProvider;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the decorators of this package. */
public final class OwnDecisions implements DecoratorProvider {
    private static final ImmutableMap<String, Function<Parameters, Decorator>> READERS =
            ImmutableMap.<String, Function<Parameters, Decorator>>builder()
                    .put(OutputScoring.NAME, OutputScoring::read)
                    .put(VectorScaling.NAME, VectorScaling::read)
                    .put(IsotonicCalibration.NAME, IsotonicCalibration::read)
                    .put(PlattScaling.NAME, PlattScaling::read)
                    .put(Threshold.NAME, Threshold::read)
                    .put(ClassThresholds.NAME, ClassThresholds::read)
                    .put(Costs.NAME, Costs::read)
                    .put(TopK.NAME, TopK::read)
                    .put(ConformalSets.NAME, ConformalSets::read)
                    .put(Outliers.NAME, Outliers::read)
                    .put(FeatureOutliers.NAME, FeatureOutliers::read)
                    .put(FeatureDrift.NAME, FeatureDrift::read)
                    .build();

    /** For {@link java.util.ServiceLoader}. */
    public OwnDecisions() {}

    @Override
    public @Nullable Decorator read(String name, Parameters parameters) {
        Function<Parameters, Decorator> reader = READERS.get(name);
        return reader == null ? null : reader.apply(parameters);
    }
}
