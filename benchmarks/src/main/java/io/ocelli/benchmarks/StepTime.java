package io.ocelli.benchmarks;

import io.ocelli.engine.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * A training step of the whole network, 16 pictures of 224 x 224, momentum, in float32 and mixed precision: ours against PyTorch
 * eager, contiguous and channels_last, and compiled by torch.compile, in interleaved pairs. Needs {@code PYTHON}, a Python with torch and torchvision.
 * Arguments: the folder of the script, the number of pairs (20; of steps of seconds a quarter), then model names.
 */
final class StepTime {
    private static final List<String> MODELS = List.of("resnet18", "resnet50", "mobilenet_v3_large", "vit_b_16");
    private static final List<String> LAYOUTS = List.of("contiguous", "channels_last", "compiled");
    private static final double LONG_MILLISECONDS = 1500;

    private StepTime() {}

    public static void main(String[] args) throws IOException {
        int pairs = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        List<String> models = args.length > 2 ? List.of(args).subList(2, args.length) : MODELS;
        try (Eager eager = Eager.start(Path.of(args[0]).resolve("steps.py"))) {
            if (eager == null) {
                throw new IllegalStateException("PYTHON names a Python with torch and torchvision, received none");
            }
            System.out.println("Ours first, then " + eager.name());
            for (String model : models) {
                for (Precision precision : List.of(Precision.FP32, Precision.MIXED)) {
                    measure(model, precision, pairs, eager);
                }
            }
        }
    }

    private static void measure(String model, Precision precision, int pairs, Eager eager) {
        TrainingStep ours = new TrainingStep();
        ours.model = model;
        ours.precision = precision;
        ours.open();
        try {
            String name = precision.name().toLowerCase(Locale.ROOT);
            for (String layout : LAYOUTS) {
                String question = String.join(" ", model, String.valueOf(ours.batch), name, layout);
                double once = eager.milliseconds(question);
                System.out.println(Pairs.measure(
                                once > LONG_MILLISECONDS ? Math.max(1, pairs / 4) : pairs,
                                Pairs.stopwatch(ours::step),
                                () -> eager.milliseconds(question))
                        .row(model + ", " + name + ", " + layout));
            }
        } finally {
            ours.close();
        }
    }
}
