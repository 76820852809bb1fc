package io.ocelli.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.TimeGauge;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ocelli.FrameFigures;
import io.ocelli.Frames;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;

/**
 * A stream of frames behind Micrometer.
 *
 * <pre>{@code
 * new FramesMetrics(frames, Tags.of("camera", "north")).bindTo(registry);
 * }</pre>
 *
 * <table>
 * <caption>Meters</caption>
 * <tr><th>name</th><th>kind</th><th>of</th></tr>
 * <tr><td>{@code ocelli.frames}</td><td>counter</td><td>frames, by {@code outcome}: answered, dropped, failed</td></tr>
 * <tr><td>{@code ocelli.frames.pending}</td><td>gauge</td><td>frames that are looked at or wait: 2 where the camera is
 * faster</td></tr>
 * <tr><td>{@code ocelli.frames.latency}</td><td>gauge</td><td>from the offer to the answer, by {@code phi}: 0.5, 0.95, 0.99 of the
 * last 4096</td></tr>
 * </table>
 *
 * <p>The meters hold the frames weakly, as Micrometer's do: they give nothing any more when the frames are gone.
 */
public final class FramesMetrics implements MeterBinder {
    private final Frames frames;
    private final Tags tags;

    /**
     * Of these frames.
     *
     * @param tags that each meter has, such as the camera's name
     */
    public FramesMetrics(Frames frames, Iterable<Tag> tags) {
        this.frames = frames;
        this.tags = Tags.of(tags);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        counter(registry, "answered", FrameFigures::answered);
        counter(registry, "dropped", FrameFigures::dropped);
        counter(registry, "failed", FrameFigures::failed);
        Gauge.builder("ocelli.frames.pending", frames, each -> pending(each.figures()))
                .description("Frames that are looked at or wait.")
                .tags(tags)
                .register(registry);
        for (double phi : new double[] {0.5, 0.95, 0.99}) {
            TimeGauge.builder(
                            "ocelli.frames.latency",
                            frames,
                            TimeUnit.MILLISECONDS,
                            each -> each.figures().latency(100 * phi))
                    .description("From the offer of a frame to its answer.")
                    .tags(tags.and("phi", Double.toString(phi)))
                    .register(registry);
        }
    }

    private void counter(MeterRegistry registry, String outcome, ToDoubleFunction<FrameFigures> figure) {
        FunctionCounter.builder("ocelli.frames", frames, each -> figure.applyAsDouble(each.figures()))
                .description("Frames that were offered, and what became of them.")
                .tags(tags.and("outcome", outcome))
                .register(registry);
    }

    private static double pending(FrameFigures figures) {
        return figures.offered() - figures.answered() - figures.dropped() - figures.failed();
    }
}
