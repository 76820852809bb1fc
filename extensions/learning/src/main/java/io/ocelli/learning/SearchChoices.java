package io.ocelli.learning;

import io.ocelli.training.Training;
import java.nio.file.Path;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a search says. Changed only while {@link Search} makes a copy. */
final class SearchChoices {
    final SearchSpace space;
    final Path file;
    SearchLimits limits = SearchLimits.none();
    int population = 20;
    int tournament = 5;
    Proxy proxy = Proxy.NONE;
    int filtered = 1;
    Training recipe = Training.defaults().epochs(3);
    int trials = 100;
    int workers = 1;
    long seed;
    BooleanSupplier stop = () -> false;
    Consumer<SearchTrial> listener = trial -> {};

    @Nullable
    String engine;

    SearchChoices(SearchSpace space, Path file) {
        this.space = space;
        this.file = file;
    }

    SearchChoices(SearchChoices other) {
        this(other.space, other.file);
        limits = other.limits;
        population = other.population;
        tournament = other.tournament;
        proxy = other.proxy;
        filtered = other.filtered;
        recipe = other.recipe;
        trials = other.trials;
        workers = other.workers;
        seed = other.seed;
        stop = other.stop;
        listener = other.listener;
        engine = other.engine;
    }
}
