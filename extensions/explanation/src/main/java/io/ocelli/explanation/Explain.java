package io.ocelli.explanation;

import com.google.common.collect.ImmutableList;
import io.ocelli.Classifier;
import io.ocelli.engine.Device;
import io.ocelli.model.Network;
import java.util.List;

/**
 * Why a classifier says what it says of a picture, as a {@link HeatMap}.
 *
 * <pre>{@code
 * HeatMap bee = Explain.gradCam(classifier).of(picture, "bee");
 * Files.write(file, bee.png(picture));
 *
 * try (Explainer explainer = Explain.by(Method.occlusion(32, 16), classifier).open()) { // for many pictures
 *     pictures.forEach(each -> show(explainer.of(each)));
 * }
 * }</pre>
 *
 * <p>What is explained is the network's logit of a class, before what decorators make of it. {@link Method} says what each method
 * computes; some look at a {@linkplain Explanation#stage stage} of the network, which is by default what its head reads.
 */
public final class Explain {
    private Explain() {}

    /**
     * An explanation by any method.
     *
     * @throws IllegalStateException if the classifier comes from an ONNX file, or is an ensemble
     */
    public static Explanation by(Method method, Classifier classifier) {
        return new Explanation(classifier.network(), classifier.labels(), method, null, null, Device.CPU);
    }

    /** As {@link #by(Method, Classifier)}, of a network whose classes are called by their indices. */
    public static Explanation by(Method method, Network network) {
        int classes = network.architecture().classes();
        ImmutableList.Builder<String> names = ImmutableList.builderWithExpectedSize(classes);
        for (int c = 0; c < classes; c++) {
            names.add(Integer.toString(c));
        }
        return by(method, network, names.build());
    }

    /**
     * As {@link #by(Method, Classifier)}, of a network.
     *
     * @throws IllegalArgumentException if there is not a label for each class
     */
    public static Explanation by(Method method, Network network, List<String> labels) {
        return new Explanation(network, labels, method, null, null, Device.CPU);
    }

    /** {@link Method#gradCam}. */
    public static Explanation gradCam(Classifier classifier) {
        return by(Method.gradCam(), classifier);
    }

    /** {@link Method#gradCamPlusPlus}. */
    public static Explanation gradCamPlusPlus(Classifier classifier) {
        return by(Method.gradCamPlusPlus(), classifier);
    }

    /** {@link Method#hiResCam}. */
    public static Explanation hiResCam(Classifier classifier) {
        return by(Method.hiResCam(), classifier);
    }

    /** {@link Method#layerCam}. */
    public static Explanation layerCam(Classifier classifier) {
        return by(Method.layerCam(), classifier);
    }

    /** {@link Method#eigenCam}. */
    public static Explanation eigenCam(Classifier classifier) {
        return by(Method.eigenCam(), classifier);
    }

    /** {@link Method#scoreCam()}. */
    public static Explanation scoreCam(Classifier classifier) {
        return by(Method.scoreCam(), classifier);
    }

    /** {@link Method#ablationCam}. */
    public static Explanation ablationCam(Classifier classifier) {
        return by(Method.ablationCam(), classifier);
    }

    /** {@link Method#saliency}. */
    public static Explanation saliency(Classifier classifier) {
        return by(Method.saliency(), classifier);
    }

    /** {@link Method#inputTimesGradient}. */
    public static Explanation inputTimesGradient(Classifier classifier) {
        return by(Method.inputTimesGradient(), classifier);
    }

    /** {@link Method#smoothGrad()}. */
    public static Explanation smoothGrad(Classifier classifier) {
        return by(Method.smoothGrad(), classifier);
    }

    /** {@link Method#integratedGradients()}. */
    public static Explanation integratedGradients(Classifier classifier) {
        return by(Method.integratedGradients(), classifier);
    }

    /** {@link Method#occlusion()}. */
    public static Explanation occlusion(Classifier classifier) {
        return by(Method.occlusion(), classifier);
    }

    /** {@link Method#rise()}. */
    public static Explanation rise(Classifier classifier) {
        return by(Method.rise(), classifier);
    }

    /** {@link Method#attentionRollout()}. */
    public static Explanation attentionRollout(Classifier classifier) {
        return by(Method.attentionRollout(), classifier);
    }
}
