package io.ocelli.benchmarks;

import io.ocelli.engine.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * A training step of the whole network, 16 pictures of 224 x 224, momentum, in float32 and mixed precision: ours against PyTorch
 * eager, contiguous and channels_last, and compiled by torch.compile, in interleaved pairs. Needs {@code PYTHON}, a Python with
 * torch and torchvision.
 * Arguments: the folder of the script, the number of pairs (20; of steps of seconds a quarter), then what of it: names of models,
 * precisions ({@code fp32}, {@code mixed}) and layouts ({@code contiguous}, {@code channels_last}, {@code compiled}); all of a kind
 * of which none is named.
 */
final class StepTime {
    private static final List<String> MODELS =
            List.of("resnet18", "resnet50", "mobilenet_v3_large", "vit_b_16", "swin_t");
    private static final List<String> LAYOUTS = List.of("contiguous", "channels_last", "compiled");
    private static final List<String> PRECISIONS = List.of("fp32", "mixed");
    private static final double LONG_MILLISECONDS = 1500;

    private StepTime() {}

    public static void main(String[] args) throws IOException {
        int pairs = args.length > 1 ? Integer.parseInt(args[1]) : 20;
        List<String> asked = List.of(args).subList(Math.min(2, args.length), args.length);
        List<String> known =
                Stream.of(PRECISIONS, LAYOUTS).flatMap(List::stream).toList();
        List<String> models =
                asked.stream().filter(name -> !known.contains(name)).toList();
        try (Peer eager = Peer.python(Path.of(args[0]).resolve("steps.py"))) {
            if (eager == null) {
                System.out.println("PyTorch is measured where PYTHON names a Python with torch and torchvision");
                return;
            }
            System.out.println("Ours first, then " + eager.name());
            for (String model : models.isEmpty() ? MODELS : models) {
                for (String precision : chosen(PRECISIONS, asked)) {
                    measure(model, precision, chosen(LAYOUTS, asked), pairs, eager);
                }
            }
        }
    }

    private static List<String> chosen(List<String> all, List<String> asked) {
        List<String> named = all.stream().filter(asked::contains).toList();
        return named.isEmpty() ? all : named;
    }

    private static void measure(String model, String precision, List<String> layouts, int pairs, Peer eager) {
        TrainingStep ours = new TrainingStep();
        ours.model = model;
        ours.precision = Precision.valueOf(precision.toUpperCase(Locale.ROOT));
        ours.open();
        try {
            for (String layout : layouts) {
                String question = String.join(" ", model, String.valueOf(ours.batch), precision, layout);
                double once = eager.milliseconds(question);
                if (Double.isNaN(once)) {
                    System.out.println(question + ": PyTorch cannot; why stands above");
                    continue;
                }
                System.out.println(Pairs.measure(
                                once > LONG_MILLISECONDS ? Pairs.fewer(pairs) : pairs,
                                Pairs.stopwatch(ours::step),
                                () -> eager.milliseconds(question))
                        .row(model + ", " + precision + ", " + layout));
            }
        } finally {
            ours.close();
        }
    }
}
