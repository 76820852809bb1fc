package io.ocelli.learning;

import io.ocelli.data.DataSet;
import io.ocelli.training.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/**
 * Looks for a network in a {@link SearchSpace}: by regularised evolution (Real et al. 2019), or at random, which is what it is to
 * be compared with. Candidates are drawn until one keeps the limits, of which latency is measured on this machine's own engine;
 * where there is a proxy, several are, and the one that promises most is trained. What comes of each is a line of a file, and a
 * search over a file that has lines goes on behind them.
 *
 * <pre>{@code
 * SearchResult found = Search.of(SearchSpace.cifar(), Path.of("trials.tsv"))
 *     .limits(SearchLimits.none().latency(2))
 *     .trials(100)
 *     .over(train, validation);
 * Network network = found.best().candidate().network(10, 0);      // a graph like any other
 * }</pre>
 *
 * <p>The pictures to validate with choose the network, so that its accuracy on them is too good: another set tells how good it is.
 * With one worker, what is trained hangs on the seed and on which candidates keep the limits alone; with more, also on which
 * trainings end first.
 *
 * <p>A value. The file is for one search at a time.
 */
public final class Search {
    private final SearchChoices choices;

    private Search(SearchChoices choices) {
        this.choices = choices;
    }

    /**
     * Evolution with a population of 20 and tournaments of 5, 100 networks of three epochs each, one at a time, without limits.
     *
     * @param space what is looked among
     * @param file of results; it need not exist, its folder has to
     */
    public static Search of(SearchSpace space, Path file) {
        return new Search(
                new SearchChoices(Objects.requireNonNull(space, "space"), Objects.requireNonNull(file, "file")));
    }

    /** What a network may cost. */
    public Search limits(SearchLimits most) {
        return with(choices -> choices.limits = most);
    }

    /**
     * By regularised evolution: the best of so many of the latest is mutated.
     *
     * @throws IllegalArgumentException if a number is below 1, or the tournament is larger than the population
     */
    public Search evolution(int population, int tournament) {
        if (population < 1 || tournament < 1 || tournament > population) {
            throw new IllegalArgumentException(
                    "A search has a population of 1 or more, and tournaments of 1 or more in it," + " received "
                            + population + " and " + tournament);
        }
        return with(choices -> {
            choices.population = population;
            choices.tournament = tournament;
        });
    }

    /** At random. */
    public Search random() {
        return evolution(1, 1);
    }

    /**
     * Only the best of so many candidates by a proxy is trained.
     *
     * @throws IllegalArgumentException if the number is below 1
     */
    public Search filter(Proxy proxy, int candidates) {
        positive("candidates", candidates);
        return with(choices -> {
            choices.proxy = proxy;
            choices.filtered = candidates;
        });
    }

    /** With another recipe of each training. */
    public Search recipe(Training recipe) {
        return with(choices -> choices.recipe = recipe);
    }

    /**
     * With so many trainings, those of the file counted.
     *
     * @throws IllegalArgumentException if the number is below 1
     */
    public Search trials(int number) {
        positive("trials", number);
        return with(choices -> choices.trials = number);
    }

    /**
     * With so many trainings at a time; latency is then measured beside them.
     *
     * @throws IllegalArgumentException if the number is below 1
     */
    public Search workers(int threads) {
        positive("workers", threads);
        return with(choices -> choices.workers = threads);
    }

    /** With other draws. */
    public Search seed(long seed) {
        return with(choices -> choices.seed = seed);
    }

    /** Ending before a trial where this says so. */
    public Search stopWhen(BooleanSupplier condition) {
        return with(choices -> choices.stop = condition);
    }

    /** Telling of each trial that ends, by one thread at a time. */
    public Search listener(Consumer<SearchTrial> listener) {
        return with(choices -> choices.listener = listener);
    }

    /** On an engine by name; by default the best. */
    public Search engine(String name) {
        return with(choices -> choices.engine = Objects.requireNonNull(name, "name"));
    }

    private Search with(Consumer<SearchChoices> change) {
        SearchChoices changed = new SearchChoices(choices);
        change.accept(changed);
        return new Search(changed);
    }

    private static void positive(String name, int number) {
        if (number < 1) {
            throw new IllegalArgumentException("A search has " + name + " of 1 or more, received " + number);
        }
    }

    /**
     * Searches, and gives what the file holds in the end.
     *
     * @param training pictures to learn from
     * @param validation pictures that networks are chosen by
     * @throws IllegalStateException if no candidate keeps the limits, or the file holds something else
     * @throws java.io.UncheckedIOException if the file cannot be read or written
     * @throws io.ocelli.error.ImageException naming a picture that cannot be read
     * @throws io.ocelli.error.EngineException if no engine trains the networks
     */
    public SearchResult over(DataSet training, DataSet validation) {
        SearchRun run = new SearchRun(choices, training, validation.relabel(training.classes()));
        ExecutorService threads = Executors.newFixedThreadPool(choices.workers);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < choices.workers; i++) {
                all.add(threads.submit(run));
            }
            for (Future<?> each : all) {
                each.get();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException) {
                throw (RuntimeException) e.getCause();
            }
            throw new IllegalStateException("A trial failed: " + e.getCause(), e);
        } finally {
            run.end();
            threads.shutdown();
        }
        return new SearchResult(run.trials());
    }
}
