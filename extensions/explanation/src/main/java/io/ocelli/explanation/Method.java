package io.ocelli.explanation;

import com.google.common.collect.ImmutableMap;
import io.ocelli.model.Network;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * A way to explain. Immutable, safe for any number of threads.
 *
 * <p>Class activation maps (CAM) look at what a stage gives, A, and mostly at the gradient G of the class's logit with regard to
 * it, and add up the stage's channels; where the sum is negative they are 0. They differ in how each channel counts.
 */
public final class Method {
    private static final Map<String, Supplier<Method>> NAMED = ImmutableMap.<String, Supplier<Method>>builder()
            .put("grad-cam", Method::gradCam)
            .put("grad-cam++", Method::gradCamPlusPlus)
            .put("hires-cam", Method::hiResCam)
            .put("layer-cam", Method::layerCam)
            .put("eigen-cam", Method::eigenCam)
            .put("score-cam", Method::scoreCam)
            .put("ablation-cam", Method::ablationCam)
            .put("saliency", Method::saliency)
            .put("input-x-gradient", Method::inputTimesGradient)
            .put("smooth-grad", Method::smoothGrad)
            .put("integrated-gradients", Method::integratedGradients)
            .put("occlusion", Method::occlusion)
            .put("rise", Method::rise)
            .put("attention-rollout", Method::attentionRollout)
            .put("anomaly", Method::anomaly)
            .build();

    private final String name;
    private final boolean ofStages;
    private final Function<Explanation, Maps> opening;

    private Method(String name, boolean ofStages, Function<Explanation, Maps> opening) {
        this.name = name;
        this.ofStages = ofStages;
        this.opening = opening;
    }

    /**
     * A method with its defaults by its name, in any case: {@code grad-cam}, {@code integrated-gradients}.
     *
     * @throws IllegalArgumentException if there is none; the message lists all
     */
    public static Method named(String name) {
        Supplier<Method> method = NAMED.get(name.toLowerCase(Locale.ROOT));
        if (method == null) {
            throw new IllegalArgumentException(
                    "A method of explanation is one of " + NAMED.keySet() + ", received '" + name + "'");
        }
        return method.get();
    }

    private static Method ofStage(String name, Function<Explanation, Maps> opening) {
        return new Method(name, true, opening);
    }

    private static Method ofPicture(String name, Function<Explanation, Maps> opening) {
        return new Method(name, false, opening);
    }

    private static Method cam(String name, Cam cam) {
        return ofStage(name, asked -> new GradientMaps(asked, cam));
    }

    /** A channel counts by the mean of its gradient (Grad-CAM, Selvaraju et al. 2017). */
    public static Method gradCam() {
        return cam("Grad-CAM", Cam::gradCam);
    }

    /**
     * A channel counts by the sum of its positive gradients, each weighted by G^2 / (2 G^2 + sum(A) G^3 + 1e-6) (Grad-CAM++,
     * Chattopadhay et al. 2018).
     */
    public static Method gradCamPlusPlus() {
        return cam("Grad-CAM++", Cam::gradCamPlusPlus);
    }

    /** Each pixel of a channel counts by its own gradient (HiResCAM, Draelos and Carin 2020). */
    public static Method hiResCam() {
        return cam("HiResCAM", Cam::hiResCam);
    }

    /** Each pixel of a channel counts by its own gradient where that is positive (LayerCAM, Jiang et al. 2021). */
    public static Method layerCam() {
        return cam("LayerCAM", Cam::layerCam);
    }

    /**
     * The first principal component of the stage's pixels, whatever the class (EigenCAM, Muhammad and Yeasin 2020): channels are
     * centred, and the sign is that with which the component's entries have a positive sum.
     */
    public static Method eigenCam() {
        return ofStage("EigenCAM", EigenMaps::new);
    }

    /**
     * A channel counts by the softmax, over all channels, of the logit of the picture that shows through it: resized to the picture
     * with equal corners, and brought to 0 to 1 (Score-CAM, Wang et al. 2020). As many runs as channels.
     */
    public static Method scoreCam() {
        return scoreCam(true);
    }

    /**
     * @param alignCorners whether the middles of the corner pixels lie on each other when a channel is resized, or the corners
     */
    public static Method scoreCam(boolean alignCorners) {
        return ofStage("Score-CAM", asked -> new ScoreMaps(asked, alignCorners));
    }

    /**
     * A channel counts by the share of the logit that is lost without it: (y - y_k) / y, where y_k is the logit with the channel at
     * 0 (Ablation-CAM, Ramaswamy et al. 2020). As many runs as channels, of what follows the stage.
     */
    public static Method ablationCam() {
        return ofStage("Ablation-CAM", AblationMaps::new);
    }

    /** The largest absolute gradient of each pixel's channels (Simonyan et al. 2014). */
    public static Method saliency() {
        return ofPicture("saliency", asked -> new InputMaps(asked, InputAttribution.gradient(), InputMaps::largest));
    }

    /** The normalised picture times its gradient, summed over a pixel's channels; of both signs (Shrikumar et al. 2016). */
    public static Method inputTimesGradient() {
        return ofPicture(
                "input x gradient",
                asked -> new InputMaps(asked, InputAttribution.inputTimesGradient(), InputMaps::sum));
    }

    /** Of 25 pictures with a noise of 0.15. */
    public static Method smoothGrad() {
        return smoothGrad(25, 0.15, 0);
    }

    /**
     * The mean gradient of noisy pictures, then as {@link #saliency} (SmoothGrad, Smilkov et al. 2017).
     *
     * @param samples how many, at least 1
     * @param noise the deviation of the normal noise, as a share of the picture's range; 0 or more
     * @param seed of the noise
     */
    public static Method smoothGrad(int samples, double noise, long seed) {
        atLeast("SmoothGrad's samples", 1, samples);
        if (!(noise >= 0 && noise < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "SmoothGrad's noise is 0 or more, as a share of the picture's range, received " + noise);
        }
        return ofPicture(
                "SmoothGrad",
                asked -> new InputMaps(asked, InputAttribution.smoothGrad(samples, noise, seed), InputMaps::largest));
    }

    /** Of 32 steps by the rule of Gauss and Legendre. */
    public static Method integratedGradients() {
        return integratedGradients(32);
    }

    /**
     * The mean gradient on the straight way from a picture of zeros (the mean of what the network learnt from) to the picture,
     * times the picture, summed over a pixel's channels: of both signs, and together the difference of the two logits (Sundararajan
     * et al. 2017). The mean is by the rule of Gauss and Legendre.
     *
     * @param steps at least 1
     */
    public static Method integratedGradients(int steps) {
        atLeast("The steps of integrated gradients", 1, steps);
        return integratedGradients(Quadrature.gaussLegendre(steps));
    }

    /** As {@link #integratedGradients(int)}, where another rule says at which steps on the way the gradients are taken. */
    public static Method integratedGradients(Quadrature rule) {
        return ofPicture(
                "integrated gradients",
                asked -> new InputMaps(asked, InputAttribution.integratedGradients(rule), InputMaps::sum));
    }

    /** By windows of a quarter of the picture's shorter side, at every half of that. */
    public static Method occlusion() {
        return ofPicture("occlusion", asked -> {
            int side = Math.min(
                    asked.network().architecture().input().height(),
                    asked.network().architecture().input().width());
            int window = Math.max(1, side / 4);
            return new OcclusionMaps(asked, window, Math.max(1, window / 2));
        });
    }

    /**
     * What the logit loses when a square is covered with zeros; for each pixel the mean over the squares that cover it, negative
     * where they hid what speaks against the class (Zeiler and Fergus 2014).
     *
     * @param window the square's side, in pixels of what the network takes
     * @param stride from one square to the next, 1 to {@code window}; those at the end are cut off
     */
    public static Method occlusion(int window, int stride) {
        atLeast("Occlusion's window", 1, window);
        if (stride < 1 || stride > window) {
            throw new IllegalArgumentException("Occlusion's stride is 1 to its window of " + window
                    + " pixels, so that each pixel is covered, received " + stride);
        }
        return ofPicture("occlusion", asked -> new OcclusionMaps(asked, window, stride));
    }

    /** By 1,000 masks of 7 x 7 cells of which half are shown. */
    public static Method rise() {
        return rise(1000, 7, 0.5, 0);
    }

    /**
     * The mean probability of the pictures in which a pixel was shown, of many of which random parts were (RISE, Petsiuk et al.
     * 2018).
     *
     * @param masks how many, at least 1
     * @param cells of a mask along a side, at least 1
     * @param shown the share of the cells that are, above 0 and at most 1
     * @param seed of the masks
     */
    public static Method rise(int masks, int cells, double shown, long seed) {
        atLeast("RISE's masks", 1, masks);
        atLeast("RISE's cells", 1, cells);
        if (!(shown > 0 && shown <= 1)) {
            throw new IllegalArgumentException(
                    "The share of cells that RISE shows is above 0 and at most 1, received " + shown);
        }
        return ofPicture("RISE", asked -> new RiseMaps(asked, masks, cells, shown, seed));
    }

    /**
     * What reaches a vision transformer's class token from each patch, whatever the class: the product over the layers of
     * (the heads' mean attention + I) / 2 (attention rollout, Abnar and Zuidema 2020).
     */
    public static Method attentionRollout() {
        return ofPicture("attention rollout", asked -> new AttentionMaps(asked, Rollout.MEAN));
    }

    /** As {@link #attentionRollout()}, by the heads' largest attention. */
    public static Method attentionRolloutOfLargest() {
        return ofPicture("attention rollout", asked -> new AttentionMaps(asked, Rollout.LARGEST));
    }

    /** What a vision transformer's class token attends to in the last layer, the mean of its heads, whatever the class. */
    public static Method lastAttention() {
        return ofPicture("last attention", asked -> new AttentionMaps(asked, Rollout.LAST));
    }

    /** How unusual each place is, whatever the class, as the network of an {@link AnomalyDetector} itself computes it. */
    public static Method anomaly() {
        return ofPicture("anomaly", AnomalyMaps::new);
    }

    /** What shows most of a network: {@link #anomaly} of an {@link AnomalyDetector}'s, {@link #gradCam} of others. */
    public static Method of(Network network) {
        return network.architecture().graph().contains(AnomalyMaps.NODE) ? anomaly() : gradCam();
    }

    private static void atLeast(String what, int least, int value) {
        if (value < least) {
            throw new IllegalArgumentException(what + " are at least " + least + ", received " + value);
        }
    }

    void requireStages() {
        if (!ofStages) {
            throw new IllegalArgumentException("A stage is looked at by class activation maps, and " + name
                    + " looks at the whole network. Leave stage(...) and node(...) out, or take Method.gradCam().");
        }
    }

    Maps open(Explanation asked) {
        return opening.apply(asked);
    }

    @Override
    public String toString() {
        return name;
    }
}
