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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A search under way: its workers share the trials. */
final class SearchRun implements Runnable {
    /** After so many draws that break the limits nothing is expected of more. */
    private static final int MOST_DRAWS = 2000;

    private final SearchChoices search;
    private final DataSet training;
    private final DataSet validation;
    private final SearchLog log;
    private final List<Candidate> taken = new ArrayList<>();
    private int next;
    private volatile boolean ended;

    SearchRun(SearchChoices search, DataSet training, DataSet validation) {
        this.search = search;
        this.training = training;
        this.validation = validation;
        this.log = SearchLog.open(search.file);
        log.trials().forEach(trial -> taken.add(trial.candidate()));
        this.next = log.trials().size();
    }

    /** What was tried so far. */
    List<SearchTrial> trials() {
        return log.trials();
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
            if (draw > 0 && search.stop.getAsBoolean()) {
                break;
            }
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
        if (best == null && search.stop.getAsBoolean()) {
            return null;
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
