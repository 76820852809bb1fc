package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ocelli.engine.Device;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Runner;
import io.ocelli.engine.Trainer;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** {@code numbers/training.json} on an engine: whole trainings, step by step. */
public interface GoldenTrainings extends EngineUnderTest {
    /** How far a norm of running means may be, relative to it. */
    double STATISTICS = 1e-3;

    /**
     * How far the norm of a gradient may be, relative to it. A batch norm's gradients are sums that nearly cancel: PyTorch's own
     * float32 strays up to 4.2e-3 from these norms (ResNet-20, channels last).
     */
    double GRADIENTS = 1e-2;

    double ROUNDING = 1e-6;

    /**
     * How far a loss in mixed precision may be from the reference in float64, relative to it. Measured: 0.0006 to 0.0017, and
     * 0.011 (SimpleCNN), 0.014 (ResNet-18, frozen); PyTorch's own autocast to bfloat16 strays as far (SimpleCNN 0.011).
     */
    double MIXED_LOSSES = 0.03;

    @TestFactory
    default Stream<DynamicTest> trainsAsTheReference() {
        return each(golden -> {
            evaluates(golden, golden.weights(), "before", 1e-4);
            try (Trainer trainer = train(golden, Precision.FP32)) {
                double[] losses = losses(golden, trainer);
                Weights after = trainer.weights();

                assertThat(farthest(losses, golden.losses()))
                        .as("relative difference of a loss")
                        .isLessThanOrEqualTo(golden.tolerance("losses"));
                evaluates(golden, after, "after", golden.tolerance("eval_after"));
                golden.norms("running_mean")
                        .forEach((name, norm) -> assertThat(norm(after.get(name).toDoubles(), 1))
                                .as(name)
                                .isCloseTo(norm, org.assertj.core.data.Offset.offset(norm * STATISTICS)));
                staysFrozen(golden, after);
            }
        });
    }

    @TestFactory
    default Stream<DynamicTest> differentiatesAsTheReferenceTraining() {
        return each(golden -> {
            Map<String, double[]> sums = new LinkedHashMap<>();
            try (Trainer trainer = train(golden, Precision.FP32)) {
                for (int a = 0; a < golden.accumulation(); a++) {
                    trainer.gradients(golden.batch(a))
                            .toMap()
                            .forEach((name, gradient) -> sums.merge(name, gradient.toDoubles(), GoldenTrainings::sum));
                }
            }
            double total = 0;
            for (double[] gradient : sums.values()) {
                total += Math.pow(norm(gradient, 1), 2);
            }
            double factor = Math.min(1, golden.clip() / Math.sqrt(total));
            // A gradient that is zero but for rounding, as of a bias before a batch norm, is as large as its
            // neighbours' errors.
            double rounding = ROUNDING * Math.sqrt(total);

            assertThat(sums.keySet())
                    .isEqualTo(golden.norms("first_gradient_norms").keySet());
            golden.norms("first_gradient_norms")
                    .forEach((name, norm) -> assertThat(norm(sums.get(name), factor))
                            .as(name)
                            .isCloseTo(norm, Offset.offset(Math.max(norm * GRADIENTS, rounding))));
        });
    }

    @TestFactory
    default Stream<DynamicTest> mixedPrecisionFollows() {
        return each(golden -> {
            try (Trainer trainer = train(golden, Precision.MIXED)) {
                double farthest = farthest(losses(golden, trainer), golden.losses());

                assertThat(farthest)
                        .as("relative difference of a loss in mixed precision")
                        .isLessThanOrEqualTo(MIXED_LOSSES);
                staysFrozen(golden, trainer.weights());
            }
        });
    }

    private Stream<DynamicTest> each(Consumer<TrainingCase> test) {
        return TrainingCase.all()
                .map(golden -> dynamicTest(golden.title(), () -> {
                    Assumptions.assumeTrue(golden.isRegistered(), "skipped: the model is not registered yet");
                    test.accept(golden);
                }));
    }

    private Trainer train(TrainingCase golden, Precision precision) {
        return train(golden.program(precision), golden.weights(), Weights.empty());
    }

    private void evaluates(TrainingCase golden, Weights weights, String when, double tolerance) {
        try (Runner runner = engine().open(golden.evaluationProgram(), weights, Device.CPU)) {
            Tensor logits = runner.run(List.of(golden.evaluated())).get(0);

            Close.assertClose(logits.toDoubles(), golden.evaluation(when), tolerance, "logits " + when);
        }
    }

    /** Trains to the end; the loss of each step, averaged over the batches it accumulates. */
    private static double[] losses(TrainingCase golden, Trainer trainer) {
        double[] losses = new double[golden.steps()];
        for (int step = 0; step < losses.length; step++) {
            for (int a = 0; a < golden.accumulation(); a++) {
                List<Tensor> batch = golden.batch(step * golden.accumulation() + a);
                List<Tensor> outputs =
                        a + 1 < golden.accumulation() ? trainer.accumulate(batch) : trainer.step(batch, golden.rate());
                losses[step] += outputs.get(0).toDoubles()[0] / golden.accumulation();
            }
        }
        return losses;
    }

    /** With a frozen backbone, all but what learns is bit for bit what it was. */
    private static void staysFrozen(TrainingCase golden, Weights after) {
        if (golden.isFrozen()) {
            golden.weights().toMap().forEach((name, before) -> {
                if (!golden.norms("first_gradient_norms").containsKey(name)) {
                    assertThat(after.get(name).bytes()).as(name).isEqualTo(before.bytes());
                }
            });
        }
    }

    private static double farthest(double[] values, double[] references) {
        double farthest = 0;
        for (int i = 0; i < values.length; i++) {
            farthest = Math.max(farthest, Math.abs(values[i] / references[i] - 1));
        }
        return farthest;
    }

    private static double[] sum(double[] a, double[] b) {
        double[] sum = a.clone();
        for (int i = 0; i < b.length; i++) {
            sum[i] += b[i];
        }
        return sum;
    }

    private static double norm(double[] values, double factor) {
        double squares = 0;
        for (double value : values) {
            squares += value * value;
        }
        return factor * Math.sqrt(squares);
    }
}
