package io.ocelli.openvino;

import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableSet;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.ocelli.engine.Lifetime;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A program on OpenVINO. It is compiled twice: for a batch of one, since one that may be any costs small networks up to a third
 * (docs/measured.md), and for any; first as the preset wants it, and for the other at its first call. For {@link Preset#EDGE} it is
 * compiled once, for any.
 */
final class OpenVinoRunner implements Runner {
    private final OpenVino openVino;
    private final Program program;
    private final Map<String, String> options;
    private final boolean once;
    private final List<String> inputs;
    private final List<String> outputs;
    private final Set<String> scalars;
    private final Map<String, Integer> types;
    private final Lifetime lifetime = Lifetime.ofRunner("the program");

    private @Nullable OpenVinoModel model;
    private @Nullable Requests one;
    private @Nullable Requests any;

    private OpenVinoRunner(
            OpenVino openVino, Program program, OpenVinoModel model, Map<String, String> options, boolean once) {
        this.openVino = openVino;
        this.program = program;
        this.options = options;
        this.once = once;
        this.inputs = program.names();
        this.outputs = program.outputs();
        this.scalars = scalars(program);
        this.types = model.types();
        this.model = model;
    }

    static OpenVinoRunner open(
            OpenVino openVino, Program program, Weights weights, Preset preset, Map<String, String> options) {
        OpenVinoModel model = OpenVinoModel.read(openVino, program, weights);
        boolean whole = false;
        try {
            OpenVinoRunner runner = new OpenVinoRunner(openVino, program, model, options, preset == Preset.EDGE);
            runner.compiled(preset != Preset.LATENCY);
            whole = true;
            return runner;
        } finally {
            if (!whole) {
                model.close();
            }
        }
    }

    /** The outputs without extents, whatever the batch. */
    private static Set<String> scalars(Program program) {
        Map<String, Shape> shapes = program.shapes();
        List<String> nodes = new ArrayList<>(program.graph().outputs().values());
        if (program.gradients() != null) {
            nodes.addAll(program.gradients().respectTo());
        }
        ImmutableSet.Builder<String> scalars = ImmutableSet.builder();
        for (int i = 0; i < nodes.size(); i++) {
            if (Objects.requireNonNull(shapes.get(nodes.get(i))).rank() == 0) {
                scalars.add(program.outputs().get(i));
            }
        }
        return scalars.build();
    }

    @Override
    public List<Tensor> run(List<Tensor> given) {
        program.check(given);
        try (Lifetime.Use use = lifetime.use()) {
            return run(given, compiled(once || !isOne(given)));
        }
    }

    private boolean isOne(List<Tensor> given) {
        for (int i = 0; i < given.size(); i++) {
            if (!Objects.equals(given.get(i).shape(), program.inputs().get(inputs.get(i)))) {
                return false;
            }
        }
        return true;
    }

    private synchronized Requests compiled(boolean anyBatch) {
        Requests found = anyBatch ? any : one;
        if (found != null) {
            return found;
        }
        OpenVinoModel read = Objects.requireNonNull(model);
        Requests made = new Requests(openVino, read.compile(options, anyBatch));
        if (anyBatch) {
            any = made;
        } else {
            one = made;
        }
        if (once || any != null && one != null) {
            model = null;
            read.close();
        }
        return made;
    }

    private List<Tensor> run(List<Tensor> given, Requests requests) {
        OpenVinoApi api = openVino.api();
        Pointer request = requests.take();
        boolean whole = false;
        try (HostTensors tensors = new HostTensors(openVino)) {
            for (int i = 0; i < given.size(); i++) {
                String input = inputs.get(i);
                Integer type = types.get(input);
                if (type != null) {
                    Pointer tensor = tensors.wrap(type, given.get(i));
                    openVino.check(api.ov_infer_request_set_tensor(request, input, tensor), "the input " + input);
                }
            }
            openVino.check(api.ov_infer_request_infer(request), "to run the program");
            ImmutableList.Builder<Tensor> results = ImmutableList.builder();
            for (String output : outputs) {
                PointerByReference tensor = new PointerByReference();
                openVino.check(api.ov_infer_request_get_tensor(request, output, tensor), "the output " + output);
                results.add(tensors.copy(tensor.getValue(), scalars.contains(output)));
            }
            whole = true;
            return results.build();
        } finally {
            if (whole) {
                requests.giveBack(request);
            } else {
                api.ov_infer_request_free(request);
            }
        }
    }

    @Override
    public List<String> inputNames() {
        return inputs;
    }

    @Override
    public List<String> outputNames() {
        return outputs;
    }

    @Override
    public void close() {
        lifetime.end(() -> closeAll(one, any, model));
    }

    private static void closeAll(@Nullable Requests first, @Nullable Requests second, @Nullable OpenVinoModel model) {
        if (first != null) {
            first.close();
        }
        if (second != null) {
            second.close();
        }
        if (model != null) {
            model.close();
        }
    }
}
