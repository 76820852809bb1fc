package io.ocelli.benchmarks;

import ai.djl.Model;
import ai.djl.basicmodelzoo.cv.classification.ResNetV1;
import ai.djl.inference.Predictor;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.transform.CenterCrop;
import ai.djl.modality.cv.transform.Normalize;
import ai.djl.modality.cv.transform.Resize;
import ai.djl.modality.cv.transform.ToTensor;
import ai.djl.modality.cv.translator.ImageClassificationTranslator;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.initializer.XavierInitializer;
import ai.djl.translate.TranslateException;
import io.ocelli.Classifier;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/**
 * From a JPEG's bytes to a prediction, ResNet-50 with random weights: our classifier against DJL's predictor over its own
 * ResNet block and translator, which runs on PyTorch. Argument: the number of pairs (100).
 */
final class DjlPredictor {
    private static final int CLASSES = 1000;
    private static final float[] MEAN = {0.485f, 0.456f, 0.406f};
    private static final float[] STD = {0.229f, 0.224f, 0.225f};

    private DjlPredictor() {}

    public static void main(String[] args) throws IOException {
        int pairs = args.length > 0 ? Integer.parseInt(args[0]) : 100;
        byte[] jpeg = Jpegs.drawn(500, 375);
        try (Classifier ours = Classifier.resnet50().head(CLASSES).untrained();
                Model model = Model.newInstance("resnet50", "PyTorch")) {
            model.setBlock(block(model.getNDManager()));
            try (Predictor<Image, Classifications> theirs = model.newPredictor(translator())) {
                System.out.println("Our engine: " + ours.engine());
                System.out.println(Pairs.measure(pairs, () -> ours.classify(jpeg), () -> predict(theirs, jpeg))
                        .row("resnet50, a JPEG of 500 x 375, DJL's predictor"));
            }
        }
    }

    private static Block block(NDManager manager) {
        Block block = ResNetV1.builder()
                .setImageShape(new Shape(3, 224, 224))
                .setNumLayers(50)
                .setOutSize(CLASSES)
                .build();
        block.setInitializer(new XavierInitializer(), Parameter.Type.WEIGHT);
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 224, 224));
        return block;
    }

    private static ImageClassificationTranslator translator() {
        List<String> labels = new ArrayList<>();
        for (int i = 0; i < CLASSES; i++) {
            labels.add(Integer.toString(i));
        }
        return ImageClassificationTranslator.builder()
                .addTransform(new Resize(256))
                .addTransform(new CenterCrop(224, 224))
                .addTransform(new ToTensor())
                .addTransform(new Normalize(MEAN, STD))
                .optSynset(labels)
                .optApplySoftmax(true)
                .build();
    }

    private static void predict(Predictor<Image, Classifications> predictor, byte[] jpeg) {
        try {
            predictor
                    .predict(ImageFactory.getInstance().fromInputStream(new ByteArrayInputStream(jpeg)))
                    .best();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (TranslateException e) {
            throw new IllegalStateException(e);
        }
    }
}
