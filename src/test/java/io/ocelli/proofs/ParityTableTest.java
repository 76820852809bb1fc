package io.ocelli.proofs;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.ocelli.engine.Engine;
import io.ocelli.onnxruntime.OnnxRuntimeEngine;
import io.ocelli.pytorch.PyTorchEngine;
import io.ocelli.testing.GoldenModel;
import io.ocelli.testing.ModelStep;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

/**
 * Every model beside the original, one printed row each: the state dict entry for entry, the logits on both engines with
 * PyTorch's own rounding beside them, a training step on all parameters, and the most memory that the row took.
 *
 * <p>{@code -Docelli.models=REGEX} takes the models whose name the expression matches as a whole.
 */
@Tag("proof")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ParityTableTest {
    private static final String LINE = "%-20s %11s  %-9s  %9s  %9s  %9s  %-18s %8s  %s";
    private static final Pattern MODELS = Pattern.compile(System.getProperty("ocelli.models", ".*"));

    private final List<String> table = new ArrayList<>();
    private int failed;

    @TestFactory
    Stream<DynamicTest> rows() throws IOException {
        return GoldenModel.all().stream()
                .filter(golden -> MODELS.matcher(golden.name()).matches())
                .map(golden -> dynamicTest(golden.name(), () -> row(golden)));
    }

    private void row(GoldenModel golden) {
        Memory.forgetPeak();
        List<String> faults = new ArrayList<>();
        List<String> state = golden.state();
        List<String> originals = golden.originalState();
        int equal = 0;
        for (int i = 0; i < Math.min(state.size(), originals.size()); i++) {
            equal += state.get(i).equals(originals.get(i)) ? 1 : 0;
        }
        if (!state.equals(originals)) {
            faults.add("state dict");
        }
        if (ModelStep.learnt(golden.model()) != golden.parameters()) {
            faults.add("parameters");
        }
        double pytorch = difference(golden, new PyTorchEngine(), faults);
        double onnx = difference(golden, new OnnxRuntimeEngine(), faults);
        double inference = Memory.peak();
        Memory.forgetPeak();
        String step = step(golden, faults);
        String row = String.format(
                Locale.ROOT,
                LINE,
                golden.name(),
                golden.parameters(),
                equal + "/" + originals.size(),
                number(golden.originalDifference()),
                number(pytorch),
                number(onnx),
                step,
                memory(inference) + "/" + memory(Memory.peak()),
                faults.isEmpty() ? "ok" : "FAIL: " + String.join("; ", faults));
        System.out.println(row);
        table.add(row);
        failed += faults.isEmpty() ? 0 : 1;
        assertTrue(faults.isEmpty(), row);
    }

    private static double difference(GoldenModel golden, Engine engine, List<String> faults) {
        System.gc();
        try {
            double difference = golden.difference(engine);
            if (!(difference <= GoldenModel.LOGITS)) {
                faults.add(engine.name());
            }
            return difference;
        } catch (RuntimeException e) {
            faults.add(engine.name() + ": " + e.getMessage());
            return Double.NaN;
        }
    }

    private static String step(GoldenModel golden, List<String> faults) {
        try {
            long start = System.nanoTime();
            int side = ModelStep.check(new PyTorchEngine(), golden.model());
            return String.format(Locale.ROOT, "ok %3d px %5.1f s", side, (System.nanoTime() - start) / 1e9);
        } catch (RuntimeException | AssertionError e) {
            faults.add("step: " + e.getMessage());
            return "-";
        }
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.1e", value);
    }

    private static String memory(double mebibytes) {
        return Double.isNaN(mebibytes) ? "-" : String.format(Locale.ROOT, "%.1f", mebibytes / 1024);
    }

    @AfterAll
    void print() {
        System.out.printf(
                "%nDifferences are the largest over the largest logit; a row fails above %.0e. Memory is the peak in GiB, of "
                        + "inference and of training.%n",
                GoldenModel.LOGITS);
        System.out.printf(
                (LINE + "%n"),
                "model",
                "parameters",
                "entries",
                "original",
                "pytorch",
                "onnx",
                "training step",
                "memory",
                "verdict");
        table.forEach(System.out::println);
        System.out.printf("%d models, %d failed%n", table.size(), failed);
    }
}
