package io.ocelli.benchmarks;

import io.ocelli.engine.Precision;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The most memory that a training step of a whole network takes, and its time: all activations kept, and with gradient
 * checkpointing, each in a process of its own (Linux). Arguments: a model, the batch (16), the precision (fp32).
 */
final class StepMemory {
    private static final int STEPS = 3;

    private StepMemory() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        List<String> given = new ArrayList<>(List.of(args));
        if (given.size() == 4) {
            measure(args[0], Integer.parseInt(args[1]), Precision.valueOf(args[2]), Boolean.parseBoolean(args[3]));
            return;
        }
        if (given.size() == 1) {
            given.add("16");
        }
        if (given.size() == 2) {
            given.add("fp32");
        }
        given.set(2, given.get(2).toUpperCase(Locale.ROOT));
        for (boolean recomputes : new boolean[] {false, true}) {
            FreshJvm.run(
                            List.of(),
                            StepMemory.class,
                            given.get(0),
                            given.get(1),
                            given.get(2),
                            Boolean.toString(recomputes))
                    .forEach(System.out::println);
        }
    }

    private static void measure(String model, int batch, Precision precision, boolean recomputes) throws IOException {
        TrainingStep step = new TrainingStep();
        step.model = model;
        step.batch = batch;
        step.precision = precision;
        step.recomputes = recomputes;
        step.open();
        step.step();
        long before = System.nanoTime();
        float loss = 0;
        for (int i = 0; i < STEPS; i++) {
            loss = step.step();
        }
        double seconds = (System.nanoTime() - before) / 1e9 / STEPS;
        step.close();
        System.out.printf(
                Locale.ROOT,
                "%s, batch %d, %s, %s: at most %.0f MiB, %.2f s a step, loss %.6f%n",
                model,
                batch,
                precision,
                recomputes ? "gradient checkpointing" : "all activations kept",
                Resident.most(),
                seconds,
                loss);
    }
}
