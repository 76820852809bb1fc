package io.ocelli.learning;

import io.ocelli.data.DataSet;
import io.ocelli.engine.Device;
import io.ocelli.image.Randomness;
import io.ocelli.model.Network;
import io.ocelli.training.DivergedException;
import io.ocelli.training.History;
import io.ocelli.training.Learner;
import io.ocelli.training.Learnt;
import io.ocelli.training.Plan;
import io.ocelli.training.Training;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks for a network in a {@link SearchSpace}: by regularised evolution (Real et al. 2019), or at random, which is what it is to be
 * compared with. Candidates are drawn until one keeps the limits, of which latency is measured on this machine's own engine; where
 * there is a proxy, several are, and the one that promises most is trained. What comes of each is a line of a file, and a search over
 * a file that has lines goes on behind them.
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
 *
 * @param space what is looked among
 * @param file of results; it need not exist, its folder has to
 * @param limits what a network may cost
 * @param population how many of the latest evolve; 1 draws all at random
 * @param tournament of how many of the population the best is the parent, from 1
 * @param proxy what filters before training
 * @param filtered of how many candidates the proxy takes one, from 1
 * @param recipe of each training
 * @param trials how many are trained, those of the file counted
 * @param workers how many trainings run at a time
 * @param seed of all draws
 * @param stop asked before each trial; true ends the search
 * @param listener told of each trial that ends, by one thread at a time
 * @param engine the name of the engine, or null for the best
 */
public record Search(
        SearchSpace space,
        Path file,
        SearchLimits limits,
        int population,
        int tournament,
        Proxy proxy,
        int filtered,
        Training recipe,
        int trials,
        int workers,
        long seed,
        BooleanSupplier stop,
        Consumer<SearchTrial> listener,
        @Nullable String engine) {
    /** After so many draws that break the limits nothing is expected of more. */
    private static final int MOST_DRAWS = 2000;

    /**
     * @throws IllegalArgumentException if a number is below 1, or a tournament is larger than the population
     */
    public Search {
        Objects.requireNonNull(space, "space");
        Objects.requireNonNull(file, "file");
        if (population < 1 || tournament < 1 || tournament > population || filtered < 1 || trials < 1 || workers < 1) {
            throw new IllegalArgumentException("A search has a population, a tournament in it, candidates, trials and"
                    + " workers of 1 or more, received " + population + ", " + tournament + ", " + filtered + ", "
                    + trials + " and " + workers);
        }
    }

    /** Evolution with a population of 20 and tournaments of 5, 100 networks of three epochs each, one at a time, without limits. */
    public static Search of(SearchSpace space, Path file) {
        return new Search(
                space,
                file,
                SearchLimits.none(),
                20,
                5,
                Proxy.NONE,
                1,
                Training.defaults().epochs(3),
                100,
                1,
                0,
                () -> false,
                trial -> {},
                null);
    }

    /** Within limits. */
    public Search limits(SearchLimits most) {
        return new Search(
                space,
                file,
                most,
                population,
                tournament,
                proxy,
                filtered,
                recipe,
                trials,
                workers,
                seed,
                stop,
                listener,
                engine);
    }

    /** By regularised evolution: the best of so many of the latest is mutated. */
    public Search evolution(int population, int tournament) {
        return new Search(
                space,
                file,
                limits,
                population,
                tournament,
                proxy,
                filtered,
                recipe,
                trials,
                workers,
                seed,
                stop,
                listener,
                engine);
    }

    /** At random. */
    public Search random() {
        return evolution(1, 1);
    }

    /** With the best of so many candidates by a proxy. */
    public Search filter(Proxy proxy, int candidates) {
        return new Search(
                space,
                file,
                limits,
                population,
                tournament,
                proxy,
                candidates,
                recipe,
                trials,
                workers,
                seed,
                stop,
                listener,
                engine);
    }

    /** With another recipe of each training. */
    public Search recipe(Training recipe) {
        return new Search(
                space,
                file,
                limits,
                population,
                tournament,
                proxy,
                filtered,
                recipe,
                trials,
                workers,
                seed,
                stop,
                listener,
                engine);
    }

    /** With so many trainings. */
    public Search trials(int number) {
        return new Search(
                space,
                file,
                limits,
                population,
                tournament,
                proxy,
                filtered,
                recipe,
                number,
                workers,
                seed,
                stop,
                listener,
                engine);
    }

    /** With so many trainings at a time; latency is then measured beside them. */
    public Search workers(int threads) {
        return new Search(
                space,
                file,
                limits,
                population,
                tournament,
                proxy,
                filtered,
                recipe,
                trials,
                threads,
                seed,
                stop,
                listener,
                engine);
    }

    /** With other draws. */
    public Search seed(long seed) {
        return new Search(
                space,
                file,
                limits,
                population,
                tournament,
                proxy,
                filtered,
                recipe,
                trials,
                workers,
                seed,
                stop,
                listener,
                engine);
    }

    /** Ending before a trial where this says so. */
    public Search stopWhen(BooleanSupplier condition) {
        return new Search(
                space,
                file,
                limits,
                population,
                tournament,
                proxy,
                filtered,
                recipe,
                trials,
                workers,
                seed,
                condition,
                listener,
                engine);
    }

    /** Telling of each trial. */
    public Search listener(Consumer<SearchTrial> listener) {
        return new Search(
                space,
                file,
                limits,
                population,
                tournament,
                proxy,
                filtered,
                recipe,
                trials,
                workers,
                seed,
                stop,
                listener,
                engine);
    }

    /** On an engine by name. */
    public Search engine(String name) {
        return new Search(
                space,
                file,
                limits,
                population,
                tournament,
                proxy,
                filtered,
                recipe,
                trials,
                workers,
                seed,
                stop,
                listener,
                Objects.requireNonNull(name, "name"));
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
        Run run = new Run(this, training, validation.relabel(training.classes()));
        ExecutorService threads = Executors.newFixedThreadPool(workers);
        try {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
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
        return new SearchResult(run.log.trials());
    }

    /** One under way: its workers share the trials. */
    private static final class Run implements Runnable {
        private final Search search;
        private final DataSet training;
        private final DataSet validation;
        private final SearchLog log;
        private final List<Candidate> taken = new ArrayList<>();
        private int next;
        private volatile boolean ended;

        Run(Search search, DataSet training, DataSet validation) {
            this.search = search;
            this.training = training;
            this.validation = validation;
            this.log = SearchLog.open(search.file);
            log.trials().forEach(trial -> taken.add(trial.candidate()));
            this.next = log.trials().size();
        }

        void end() {
            ended = true;
        }

        @Override
        public void run() {
            try {
                while (!ended && !Thread.currentThread().isInterrupted()) {
                    Chosen chosen = choose();
                    if (chosen == null) {
                        return;
                    }
                    SearchTrial trial = train(chosen);
                    synchronized (this) {
                        log.add(trial);
                        search.listener.accept(trial);
                    }
                }
            } catch (RuntimeException | Error e) {
                ended = true;
                throw e;
            }
        }

        /** What is trained next, measured by one worker at a time; null where all is done. */
        private synchronized @Nullable Chosen choose() {
            if (ended || next >= search.trials || search.stop.getAsBoolean()) {
                return null;
            }
            Randomness random = Randomness.of(search.seed).split(next);
            @Nullable Chosen best = null;
            int kept = 0;
            for (int draw = 0; draw < MOST_DRAWS && kept < search.filtered; draw++) {
                Candidate candidate = propose(random);
                int classes = training.classes().size();
                if (taken.contains(candidate) || !search.limits.admitsUnmeasured(candidate, classes)) {
                    continue;
                }
                Network network = candidate.network(classes, search.seed);
                Footprint footprint = Footprint.of(network, search.engine, Device.CPU);
                if (search.limits.admits(footprint)) {
                    kept++;
                    double promise = search.proxy.of(network);
                    if (best == null || promise > best.promise) {
                        best = new Chosen(next, candidate, network, footprint, promise);
                    }
                }
            }
            if (best == null) {
                throw new IllegalStateException("Of " + MOST_DRAWS + " networks none was new and kept " + search.limits
                        + " on this machine. Raise the limits, or give the space smaller choices.");
            }
            next++;
            taken.add(best.candidate);
            return best;
        }

        /** A mutant of the best of a few of the latest, once there are enough. */
        private Candidate propose(Randomness random) {
            List<SearchTrial> all = log.trials();
            if (search.population == 1 || all.size() < search.population) {
                return search.space.draw(random);
            }
            List<SearchTrial> latest = all.subList(all.size() - search.population, all.size());
            int[] order = random.permutation(latest.size());
            List<SearchTrial> few = new ArrayList<>();
            for (int i = 0; i < search.tournament; i++) {
                few.add(latest.get(order[i]));
            }
            few.sort(Comparator.comparingDouble(SearchTrial::accuracy).reversed());
            return search.space.mutate(few.get(0).candidate(), random);
        }

        private SearchTrial train(Chosen chosen) {
            Network network = chosen.network;
            long start = System.nanoTime();
            Learner learner = new Learner(network.architecture(), network.weights(), network.preprocessing(), null);
            double accuracy;
            try {
                Learnt learnt = Plan.of(learner, training, validation, search.recipe, search.engine, Device.CPU)
                        .run();
                List<History.Epoch> epochs = learnt.history().epochs();
                accuracy = epochs.get(epochs.size() - 1).validationAccuracy();
            } catch (DivergedException e) {
                // By this recipe it learns nothing: that is its result.
                accuracy = 0;
            }
            return new SearchTrial(
                    chosen.number,
                    chosen.candidate,
                    accuracy,
                    chosen.footprint,
                    chosen.promise,
                    (System.nanoTime() - start) / 1e9);
        }
    }

    private static final class Chosen {
        private final int number;
        private final Candidate candidate;
        private final Network network;
        private final Footprint footprint;
        private final double promise;

        Chosen(int number, Candidate candidate, Network network, Footprint footprint, double promise) {
            this.number = number;
            this.candidate = candidate;
            this.network = network;
            this.footprint = footprint;
            this.promise = promise;
        }
    }
}
