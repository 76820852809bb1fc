package io.ocelli.pytorch;

import io.ocelli.engine.Device;
import io.ocelli.engine.Lifetime;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.List;

/** A program on LibTorch. */
final class PyTorchRunner implements Runner {
    private final Program program;
    private final Module module;

    private PyTorchRunner(Program program, ScriptedProgram scripted, Device device) {
        this.program = program;
        module = Module.load(scripted.source(), scripted.attributes(), device, Lifetime.ofRunner("the program"));
    }

    static PyTorchRunner open(Program program, Weights weights, Device device) {
        return new PyTorchRunner(program, ScriptedProgram.of(program, weights), device);
    }

    /** In bfloat16. */
    static PyTorchRunner mixed(Program program, Weights weights, Device device) {
        PyTorchRunner runner =
                new PyTorchRunner(program, ScriptedProgram.mixed(program, weights, device.isCpu()), device);
        boolean whole = false;
        try {
            runner.module.infer(Module.PREPARE, List.of());
            whole = true;
            return runner;
        } finally {
            if (!whole) {
                runner.close();
            }
        }
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
