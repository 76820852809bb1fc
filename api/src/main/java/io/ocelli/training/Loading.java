package io.ocelli.training;

import io.ocelli.data.BatchLoader;
import io.ocelli.data.DataSet;
import io.ocelli.data.LastBatch;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.image.Intensities;
import io.ocelli.image.Randomness;
import io.ocelli.image.Transform;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Shape;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** How the pictures of a training become its batches: loaded epoch by epoch, or seen once by the frozen backbone. */
record Loading(Choices recipe, Learner learner, Plan.Views views, DataSet training, DataSet validation) {
    private static final int BACKBONE_BATCH = 16;

    /** Where a frozen backbone runs. */
    record Backbone(Engine engine, Device device) {}

    /** @param backbone what looks at each picture once, or null where they are loaded in each epoch */
    Lesson lesson(
            StepProgram step,
            Validation examination,
            @Nullable Validation judge,
            Session session,
            @Nullable Backbone backbone,
            boolean dropsOne) {
        if (backbone == null) {
            return new Lesson(
                    step,
                    pictures(step.written(), dropsOne),
                    streams(step.written()),
                    examined(examination, validation),
                    judge == null ? null : examined(judge, stream(judge.stream())));
        }
        Program program = NetworkPrograms.features(learner.architecture(), learner.preprocessing());
        List<Source> made = new ArrayList<>();
        try (Runner runner = backbone.engine().open(program, session.start(), backbone.device())) {
            Sight sight = new Sight(session, runner, made);
            return new Lesson(
                    step,
                    sight.pictures(step.written()),
                    sight.streams(step.written()),
                    sight.examined(examination, validation),
                    judge == null ? null : sight.examined(judge, stream(judge.stream())));
        } catch (Throwable e) {
            made.forEach(Source::close);
            throw e;
        }
    }

    private Source pictures(Written learnt, boolean dropsOne) {
        BatchLoader shuffled =
                loader(training, views.training(), recipe.batchSize()).shuffle(true);
        BatchLoader sampled = recipe.sampling() == null ? shuffled : shuffled.sampling(recipe.sampling());
        int left = sampled.samples() % recipe.batchSize();
        boolean dropsLast =
                sampled.samples() > 1 && (dropsOne && left == 1 || learnt.step().takesWholeBatches() && left != 0);
        BatchLoader loader = sampled.lastBatch(dropsLast ? LastBatch.DROP : LastBatch.KEEP);
        return source(learnt, Given.LABELLED, recipe.mix() == null ? loader : loader.mix(recipe.mix()));
    }

    private Streams streams(Written learnt) {
        Map<String, Source> streams = new LinkedHashMap<>();
        for (String name : others(learnt)) {
            DataSet pictures = stream(name);
            BatchLoader loader = loader(pictures, views.training(), size(pictures))
                    .shuffle(true)
                    .seed(seed(name))
                    .lastBatch(LastBatch.DROP);
            streams.put(name, source(learnt, name, loader));
        }
        return new Streams(streams);
    }

    private Source examined(Validation examination, DataSet pictures) {
        BatchLoader loader = loader(pictures, views.evaluation(), recipe.batchSize());
        return source(examination.written(), examination.stream(), loader);
    }

    /** Pictures of a stream, with the views that are asked for. */
    private Source source(Written asked, String stream, BatchLoader loader) {
        Set<String> values = asked.values(stream);
        BatchLoader viewed = loader;
        for (Map.Entry<String, Transform> view : recipe.views().entrySet()) {
            Given.Place place = asked.step().given().place(view.getKey());
            if (place.stream().equals(stream) && values.contains(place.value())) {
                viewed = viewed.view(place.value(), view.getValue());
            }
        }
        return new PictureSource(viewed, recipe.onBroken(), values);
    }

    private static Set<String> others(Written learnt) {
        Set<String> others = new HashSet<>(learnt.streams());
        others.remove(Given.LABELLED);
        return others;
    }

    private DataSet stream(String name) {
        return Objects.requireNonNull(recipe.streams().get(name));
    }

    /** A stream draws by itself, even where another has the same pictures: DER++ takes two draws from one memory. */
    private long seed(String stream) {
        return Randomness.of(recipe.seed()).split("stream").split(stream).nextLong();
    }

    /** As many samples as a batch of a stream has. */
    private int size(DataSet stream) {
        return Math.min(recipe.batchSize(), stream.size());
    }

    private BatchLoader loader(DataSet pictures, Transform transform, int batchSize) {
        BatchLoader loader = BatchLoader.of(pictures)
                .transform(transform)
                .channels(learner.architecture().input().channels())
                .batchSize(batchSize)
                .seed(recipe.seed())
                .threads(recipe.workers());
        @Nullable Intensities intensities = learner.preprocessing().intensities();
        return intensities == null ? loader : loader.intensities(intensities);
    }

    /** Pictures on their way through the backbone. */
    private final class Sight {
        private final Session session;
        private final Runner backbone;
        private final List<Source> made;
        private int before;

        Sight(Session session, Runner backbone, List<Source> made) {
            this.session = session;
            this.backbone = backbone;
            this.made = made;
        }

        Source pictures(Written learnt) {
            Transform transform = recipe.cachedViews() > 0 ? views.training() : views.evaluation();
            return of(
                    loader(training, transform, BACKBONE_BATCH),
                    draws(),
                    learnt.values(Given.LABELLED),
                    FeatureSource.Order.random(
                                    recipe.batchSize(),
                                    recipe.seed(),
                                    learnt.step().takesWholeBatches() ? LastBatch.DROP : LastBatch.KEEP)
                            .sampled(recipe.sampling()));
        }

        Streams streams(Written learnt) {
            Map<String, Source> streams = new LinkedHashMap<>();
            for (String name : others(learnt)) {
                FeatureSource.Order order = FeatureSource.Order.random(size(stream(name)), seed(name), LastBatch.DROP);
                streams.put(name, once(stream(name), learnt.values(name), order));
            }
            return new Streams(streams);
        }

        Source examined(Validation examination, DataSet pictures) {
            return once(
                    pictures,
                    examination.written().values(examination.stream()),
                    FeatureSource.Order.plain(recipe.batchSize()));
        }

        /** How often a picture to learn from goes through. */
        private int draws() {
            return Math.max(1, recipe.cachedViews());
        }

        /** As evaluation sees them. */
        private Source once(DataSet pictures, Set<String> values, FeatureSource.Order order) {
            return of(loader(pictures, views.evaluation(), BACKBONE_BATCH), 1, values, order);
        }

        private Source of(BatchLoader loader, int draws, Set<String> values, FeatureSource.Order order) {
            if (KnownFeatures.in(loader.pictures())) {
                Shape one = NetworkPrograms.features(learner.architecture());
                Source known = KnownFeatures.of(loader.pictures(), one, values, order);
                made.add(known);
                return known;
            }
            int done = before;
            Source source = new FeatureComputation(
                            loader.onBroken(recipe.onBroken()),
                            draws,
                            backbone,
                            values,
                            some -> session.tell(new TrainingEvent.FeaturesComputed(done + some, all())),
                            () -> session.stopped() != null)
                    .run(order);
            made.add(source);
            before += draws * loader.pictures().size();
            return source;
        }

        private int all() {
            int all = draws() * training.size() + validation.size();
            for (DataSet stream : recipe.streams().values()) {
                all += stream.size();
            }
            return all;
        }
    }
}
