package io.ocelli.training;

import com.google.common.base.Joiner;
import com.google.common.collect.ImmutableList;
import com.google.common.primitives.Ints;
import java.util.List;

/** The schedules that {@link Schedule}'s factories make. */
final class Schedules {
    private static final double WARMUP_START = 0.01;

    private Schedules() {}

    record Constant() implements Schedule {
        @Override
        public String toString() {
            return "Schedule.constant()";
        }

        @Override
        public double factor(Progress progress) {
            return 1;
        }
    }

    record Step(int size, double gamma) implements Schedule {
        Step {
            require(size > 0, "A step schedule's size is positive, received ", size);
            requireShare("gamma", gamma);
        }

        @Override
        public String toString() {
            return "Schedule.step(" + size + ", " + gamma + ")";
        }

        @Override
        public double factor(Progress progress) {
            return Math.pow(gamma, progress.step() / size);
        }
    }

    record MultiStep(List<Integer> milestones, double gamma) implements Schedule {
        MultiStep {
            milestones = ImmutableList.copyOf(milestones);
            requireShare("gamma", gamma);
            for (int i = 0; i < milestones.size(); i++) {
                require(
                        milestones.get(i) > (i == 0 ? 0 : milestones.get(i - 1)),
                        "A multi-step schedule's milestones are positive and ascend, received ",
                        milestones);
            }
        }

        static MultiStep of(double gamma, int... milestones) {
            return new MultiStep(Ints.asList(milestones), gamma);
        }

        @Override
        public String toString() {
            return "Schedule.multiStep(" + gamma + ", " + Joiner.on(", ").join(milestones) + ")";
        }

        @Override
        public double factor(Progress progress) {
            int passed = 0;
            for (int milestone : milestones) {
                passed += progress.step() >= milestone ? 1 : 0;
            }
            return Math.pow(gamma, passed);
        }
    }

    record Exponential(double gamma) implements Schedule {
        Exponential {
            requireShare("gamma", gamma);
        }

        @Override
        public String toString() {
            return "Schedule.exponential(" + gamma + ")";
        }

        @Override
        public double factor(Progress progress) {
            return Math.pow(gamma, progress.step());
        }
    }

    record Cosine(double minimum) implements Schedule {
        Cosine {
            requireShare("minimum", minimum);
        }

        @Override
        public String toString() {
            return "Schedule.cosine(" + minimum + ")";
        }

        @Override
        public double factor(Progress progress) {
            return cosine(1, minimum, done(progress));
        }
    }

    record Polynomial(double power) implements Schedule {
        Polynomial {
            require(power > 0, "A polynomial schedule's power is positive, received ", power);
        }

        @Override
        public String toString() {
            return "Schedule.polynomial(" + power + ")";
        }

        @Override
        public double factor(Progress progress) {
            return Math.pow(1 - done(progress), power);
        }
    }

    record Linear(double end) implements Schedule {
        Linear {
            requireShare("end", end);
        }

        @Override
        public String toString() {
            return "Schedule.linear(" + end + ")";
        }

        @Override
        public double factor(Progress progress) {
            return 1 + (end - 1) * done(progress);
        }
    }

    record CosineWarmRestarts(int period, int multiplier, double minimum) implements Schedule {
        CosineWarmRestarts {
            require(period > 0, "A warm restart's period is positive, received ", period);
            require(multiplier > 0, "A warm restart's multiplier is positive, received ", multiplier);
            requireShare("minimum", minimum);
        }

        @Override
        public String toString() {
            return "Schedule.cosineWarmRestarts(" + period + ", " + multiplier + ", " + minimum + ")";
        }

        @Override
        public double factor(Progress progress) {
            long length = period;
            long since = progress.step();
            if (multiplier == 1) {
                since %= length;
            }
            while (since >= length) {
                since -= length;
                length *= multiplier;
            }
            return cosine(1, minimum, (double) since / length);
        }
    }

    /** Ends at the last step, total - 1, as PyTorch's does. */
    record OneCycle(double rise, double start, double end) implements Schedule {
        @Override
        public String toString() {
            return "Schedule.oneCycle()";
        }

        @Override
        public double factor(Progress progress) {
            double peak = rise * progress.total() - 1;
            double last = progress.total() - 1;
            double step = Math.min(progress.step(), last);
            if (step <= peak) {
                return cosine(1 / start, 1, step / peak);
            }
            return cosine(1, 1 / (start * end), (step - peak) / (last - peak));
        }
    }

    record Plateau(double factor, int patience, double minimum) implements Schedule {
        private static final double THRESHOLD = 1e-4;

        Plateau {
            require(factor > 0 && factor < 1, "A plateau's factor is between 0 and 1, received ", factor);
            require(patience >= 0, "A plateau's patience is not negative, received ", patience);
            requireShare("minimum", minimum);
        }

        @Override
        public String toString() {
            return "Schedule.plateau(" + factor + ", " + patience + ", " + minimum + ")";
        }

        @Override
        public double factor(Progress progress) {
            double now = 1;
            double best = Double.POSITIVE_INFINITY;
            int worse = 0;
            for (double metric : progress.metrics()) {
                if (metric < best * (1 - THRESHOLD)) {
                    best = metric;
                    worse = 0;
                } else if (++worse > patience) {
                    now = Math.max(minimum, now * factor);
                    worse = 0;
                }
            }
            return now;
        }
    }

    record WarmupSteps(Schedule then, int steps) implements Schedule {
        WarmupSteps {
            require(steps >= 0, "A warm-up's steps are not negative, received ", steps);
        }

        @Override
        public String toString() {
            return then + ".warmupSteps(" + steps + ")";
        }

        @Override
        public double factor(Progress progress) {
            return rise(then, steps, progress);
        }
    }

    record WarmupFraction(Schedule then, double fraction) implements Schedule {
        WarmupFraction {
            require(
                    fraction >= 0 && fraction < 1,
                    "A warm-up's fraction of the training is from 0 to below 1 (warmupSteps counts steps), received ",
                    fraction);
        }

        @Override
        public String toString() {
            return then + ".warmup(" + fraction + ")";
        }

        @Override
        public double factor(Progress progress) {
            return rise(then, (int) Math.round(fraction * progress.total()), progress);
        }
    }

    record InEpochs(Schedule schedule) implements Schedule {
        @Override
        public String toString() {
            return schedule + ".inEpochs()";
        }

        @Override
        public double factor(Progress progress) {
            return schedule.factor(
                    new Progress(progress.epoch(), progress.epochs(), progress.epochs(), progress.metrics()));
        }
    }

    private static double rise(Schedule then, int steps, Progress progress) {
        if (progress.step() < steps) {
            return WARMUP_START + (1 - WARMUP_START) * progress.step() / steps;
        }
        int left = Math.max(1, progress.total() - steps);
        return then.factor(new Progress(progress.step() - steps, left, progress.epochs(), progress.metrics()));
    }

    /** The share of the training that is done; 1 from its end on. */
    private static double done(Progress progress) {
        return Math.min(1, (double) progress.step() / progress.total());
    }

    private static double cosine(double from, double to, double share) {
        return to + (from - to) * (1 + Math.cos(Math.PI * share)) / 2;
    }

    private static void requireShare(String name, double value) {
        require(value >= 0 && value <= 1, "A schedule's " + name + " is from 0 to 1, received ", value);
    }

    private static void require(boolean holds, String rule, Object received) {
        if (!holds) {
            throw new IllegalArgumentException(rule + received);
        }
    }
}
