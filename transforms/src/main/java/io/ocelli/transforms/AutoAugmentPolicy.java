package io.ocelli.transforms;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableList;
import java.util.List;

/** The policies that were searched on three data sets (AutoAugment, Cubuk et al. 2018, tables 7 to 9), as torchvision has them. */
public enum AutoAugmentPolicy {
    IMAGENET("""
            POSTERIZE .4 8 ROTATE .6 9
            SOLARIZE .6 5 AUTO_CONTRAST .6 0
            EQUALIZE .8 0 EQUALIZE .6 0
            POSTERIZE .6 7 POSTERIZE .6 6
            EQUALIZE .4 0 SOLARIZE .2 4
            EQUALIZE .4 0 ROTATE .8 8
            SOLARIZE .6 3 EQUALIZE .6 0
            POSTERIZE .8 5 EQUALIZE 1 0
            ROTATE .2 3 SOLARIZE .6 8
            EQUALIZE .6 0 POSTERIZE .4 6
            ROTATE .8 8 COLOR .4 0
            ROTATE .4 9 EQUALIZE .6 0
            EQUALIZE 0 0 EQUALIZE .8 0
            INVERT .6 0 EQUALIZE 1 0
            COLOR .6 4 CONTRAST 1 8
            ROTATE .8 8 COLOR 1 2
            COLOR .8 8 SOLARIZE .8 7
            SHARPNESS .4 7 INVERT .6 0
            SHEAR_X .6 5 EQUALIZE 1 0
            COLOR .4 0 EQUALIZE .6 0
            EQUALIZE .4 0 SOLARIZE .2 4
            SOLARIZE .6 5 AUTO_CONTRAST .6 0
            INVERT .6 0 EQUALIZE 1 0
            COLOR .6 4 CONTRAST 1 8
            EQUALIZE .8 0 EQUALIZE .6 0
            """),
    CIFAR10("""
            INVERT .1 0 CONTRAST .2 6
            ROTATE .7 2 TRANSLATE_X .3 9
            SHARPNESS .8 1 SHARPNESS .9 3
            SHEAR_Y .5 8 TRANSLATE_Y .7 9
            AUTO_CONTRAST .5 0 EQUALIZE .9 0
            SHEAR_Y .2 7 POSTERIZE .3 7
            COLOR .4 3 BRIGHTNESS .6 7
            SHARPNESS .3 9 BRIGHTNESS .7 9
            EQUALIZE .6 0 EQUALIZE .5 0
            CONTRAST .6 7 SHARPNESS .6 5
            COLOR .7 7 TRANSLATE_X .5 8
            EQUALIZE .3 0 AUTO_CONTRAST .4 0
            TRANSLATE_Y .4 3 SHARPNESS .2 6
            BRIGHTNESS .9 6 COLOR .2 8
            SOLARIZE .5 2 INVERT 0 0
            EQUALIZE .2 0 AUTO_CONTRAST .6 0
            EQUALIZE .2 0 EQUALIZE .6 0
            COLOR .9 9 EQUALIZE .6 0
            AUTO_CONTRAST .8 0 SOLARIZE .2 8
            BRIGHTNESS .1 3 COLOR .7 0
            SOLARIZE .4 5 AUTO_CONTRAST .9 0
            TRANSLATE_Y .9 9 TRANSLATE_Y .7 9
            AUTO_CONTRAST .9 0 SOLARIZE .8 3
            EQUALIZE .8 0 INVERT .1 0
            TRANSLATE_Y .7 9 AUTO_CONTRAST .9 0
            """),
    SVHN("""
            SHEAR_X .9 4 INVERT .2 0
            SHEAR_Y .9 8 INVERT .7 0
            EQUALIZE .6 0 SOLARIZE .6 6
            INVERT .9 0 EQUALIZE .6 0
            EQUALIZE .6 0 ROTATE .9 3
            SHEAR_X .9 4 AUTO_CONTRAST .8 0
            SHEAR_Y .9 8 INVERT .4 0
            SHEAR_Y .9 5 SOLARIZE .2 6
            INVERT .9 0 AUTO_CONTRAST .8 0
            EQUALIZE .6 0 ROTATE .9 3
            SHEAR_X .9 4 SOLARIZE .3 3
            SHEAR_Y .8 8 INVERT .7 0
            EQUALIZE .9 0 TRANSLATE_Y .6 6
            INVERT .9 0 EQUALIZE .6 0
            CONTRAST .3 3 ROTATE .8 4
            INVERT .8 0 TRANSLATE_Y 0 2
            SHEAR_Y .7 6 SOLARIZE .4 8
            INVERT .6 0 ROTATE .8 4
            SHEAR_Y .3 7 TRANSLATE_X .9 3
            SHEAR_X .1 6 INVERT .6 0
            SOLARIZE .7 2 TRANSLATE_Y .6 7
            SHEAR_Y .8 4 INVERT .8 0
            SHEAR_X .7 9 TRANSLATE_Y .8 3
            SHEAR_Y .8 5 AUTO_CONTRAST .7 0
            SHEAR_X .7 2 INVERT .1 0
            """);

    /** Two of these are a sub-policy. */
    record Step(AugmentOperation operation, double probability, int bin) {}

    private final ImmutableList<ImmutableList<Step>> subPolicies;

    AutoAugmentPolicy(String table) {
        ImmutableList.Builder<ImmutableList<Step>> rows = ImmutableList.builder();
        for (String row : Splitter.on('\n').omitEmptyStrings().split(table)) {
            List<String> words = Splitter.on(' ').splitToList(row);
            rows.add(ImmutableList.of(step(words.subList(0, 3)), step(words.subList(3, 6))));
        }
        this.subPolicies = rows.build();
    }

    private static Step step(List<String> words) {
        return new Step(
                AugmentOperation.valueOf(words.get(0)),
                Double.parseDouble(words.get(1)),
                Integer.parseInt(words.get(2)));
    }

    /** Of which one is drawn for each picture. */
    ImmutableList<ImmutableList<Step>> subPolicies() {
        return subPolicies;
    }
}
