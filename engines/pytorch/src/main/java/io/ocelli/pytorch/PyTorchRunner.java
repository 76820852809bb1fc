package io.ocelli.pytorch;

import io.ocelli.engine.Device;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.List;

/** A program on LibTorch. */
final class PyTorchRunner implements Runner {
    private static final String CLOSED =
            "A runner runs until it is closed, and that of the program was closed; open another";

    private final Program program;
    private final Module module;

    PyTorchRunner(Program program, Weights weights, Device device) {
        this.program = program;
        ScriptedProgram scripted = ScriptedProgram.of(program, weights);
        module = Module.load(scripted.source(), scripted.attributes(), device, CLOSED);
    }

    @Override
    public List<Tensor> run(List<Tensor> inputs) {
        program.check(inputs);
        return program.gradients() == null ? module.infer("forward", inputs) : module.learn("forward", inputs);
    }

    @Override
    public List<String> inputNames() {
        return program.names();
    }

    @Override
    public List<String> outputNames() {
        return program.outputs();
    }

    @Override
    public void close() {
        module.close();
    }
}
