package io.ocelli.compression;

import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Device;
import io.ocelli.engine.Placement;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.model.Architecture;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.Arrays;
import java.util.Map;

/** Measures networks beside one that stays open, each on the engine that serves it. */
final class PairedTimes implements AutoCloseable {
    private static final int WARM = 3;
    /** Threads of one network spin for about 30 ms after it, and would take the processors from the other. */
    private static final long PAUSE_MILLISECONDS = 50;

    private final Runner beside;
    private final Shape picture;
    private final int pairs;

    PairedTimes(Network network, int pairs) {
        this.beside = open(network);
        this.picture = network.architecture().input().shape();
        this.pairs = pairs;
    }

    private static Runner open(Network network) {
        Program program = NetworkPrograms.logits(network.architecture());
        return Placement.forInference(null, program, Device.CPU)
                .open(program, network.weights(), Device.CPU, Preset.LATENCY);
    }

    /** Of a network of the same input size, a batch after the other. */
    PairedTime[] of(Network network, int... batches) {
        PairedTime[] times = new PairedTime[batches.length];
        try (Runner runner = open(network)) {
            Arrays.setAll(times, i -> measure(runner, batches[i]));
        }
        return times;
    }

    private PairedTime measure(Runner runner, int batch) {
        Shape shape = picture.with(0, batch);
        Map<String, Tensor> pictures =
                ImmutableMap.of(Architecture.INPUT, Tensor.of(shape, new float[Math.toIntExact(shape.count())]));
        double[] times = new double[pairs];
        double[] ratios = new double[pairs];
        for (int i = 0; i < WARM; i++) {
            runner.run(pictures);
            beside.run(pictures);
        }
        for (int i = 0; i < pairs; i++) {
            boolean even = i % 2 == 0;
            double one = time(even ? runner : beside, pictures);
            double other = time(even ? beside : runner, pictures);
            times[i] = even ? one : other;
            ratios[i] = times[i] / (even ? other : one);
        }
        return new PairedTime(median(times), median(ratios));
    }

    private static double time(Runner runner, Map<String, Tensor> pictures) {
        try {
            Thread.sleep(PAUSE_MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        long start = System.nanoTime();
        runner.run(pictures);
        return (System.nanoTime() - start) / 1e6;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    @Override
    public void close() {
        beside.close();
    }
}
