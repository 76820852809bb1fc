package io.ocelli.training;

import io.ocelli.engine.Trainer;
import io.ocelli.error.ImageException;
import io.ocelli.tensor.Tensor;
import io.ocelli.training.TrainingEvent.Ended;
import io.ocelli.training.TrainingEvent.EpochEnded;
import io.ocelli.training.TrainingEvent.Failed;
import io.ocelli.training.TrainingEvent.StepEnded;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CancellationException;

/** Follows a plan, and knows no engine. */
final class Loop {
    private final Plan plan;
    private final Choices recipe;
    private final Session session;
    private final int epochs;
    private final Schedule schedule;
    private final double rate;

    Loop(Plan plan) {
        this.plan = plan;
        this.recipe = plan.recipe();
        this.session = plan.session();
        this.epochs = recipe.epochs(plan.headOnly());
        this.schedule = recipe.schedule(plan.headOnly());
        this.rate = recipe.optimizer(plan.headOnly()).learningRate();
    }

    Learnt run() {
        Position start = session.position();
        try (Lesson lesson = plan.lesson(session)) {
            session.tell(plan.began(lesson.training().batches()));
            try (Trainer trainer = plan.trainer(session)) {
                return train(trainer, lesson);
            }
        } catch (RuntimeException e) {
            RuntimeException failure = carrying(e, start);
            session.closed();
            tellOf(failure);
            throw failure;
        } catch (Error e) {
            session.closed();
            tellOf(e);
            throw e;
        }
    }

    /** The failure with what was learnt; as it is where that is nothing. */
    private RuntimeException carrying(RuntimeException failure, Position start) {
        Learnt good = session.good();
        if (failure instanceof TrainingException || good.position().equals(start)) {
            return failure;
        }
        return new TrainingException(
                "The training failed in " + good.position() + ", and what it had learnt is kept in learnt(): "
                        + failure.getMessage(),
                good,
                failure);
    }

    private void tellOf(Throwable failure) {
        try {
            session.tell(new Failed(failure));
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
    }

    private Learnt train(Trainer trainer, Lesson lesson) {
        session.opened(trainer, lesson);
        try {
            while (session.position().epoch() < epochs && session.stopped() == null) {
                learn(trainer, lesson);
            }
            Learnt learnt = session.keep();
            String reason = session.stopped();
            session.tell(
                    new Ended(reason == null || session.position().epoch() >= epochs ? "all epochs are over" : reason));
            return learnt;
        } catch (DivergedException e) {
            session.giveUp();
            throw e;
        } catch (RuntimeException e) {
            salvage(e);
            throw e;
        } finally {
            session.closed();
        }
    }

    private void salvage(RuntimeException failure) {
        try {
            session.keep();
        } catch (RuntimeException e) {
            session.giveUp();
            failure.addSuppressed(e);
        }
    }

    private void learn(Trainer trainer, Lesson lesson) {
        long start = System.nanoTime();
        int epoch = session.position().epoch();
        double before = session.tally().seconds();
        try {
            double factor = steps(trainer, lesson, epoch);
            if (Double.isNaN(factor)) {
                return;
            }
            requireSomething(lesson);
            Validation.Figures figures = plan.validation()
                    .measure(lesson.validation(), session.validated(), progress(epoch, planned(lesson)));
            requireFinite(figures, rate * factor);
            double judged = judged(lesson, progress(epoch, planned(lesson)));
            History.Epoch ended = new History.Epoch(
                    epoch + 1,
                    session.tally().losses() / session.position().batch(),
                    figures.loss(),
                    figures.accuracy(),
                    rate * factor,
                    before + (System.nanoTime() - start) / 1e9,
                    judged);
            session.epochEnded(ended);
            session.tell(new EpochEnded(ended));
        } catch (CancellationException e) {
            // Whoever waits for pictures is told so of an interruption, which does what stopWhen does.
            if (session.stopped() == null) {
                throw e;
            }
        }
    }

    /** An epoch's steps; the schedule's factor of the last, or NaN where it was stopped before. */
    private double steps(Trainer trainer, Lesson lesson, int epoch) {
        StepProgram step = lesson.step();
        int accumulate = recipe.accumulate();
        int planned = planned(lesson);
        double factor = schedule.factor(progress(epoch, planned));
        lesson.streams()
                .begin((long) epoch * lesson.training().batches()
                        + session.position().batch());
        try (Arrivals batches =
                new Arrivals(lesson.training(), epoch, session.position().batch(), accumulate > 1, plan.dropsOne())) {
            long asked = System.nanoTime();
            while (batches.hasNext()) {
                if (session.stopped() != null) {
                    return Double.NaN;
                }
                Progress progress = progress(epoch, planned);
                Map<String, Source.Lot> lots = lesson.streams().next();
                lots.put(Given.LABELLED, batches.next());
                double waited = (System.nanoTime() - asked) / 1e9;
                List<Tensor> inputs = step.inputs(lots, session.kept(), epoch, progress);
                factor = schedule.factor(progress);
                boolean updates = (session.position().batch() + 1) % accumulate == 0 || batches.last();
                List<Tensor> outputs =
                        updates ? trainer.step(inputs, step.rates(rate * factor)) : trainer.accumulate(inputs);
                double loss = finite(step.written().loss(outputs), rate * factor, lots);
                session.stepEnded(updates, loss, step.written().kept(outputs));
                session.tell(new StepEnded(
                        epoch + 1,
                        session.position().batch(),
                        loss,
                        step.written().terms(outputs),
                        rate * factor,
                        waited));
                asked = System.nanoTime();
            }
        }
        return factor;
    }

    /** What tells the best epoch, now; NaN where the validation does. */
    private double judged(Lesson lesson, Progress progress) {
        Validation judge = plan.judge();
        return judge == null || lesson.judged() == null
                ? Double.NaN
                : judge.measure(lesson.judged(), session.validated(), progress).loss();
    }

    /** The updates of an epoch: as many as the one before made. */
    private int planned(Lesson lesson) {
        int accumulate = recipe.accumulate();
        return session.tally().planned() > 0
                ? session.tally().planned()
                : Math.max(1, (lesson.training().batches() + accumulate - 1) / accumulate);
    }

    private Progress progress(int epoch, int planned) {
        int update = epoch * planned + Math.min(session.tally().updates(), planned - 1);
        return new Progress(update, planned * epochs, epochs, watched());
    }

    private double finite(double loss, double rate, Map<String, Source.Lot> lots) {
        if (Double.isNaN(loss) || Double.isInfinite(loss)) {
            int[] batch = Objects.requireNonNull(lots.get(Given.LABELLED)).indexes();
            throw diverged(
                    "The loss is finite, and it became " + loss + " in epoch "
                            + (session.position().epoch() + 1) + ", step "
                            + (session.position().batch() + 1) + ", on " + plan.named(batch),
                    rate);
        }
        return loss;
    }

    /** What the epoch's last update made is seen in the validation alone. */
    private void requireFinite(Validation.Figures figures, double rate) {
        boolean measured = figures.pictures() > 0 && plan.validation().hasLoss();
        if (measured && (Double.isNaN(figures.loss()) || Double.isInfinite(figures.loss()))) {
            throw diverged(
                    "The validation loss is finite, and it became " + figures.loss() + " after epoch "
                            + (session.position().epoch() + 1),
                    rate);
        }
    }

    private DivergedException diverged(String what, double rate) {
        Learnt good = session.good();
        return new DivergedException(
                what + ". Lower the learning rate (now " + rate + "), or clip(1). What was learnt in "
                        + good.position().epoch() + " epochs before is kept in learnt().",
                good);
    }

    private void requireSomething(Lesson lesson) {
        if (session.position().batch() == 0) {
            throw new ImageException("An epoch has a batch to learn from, and of " + plan.pictures()
                    + " training pictures " + lesson.training().skipped().size() + " could not be read"
                    + (lesson.training().skipped().isEmpty()
                            ? ""
                            : ": the first is " + lesson.training().skipped().get(0))
                    + (plan.dropsOne()
                            ? ". A batch of one picture is left out, as its batch norms have no variance"
                            : ""));
        }
    }

    /** The watched metric after each epoch: the validation loss, or where nothing was validated the training loss. */
    private List<Double> watched() {
        List<Double> losses = new ArrayList<>();
        session.history().epochs().forEach(epoch -> losses.add(epoch.watchedLoss()));
        return losses;
    }
}
