package io.ocelli;

/**
 * The registered architectures by name, in camel case, an underscore between two digits kept. {@link Classifier} has them all:
 * {@code Classifier.resnet50()}.
 */
public abstract class Architectures {
    Architectures() {}

    /** {@code alexnet}. */
    public static Backbone alexnet() {
        return Classifier.model("alexnet");
    }

    /** {@code convnext_base}. */
    public static Backbone convnextBase() {
        return Classifier.model("convnext_base");
    }

    /** {@code convnext_large}. */
    public static Backbone convnextLarge() {
        return Classifier.model("convnext_large");
    }

    /** {@code convnext_small}. */
    public static Backbone convnextSmall() {
        return Classifier.model("convnext_small");
    }

    /** {@code convnext_tiny}. */
    public static Backbone convnextTiny() {
        return Classifier.model("convnext_tiny");
    }

    /** {@code densenet121}. */
    public static Backbone densenet121() {
        return Classifier.model("densenet121");
    }

    /** {@code densenet161}. */
    public static Backbone densenet161() {
        return Classifier.model("densenet161");
    }

    /** {@code densenet169}. */
    public static Backbone densenet169() {
        return Classifier.model("densenet169");
    }

    /** {@code densenet201}. */
    public static Backbone densenet201() {
        return Classifier.model("densenet201");
    }

    /** {@code efficientnet_b0}. */
    public static Backbone efficientnetB0() {
        return Classifier.model("efficientnet_b0");
    }

    /** {@code efficientnet_b1}. */
    public static Backbone efficientnetB1() {
        return Classifier.model("efficientnet_b1");
    }

    /** {@code efficientnet_b2}. */
    public static Backbone efficientnetB2() {
        return Classifier.model("efficientnet_b2");
    }

    /** {@code efficientnet_b3}. */
    public static Backbone efficientnetB3() {
        return Classifier.model("efficientnet_b3");
    }

    /** {@code efficientnet_b4}. */
    public static Backbone efficientnetB4() {
        return Classifier.model("efficientnet_b4");
    }

    /** {@code efficientnet_b5}. */
    public static Backbone efficientnetB5() {
        return Classifier.model("efficientnet_b5");
    }

    /** {@code efficientnet_b6}. */
    public static Backbone efficientnetB6() {
        return Classifier.model("efficientnet_b6");
    }

    /** {@code efficientnet_b7}. */
    public static Backbone efficientnetB7() {
        return Classifier.model("efficientnet_b7");
    }

    /** {@code efficientnet_v2_l}. */
    public static Backbone efficientnetV2L() {
        return Classifier.model("efficientnet_v2_l");
    }

    /** {@code efficientnet_v2_m}. */
    public static Backbone efficientnetV2M() {
        return Classifier.model("efficientnet_v2_m");
    }

    /** {@code efficientnet_v2_s}. */
    public static Backbone efficientnetV2S() {
        return Classifier.model("efficientnet_v2_s");
    }

    /** {@code googlenet}. */
    public static Backbone googlenet() {
        return Classifier.model("googlenet");
    }

    /** {@code inception_v3}. */
    public static Backbone inceptionV3() {
        return Classifier.model("inception_v3");
    }

    /** {@code lenet5}. */
    public static Backbone lenet5() {
        return Classifier.model("lenet5");
    }

    /** {@code maxvit_t}. */
    public static Backbone maxvitT() {
        return Classifier.model("maxvit_t");
    }

    /** {@code mnasnet0_5}. */
    public static Backbone mnasnet0_5() {
        return Classifier.model("mnasnet0_5");
    }

    /** {@code mnasnet0_75}. */
    public static Backbone mnasnet0_75() {
        return Classifier.model("mnasnet0_75");
    }

    /** {@code mnasnet1_0}. */
    public static Backbone mnasnet1_0() {
        return Classifier.model("mnasnet1_0");
    }

    /** {@code mnasnet1_3}. */
    public static Backbone mnasnet1_3() {
        return Classifier.model("mnasnet1_3");
    }

    /** {@code mobilenet_v2}. */
    public static Backbone mobilenetV2() {
        return Classifier.model("mobilenet_v2");
    }

    /** {@code mobilenet_v3_large}. */
    public static Backbone mobilenetV3Large() {
        return Classifier.model("mobilenet_v3_large");
    }

    /** {@code mobilenet_v3_small}. */
    public static Backbone mobilenetV3Small() {
        return Classifier.model("mobilenet_v3_small");
    }

    /** {@code regnet_x_16gf}. */
    public static Backbone regnetX16gf() {
        return Classifier.model("regnet_x_16gf");
    }

    /** {@code regnet_x_1_6gf}. */
    public static Backbone regnetX1_6gf() {
        return Classifier.model("regnet_x_1_6gf");
    }

    /** {@code regnet_x_32gf}. */
    public static Backbone regnetX32gf() {
        return Classifier.model("regnet_x_32gf");
    }

    /** {@code regnet_x_3_2gf}. */
    public static Backbone regnetX3_2gf() {
        return Classifier.model("regnet_x_3_2gf");
    }

    /** {@code regnet_x_400mf}. */
    public static Backbone regnetX400mf() {
        return Classifier.model("regnet_x_400mf");
    }

    /** {@code regnet_x_800mf}. */
    public static Backbone regnetX800mf() {
        return Classifier.model("regnet_x_800mf");
    }

    /** {@code regnet_x_8gf}. */
    public static Backbone regnetX8gf() {
        return Classifier.model("regnet_x_8gf");
    }

    /** {@code regnet_y_128gf}. */
    public static Backbone regnetY128gf() {
        return Classifier.model("regnet_y_128gf");
    }

    /** {@code regnet_y_16gf}. */
    public static Backbone regnetY16gf() {
        return Classifier.model("regnet_y_16gf");
    }

    /** {@code regnet_y_1_6gf}. */
    public static Backbone regnetY1_6gf() {
        return Classifier.model("regnet_y_1_6gf");
    }

    /** {@code regnet_y_32gf}. */
    public static Backbone regnetY32gf() {
        return Classifier.model("regnet_y_32gf");
    }

    /** {@code regnet_y_3_2gf}. */
    public static Backbone regnetY3_2gf() {
        return Classifier.model("regnet_y_3_2gf");
    }

    /** {@code regnet_y_400mf}. */
    public static Backbone regnetY400mf() {
        return Classifier.model("regnet_y_400mf");
    }

    /** {@code regnet_y_800mf}. */
    public static Backbone regnetY800mf() {
        return Classifier.model("regnet_y_800mf");
    }

    /** {@code regnet_y_8gf}. */
    public static Backbone regnetY8gf() {
        return Classifier.model("regnet_y_8gf");
    }

    /** {@code resnet101}. */
    public static Backbone resnet101() {
        return Classifier.model("resnet101");
    }

    /** {@code resnet152}. */
    public static Backbone resnet152() {
        return Classifier.model("resnet152");
    }

    /** {@code resnet18}. */
    public static Backbone resnet18() {
        return Classifier.model("resnet18");
    }

    /** {@code resnet20_cifar}. */
    public static Backbone resnet20Cifar() {
        return Classifier.model("resnet20_cifar");
    }

    /** {@code resnet32_cifar}. */
    public static Backbone resnet32Cifar() {
        return Classifier.model("resnet32_cifar");
    }

    /** {@code resnet34}. */
    public static Backbone resnet34() {
        return Classifier.model("resnet34");
    }

    /** {@code resnet44_cifar}. */
    public static Backbone resnet44Cifar() {
        return Classifier.model("resnet44_cifar");
    }

    /** {@code resnet50}. */
    public static Backbone resnet50() {
        return Classifier.model("resnet50");
    }

    /** {@code resnet56_cifar}. */
    public static Backbone resnet56Cifar() {
        return Classifier.model("resnet56_cifar");
    }

    /** {@code resnext101_32x8d}. */
    public static Backbone resnext101_32x8d() {
        return Classifier.model("resnext101_32x8d");
    }

    /** {@code resnext101_64x4d}. */
    public static Backbone resnext101_64x4d() {
        return Classifier.model("resnext101_64x4d");
    }

    /** {@code resnext50_32x4d}. */
    public static Backbone resnext50_32x4d() {
        return Classifier.model("resnext50_32x4d");
    }

    /** {@code shufflenet_v2_x0_5}. */
    public static Backbone shufflenetV2X0_5() {
        return Classifier.model("shufflenet_v2_x0_5");
    }

    /** {@code shufflenet_v2_x1_0}. */
    public static Backbone shufflenetV2X1_0() {
        return Classifier.model("shufflenet_v2_x1_0");
    }

    /** {@code shufflenet_v2_x1_5}. */
    public static Backbone shufflenetV2X1_5() {
        return Classifier.model("shufflenet_v2_x1_5");
    }

    /** {@code shufflenet_v2_x2_0}. */
    public static Backbone shufflenetV2X2_0() {
        return Classifier.model("shufflenet_v2_x2_0");
    }

    /** {@code simple_cnn}. */
    public static Backbone simpleCnn() {
        return Classifier.model("simple_cnn");
    }

    /** {@code squeezenet1_0}. */
    public static Backbone squeezenet1_0() {
        return Classifier.model("squeezenet1_0");
    }

    /** {@code squeezenet1_1}. */
    public static Backbone squeezenet1_1() {
        return Classifier.model("squeezenet1_1");
    }

    /** {@code swin_b}. */
    public static Backbone swinB() {
        return Classifier.model("swin_b");
    }

    /** {@code swin_s}. */
    public static Backbone swinS() {
        return Classifier.model("swin_s");
    }

    /** {@code swin_t}. */
    public static Backbone swinT() {
        return Classifier.model("swin_t");
    }

    /** {@code swin_v2_b}. */
    public static Backbone swinV2B() {
        return Classifier.model("swin_v2_b");
    }

    /** {@code swin_v2_s}. */
    public static Backbone swinV2S() {
        return Classifier.model("swin_v2_s");
    }

    /** {@code swin_v2_t}. */
    public static Backbone swinV2T() {
        return Classifier.model("swin_v2_t");
    }

    /** {@code efficientnet_lite0}. */
    public static Backbone efficientnetLite0() {
        return Classifier.model("efficientnet_lite0");
    }

    /** {@code efficientnet_lite1}. */
    public static Backbone efficientnetLite1() {
        return Classifier.model("efficientnet_lite1");
    }

    /** {@code efficientnet_lite2}. */
    public static Backbone efficientnetLite2() {
        return Classifier.model("efficientnet_lite2");
    }

    /** {@code efficientnet_lite3}. */
    public static Backbone efficientnetLite3() {
        return Classifier.model("efficientnet_lite3");
    }

    /** {@code efficientnet_lite4}. */
    public static Backbone efficientnetLite4() {
        return Classifier.model("efficientnet_lite4");
    }

    /** {@code vgg11}. */
    public static Backbone vgg11() {
        return Classifier.model("vgg11");
    }

    /** {@code vgg11_bn}. */
    public static Backbone vgg11Bn() {
        return Classifier.model("vgg11_bn");
    }

    /** {@code vgg13}. */
    public static Backbone vgg13() {
        return Classifier.model("vgg13");
    }

    /** {@code vgg13_bn}. */
    public static Backbone vgg13Bn() {
        return Classifier.model("vgg13_bn");
    }

    /** {@code vgg16}. */
    public static Backbone vgg16() {
        return Classifier.model("vgg16");
    }

    /** {@code vgg16_bn}. */
    public static Backbone vgg16Bn() {
        return Classifier.model("vgg16_bn");
    }

    /** {@code vgg19}. */
    public static Backbone vgg19() {
        return Classifier.model("vgg19");
    }

    /** {@code vgg19_bn}. */
    public static Backbone vgg19Bn() {
        return Classifier.model("vgg19_bn");
    }

    /** {@code vit_b_16}. */
    public static Backbone vitB16() {
        return Classifier.model("vit_b_16");
    }

    /** {@code vit_b_32}. */
    public static Backbone vitB32() {
        return Classifier.model("vit_b_32");
    }

    /** {@code vit_h_14}. */
    public static Backbone vitH14() {
        return Classifier.model("vit_h_14");
    }

    /** {@code vit_l_16}. */
    public static Backbone vitL16() {
        return Classifier.model("vit_l_16");
    }

    /** {@code vit_l_32}. */
    public static Backbone vitL32() {
        return Classifier.model("vit_l_32");
    }

    /** {@code wide_resnet101_2}. */
    public static Backbone wideResnet101_2() {
        return Classifier.model("wide_resnet101_2");
    }

    /** {@code wide_resnet50_2}. */
    public static Backbone wideResnet50_2() {
        return Classifier.model("wide_resnet50_2");
    }
}
