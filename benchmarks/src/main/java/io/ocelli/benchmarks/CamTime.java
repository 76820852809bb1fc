package io.ocelli.benchmarks;

import io.ocelli.Classifier;
import io.ocelli.data.ImageSource;
import io.ocelli.engine.Device;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Runner;
import io.ocelli.explanation.Explain;
import io.ocelli.explanation.Explainer;
import io.ocelli.image.Image;
import io.ocelli.image.Images;
import io.ocelli.model.Network;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.tensor.Tensor;
import java.io.IOException;
import java.util.List;

/**
 * A heat map against a plain prediction, EfficientNet-Lite0 on the ONNX Runtime engine: Grad-CAM of the class that the network
 * says, from a decoded picture, and the network's part of it. Argument: the number of pairs (200).
 */
final class CamTime {
    private static final String ENGINE = "onnxruntime";

    private CamTime() {}

    public static void main(String[] args) throws IOException {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 200;
        Image picture = Images.read(Jpegs.drawn(500, 375));
        try (Classifier classifier = Classifier.efficientnetLite0()
                        .pretrained()
                        .engine(ENGINE)
                        .open();
                Explainer explainer = Explain.gradCam(classifier).engine(ENGINE).open();
                Runner logits = logits(classifier.network())) {
            System.out.println("EfficientNet-Lite0 on '" + ENGINE + "', " + pairs + " interleaved pairs, "
                    + Runtime.getRuntime().availableProcessors() + " processors: Grad-CAM, a plain prediction");
            ImageSource source = ImageSource.of(picture);
            System.out.println(Pairs.measure(pairs, () -> explainer.of(picture), () -> classifier.classify(source))
                    .row("a picture of " + picture.size()));
            Tensor input = explainer.input(picture);
            int label = classifier.classify(source).index();
            System.out.println(
                    Pairs.measure(pairs, () -> explainer.maps(input, label), () -> logits.run(List.of(input)))
                            .row("the network alone"));
        }
    }

    private static Runner logits(Network network) {
        return Engines.named(ENGINE)
                .open(NetworkPrograms.logits(network.architecture()), network.weights(), Device.CPU);
    }
}
