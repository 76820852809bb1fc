package io.ocelli;

import io.ocelli.model.Model;
import io.ocelli.model.Models;
import java.util.List;

/**
 * The registered architectures by name, in camel case, an underscore between two digits kept. {@link Classifier} has them all:
 * {@code Classifier.resnet50()}.
 */
public abstract class Architectures {
    Architectures() {}

    /**
     * The backbone of a registered name, torchvision's or timm's.
     *
     * @throws IllegalArgumentException if there is none; the message lists the nearest
     */
    public static Backbone model(String name) {
        return Backbone.of(Models.find(name));
    }

    /**
     * Every registered architecture. A model prints itself with what it costs, how well its weights do and how large they
     * are, and a stream picks by them: {@code models().stream().filter(m -> m.accuracy() > 75 && m.cost().gigaflops() < 1)}.
     */
    public static List<Model> models() {
        return Models.all();
    }

    /** {@code alexnet}. */
    public static Backbone alexnet() {
        return model("alexnet");
    }

    /** {@code convnext_base}. */
    public static Backbone convnextBase() {
        return model("convnext_base");
    }

    /** {@code convnext_large}. */
    public static Backbone convnextLarge() {
        return model("convnext_large");
    }

    /** {@code convnext_small}. */
    public static Backbone convnextSmall() {
        return model("convnext_small");
    }

    /** {@code convnext_tiny}. */
    public static Backbone convnextTiny() {
        return model("convnext_tiny");
    }

    /** {@code densenet121}. */
    public static Backbone densenet121() {
        return model("densenet121");
    }

    /** {@code densenet161}. */
    public static Backbone densenet161() {
        return model("densenet161");
    }

    /** {@code densenet169}. */
    public static Backbone densenet169() {
        return model("densenet169");
    }

    /** {@code densenet201}. */
    public static Backbone densenet201() {
        return model("densenet201");
    }

    /** {@code efficientnet_b0}. */
    public static Backbone efficientnetB0() {
        return model("efficientnet_b0");
    }

    /** {@code efficientnet_b1}. */
    public static Backbone efficientnetB1() {
        return model("efficientnet_b1");
    }

    /** {@code efficientnet_b2}. */
    public static Backbone efficientnetB2() {
        return model("efficientnet_b2");
    }

    /** {@code efficientnet_b3}. */
    public static Backbone efficientnetB3() {
        return model("efficientnet_b3");
    }

    /** {@code efficientnet_b4}. */
    public static Backbone efficientnetB4() {
        return model("efficientnet_b4");
    }

    /** {@code efficientnet_b5}. */
    public static Backbone efficientnetB5() {
        return model("efficientnet_b5");
    }

    /** {@code efficientnet_b6}. */
    public static Backbone efficientnetB6() {
        return model("efficientnet_b6");
    }

    /** {@code efficientnet_b7}. */
    public static Backbone efficientnetB7() {
        return model("efficientnet_b7");
    }

    /** {@code efficientnet_v2_l}. */
    public static Backbone efficientnetV2L() {
        return model("efficientnet_v2_l");
    }

    /** {@code efficientnet_v2_m}. */
    public static Backbone efficientnetV2M() {
        return model("efficientnet_v2_m");
    }

    /** {@code efficientnet_v2_s}. */
    public static Backbone efficientnetV2S() {
        return model("efficientnet_v2_s");
    }

    /** {@code googlenet}. */
    public static Backbone googlenet() {
        return model("googlenet");
    }

    /** {@code inception_v3}. */
    public static Backbone inceptionV3() {
        return model("inception_v3");
    }

    /** {@code lenet5}. */
    public static Backbone lenet5() {
        return model("lenet5");
    }

    /** {@code maxvit_t}. */
    public static Backbone maxvitT() {
        return model("maxvit_t");
    }

    /** {@code mnasnet0_5}. */
    public static Backbone mnasnet0_5() {
        return model("mnasnet0_5");
    }

    /** {@code mnasnet0_75}. */
    public static Backbone mnasnet0_75() {
        return model("mnasnet0_75");
    }

    /** {@code mnasnet1_0}. */
    public static Backbone mnasnet1_0() {
        return model("mnasnet1_0");
    }

    /** {@code mnasnet1_3}. */
    public static Backbone mnasnet1_3() {
        return model("mnasnet1_3");
    }

    /** {@code mobilenet_v2}. */
    public static Backbone mobilenetV2() {
        return model("mobilenet_v2");
    }

    /** {@code mobilenet_v3_large}. */
    public static Backbone mobilenetV3Large() {
        return model("mobilenet_v3_large");
    }

    /** {@code mobilenet_v3_small}. */
    public static Backbone mobilenetV3Small() {
        return model("mobilenet_v3_small");
    }

    /** {@code regnet_x_16gf}. */
    public static Backbone regnetX16gf() {
        return model("regnet_x_16gf");
    }

    /** {@code regnet_x_1_6gf}. */
    public static Backbone regnetX1_6gf() {
        return model("regnet_x_1_6gf");
    }

    /** {@code regnet_x_32gf}. */
    public static Backbone regnetX32gf() {
        return model("regnet_x_32gf");
    }

    /** {@code regnet_x_3_2gf}. */
    public static Backbone regnetX3_2gf() {
        return model("regnet_x_3_2gf");
    }

    /** {@code regnet_x_400mf}. */
    public static Backbone regnetX400mf() {
        return model("regnet_x_400mf");
    }

    /** {@code regnet_x_800mf}. */
    public static Backbone regnetX800mf() {
        return model("regnet_x_800mf");
    }

    /** {@code regnet_x_8gf}. */
    public static Backbone regnetX8gf() {
        return model("regnet_x_8gf");
    }

    /** {@code regnet_y_128gf}. */
    public static Backbone regnetY128gf() {
        return model("regnet_y_128gf");
    }

    /** {@code regnet_y_16gf}. */
    public static Backbone regnetY16gf() {
        return model("regnet_y_16gf");
    }

    /** {@code regnet_y_1_6gf}. */
    public static Backbone regnetY1_6gf() {
        return model("regnet_y_1_6gf");
    }

    /** {@code regnet_y_32gf}. */
    public static Backbone regnetY32gf() {
        return model("regnet_y_32gf");
    }

    /** {@code regnet_y_3_2gf}. */
    public static Backbone regnetY3_2gf() {
        return model("regnet_y_3_2gf");
    }

    /** {@code regnet_y_400mf}. */
    public static Backbone regnetY400mf() {
        return model("regnet_y_400mf");
    }

    /** {@code regnet_y_800mf}. */
    public static Backbone regnetY800mf() {
        return model("regnet_y_800mf");
    }

    /** {@code regnet_y_8gf}. */
    public static Backbone regnetY8gf() {
        return model("regnet_y_8gf");
    }

    /** {@code resnet101}. */
    public static Backbone resnet101() {
        return model("resnet101");
    }

    /** {@code resnet152}. */
    public static Backbone resnet152() {
        return model("resnet152");
    }

    /** {@code resnet18}. */
    public static Backbone resnet18() {
        return model("resnet18");
    }

    /** {@code resnet20_cifar}. */
    public static Backbone resnet20Cifar() {
        return model("resnet20_cifar");
    }

    /** {@code resnet32_cifar}. */
    public static Backbone resnet32Cifar() {
        return model("resnet32_cifar");
    }

    /** {@code resnet34}. */
    public static Backbone resnet34() {
        return model("resnet34");
    }

    /** {@code resnet44_cifar}. */
    public static Backbone resnet44Cifar() {
        return model("resnet44_cifar");
    }

    /** {@code resnet50}. */
    public static Backbone resnet50() {
        return model("resnet50");
    }

    /** {@code resnet56_cifar}. */
    public static Backbone resnet56Cifar() {
        return model("resnet56_cifar");
    }

    /** {@code resnext101_32x8d}. */
    public static Backbone resnext101_32x8d() {
        return model("resnext101_32x8d");
    }

    /** {@code resnext101_64x4d}. */
    public static Backbone resnext101_64x4d() {
        return model("resnext101_64x4d");
    }

    /** {@code resnext50_32x4d}. */
    public static Backbone resnext50_32x4d() {
        return model("resnext50_32x4d");
    }

    /** {@code shufflenet_v2_x0_5}. */
    public static Backbone shufflenetV2X0_5() {
        return model("shufflenet_v2_x0_5");
    }

    /** {@code shufflenet_v2_x1_0}. */
    public static Backbone shufflenetV2X1_0() {
        return model("shufflenet_v2_x1_0");
    }

    /** {@code shufflenet_v2_x1_5}. */
    public static Backbone shufflenetV2X1_5() {
        return model("shufflenet_v2_x1_5");
    }

    /** {@code shufflenet_v2_x2_0}. */
    public static Backbone shufflenetV2X2_0() {
        return model("shufflenet_v2_x2_0");
    }

    /** {@code simple_cnn}. */
    public static Backbone simpleCnn() {
        return model("simple_cnn");
    }

    /** {@code squeezenet1_0}. */
    public static Backbone squeezenet1_0() {
        return model("squeezenet1_0");
    }

    /** {@code squeezenet1_1}. */
    public static Backbone squeezenet1_1() {
        return model("squeezenet1_1");
    }

    /** {@code swin_b}. */
    public static Backbone swinB() {
        return model("swin_b");
    }

    /** {@code swin_s}. */
    public static Backbone swinS() {
        return model("swin_s");
    }

    /** {@code swin_t}. */
    public static Backbone swinT() {
        return model("swin_t");
    }

    /** {@code swin_v2_b}. */
    public static Backbone swinV2B() {
        return model("swin_v2_b");
    }

    /** {@code swin_v2_s}. */
    public static Backbone swinV2S() {
        return model("swin_v2_s");
    }

    /** {@code swin_v2_t}. */
    public static Backbone swinV2T() {
        return model("swin_v2_t");
    }

    /** {@code efficientnet_lite0}. */
    public static Backbone efficientnetLite0() {
        return model("efficientnet_lite0");
    }

    /** {@code efficientnet_lite1}. */
    public static Backbone efficientnetLite1() {
        return model("efficientnet_lite1");
    }

    /** {@code efficientnet_lite2}. */
    public static Backbone efficientnetLite2() {
        return model("efficientnet_lite2");
    }

    /** {@code efficientnet_lite3}. */
    public static Backbone efficientnetLite3() {
        return model("efficientnet_lite3");
    }

    /** {@code efficientnet_lite4}. */
    public static Backbone efficientnetLite4() {
        return model("efficientnet_lite4");
    }

    /** {@code vgg11}. */
    public static Backbone vgg11() {
        return model("vgg11");
    }

    /** {@code vgg11_bn}. */
    public static Backbone vgg11Bn() {
        return model("vgg11_bn");
    }

    /** {@code vgg13}. */
    public static Backbone vgg13() {
        return model("vgg13");
    }

    /** {@code vgg13_bn}. */
    public static Backbone vgg13Bn() {
        return model("vgg13_bn");
    }

    /** {@code vgg16}. */
    public static Backbone vgg16() {
        return model("vgg16");
    }

    /** {@code vgg16_bn}. */
    public static Backbone vgg16Bn() {
        return model("vgg16_bn");
    }

    /** {@code vgg19}. */
    public static Backbone vgg19() {
        return model("vgg19");
    }

    /** {@code vgg19_bn}. */
    public static Backbone vgg19Bn() {
        return model("vgg19_bn");
    }

    /** {@code vit_b_16}. */
    public static Backbone vitB16() {
        return model("vit_b_16");
    }

    /** {@code vit_b_32}. */
    public static Backbone vitB32() {
        return model("vit_b_32");
    }

    /** {@code vit_h_14}. */
    public static Backbone vitH14() {
        return model("vit_h_14");
    }

    /** {@code vit_l_16}. */
    public static Backbone vitL16() {
        return model("vit_l_16");
    }

    /** {@code vit_l_32}. */
    public static Backbone vitL32() {
        return model("vit_l_32");
    }

    /** {@code wide_resnet101_2}. */
    public static Backbone wideResnet101_2() {
        return model("wide_resnet101_2");
    }

    /** {@code wide_resnet50_2}. */
    public static Backbone wideResnet50_2() {
        return model("wide_resnet50_2");
    }
}
