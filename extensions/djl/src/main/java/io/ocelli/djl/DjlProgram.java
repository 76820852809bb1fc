package io.ocelli.djl;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import com.google.common.collect.ImmutableList;
import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Lifetime;
import io.ocelli.engine.Preset;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.error.EngineException;
import io.ocelli.graph.Graph;
import io.ocelli.graph.Input;
import io.ocelli.onnxruntime.OnnxFormat;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.Weights;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A program on DJL's ONNX Runtime engine. */
final class DjlProgram implements Runner {
    private static final String PROGRAM = "the program";
    private static final String FILE = "program";
    private static final String NUMBER = "number";
    private static final Tensor ANY = Tensor.zeros(DType.FLOAT32, Shape.of(1));

    private final Program program;
    private final Model model;
    private final Lifetime lifetime = Lifetime.ofRunner(PROGRAM);

    private DjlProgram(Program program, Model model) {
        this.program = program;
        this.model = model;
    }

    /** DJL reads a model from a file, which is gone when it has. */
    static DjlProgram open(Program program, Weights weights, Preset preset) {
        Model model = Model.newInstance(FILE, DjlEngine.ONNXRUNTIME.djlName());
        boolean whole = false;
        try {
            Path folder = Files.createTempDirectory("ocelli-djl");
            try {
                new OnnxFormat().write(fed(program), weights, ImmutableMap.of(), folder.resolve(FILE + ".onnx"));
                model.load(folder, FILE, options(preset));
            } finally {
                delete(folder);
            }
            whole = true;
            return new DjlProgram(program, model);
        } catch (IOException | MalformedModelException e) {
            throw new EngineException("DJL did not take the program: " + DjlRunner.causes(e), e);
        } finally {
            if (!whole) {
                model.close();
            }
        }
    }

    /** DJL asks no model that it gives nothing: a program without inputs takes a number, and gives it back before all else. */
    private static Program fed(Program program) {
        if (!program.names().isEmpty()) {
            return program;
        }
        Graph.Builder graph = program.graph().extend();
        graph.output(NUMBER, graph.add(NUMBER, new Input(DType.FLOAT32, 1)));
        program.graph().outputs().forEach(graph::output);
        return new Program(graph.build(), ImmutableMap.of(NUMBER, ANY.shape()), program.gradients());
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    /** As the library's own engine sets its sessions. */
    private static Map<String, String> options(Preset preset) {
        int threads = preset == Preset.LATENCY ? Runtime.getRuntime().availableProcessors() : 1;
        String arena = Boolean.toString(preset != Preset.EDGE);
        return ImmutableMap.of(
                "optLevel",
                "ALL_OPT",
                "intraOpNumThreads",
                Integer.toString(threads),
                "interOpNumThreads",
                "1",
                "cpuArenaAllocator",
                arena,
                "memoryPatternOptimization",
                arena);
    }

    @Override
    public List<Tensor> run(List<Tensor> inputs) {
        program.check(inputs);
        try (Lifetime.Use use = lifetime.use()) {
            if (inputs.isEmpty()) {
                List<Tensor> all = DjlTensors.run(model, ImmutableList.of(ANY), PROGRAM);
                return all.subList(1, all.size());
            }
            return DjlTensors.run(model, inputs, PROGRAM);
        }
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
        lifetime.end(model::close);
    }
}
