package io.ocelli.pytorch;

import io.ocelli.engine.Device;
import io.ocelli.engine.Precision;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.LinkedHashSet;
import java.util.List;

/** A program on LibTorch. */
final class PyTorchRunner implements Runner {
    private static final String CLOSED =
            "A runner runs until it is closed, and that of the program was closed; open another";

    private final Program program;
    private final Module module;

    PyTorchRunner(Program program, Weights weights, Device device) {
        this.program = program;
        Source source = new Source(program.graph(), program.shapes(), Precision.FP32, node -> false);
        String text = Source.module(
                new LinkedHashSet<>(source.attributes().values()), new LinkedHashSet<>(), source.method("forward"));
        module = Module.load(
                text, Attributes.of(program.graph(), weights, source.attributes(), name -> false), device, CLOSED);
    }

    @Override
    public List<Tensor> run(List<Tensor> inputs) {
        program.check(inputs);
        return module.infer("forward", inputs);
    }

    @Override
    public void close() {
        module.close();
    }
}
