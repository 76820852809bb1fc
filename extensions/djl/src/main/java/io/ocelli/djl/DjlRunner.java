package io.ocelli.djl;

import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.ZooModel;
import com.google.common.collect.ImmutableList;
import io.ocelli.engine.FileRunner;
import io.ocelli.engine.Lifetime;
import io.ocelli.engine.Port;
import io.ocelli.image.Preprocessing;
import io.ocelli.model.Scoring;
import io.ocelli.serving.FileOutput;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A model on one of DJL's engines. */
final class DjlRunner implements FileRunner {
    private static final double NEARLY_ONE = 1e-2;

    private final String name;
    private final ZooModel<NDList, NDList> model;
    private final Lifetime lifetime;
    private Port input = new Port("pixels", DType.FLOAT32, ImmutableList.of());
    private List<Tensor> black = ImmutableList.of();

    /** Takes a model over. It is {@linkplain #probe probed} before it is shared. */
    DjlRunner(String name, ZooModel<NDList, NDList> model) {
        this.name = name;
        this.model = model;
        this.lifetime = Lifetime.ofRunner(name);
    }

    ZooModel<NDList, NDList> model() {
        return model;
    }

    /** Runs it once on a black picture: DJL does not say what a model takes and gives. */
    void probe(Preprocessing preprocessing) {
        long height = preprocessing.cropHeight();
        long width = preprocessing.cropWidth();
        long channels = preprocessing.channels();
        boolean ours = model.getProperty(DjlFolder.SCORING) != null;
        Shape one = ours ? Shape.of(1, height, width, channels) : Shape.of(1, channels, height, width);
        ImmutableList.Builder<Long> extents = ImmutableList.<Long>builder().add(Port.ANY);
        for (int i = 1; i < one.rank(); i++) {
            extents.add(one.get(i));
        }
        input = new Port(input.name(), ours ? DType.UINT8 : DType.FLOAT32, extents.build());
        black = run(ImmutableList.of(Tensor.zeros(input.type(), one)));
    }

    /** What its numbers are, as its arguments say, or else those of a black picture. */
    FileOutput kind(Map<String, String> said) {
        String scoring = said.get(DjlFolder.SCORING);
        if (scoring != null) {
            return scoring.equals(Scoring.SIGMOID.name()) ? FileOutput.SIGMOID : FileOutput.PROBABILITIES;
        }
        if (Boolean.parseBoolean(said.get("applySoftmax"))) {
            return FileOutput.LOGITS;
        }
        double sum = 0;
        for (float number : black.get(0).toFloats()) {
            if (!(number >= 0)) {
                return FileOutput.LOGITS;
            }
            sum += number;
        }
        return Math.abs(sum - 1) < NEARLY_ONE ? FileOutput.PROBABILITIES : FileOutput.LOGITS;
    }

    @Override
    public String engine() {
        return "djl-" + model.getNDManager().getEngine().getEngineName().toLowerCase(Locale.ROOT);
    }

    @Override
    public List<Port> inputs() {
        return ImmutableList.of(input);
    }

    @Override
    public List<Port> outputs() {
        ImmutableList.Builder<Port> ports = ImmutableList.builder();
        for (int i = 0; i < black.size(); i++) {
            ImmutableList.Builder<Long> extents = ImmutableList.builder();
            Shape shape = black.get(i).shape();
            for (int d = 0; d < shape.rank(); d++) {
                extents.add(d == 0 ? Port.ANY : shape.get(d));
            }
            ports.add(new Port("output " + i, black.get(i).type(), extents.build()));
        }
        return ports.build();
    }

    /** Of folders that {@link DjlFolder} wrote: logits, then probabilities. */
    @Override
    public List<String> lastOperations() {
        String scoring = model.getProperty(DjlFolder.SCORING);
        return scoring == null
                ? ImmutableList.of()
                : ImmutableList.of("", scoring.equals(Scoring.SIGMOID.name()) ? "Sigmoid" : "Softmax");
    }

    @Override
    public Map<String, String> metadata() {
        return model.getProperties();
    }

    @Override
    public List<String> inputNames() {
        return ImmutableList.of(input.name());
    }

    @Override
    public List<String> outputNames() {
        List<String> names = new ArrayList<>();
        outputs().forEach(port -> names.add(port.name()));
        return names;
    }

    @Override
    public List<Tensor> run(List<Tensor> inputs) {
        try (Lifetime.Use use = lifetime.use()) {
            return DjlTensors.run(model, inputs, name);
        }
    }

    /** All messages: DJL's first one is often only that it failed. */
    static String causes(Throwable e) {
        StringBuilder causes = new StringBuilder();
        for (Throwable at = e; at != null; at = at.getCause()) {
            causes.append(at == e ? "" : ", for ").append(at.getMessage());
        }
        return causes.toString();
    }

    @Override
    public void close() {
        lifetime.end(model::close);
    }
}
