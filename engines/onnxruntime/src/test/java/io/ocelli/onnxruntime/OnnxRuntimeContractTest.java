package io.ocelli.onnxruntime;

import io.ocelli.engine.Engine;
import io.ocelli.testing.EngineContract;
import java.util.Set;

class OnnxRuntimeContractTest implements EngineContract {
    @Override
    public Engine engine() {
        return new OnnxRuntimeEngine();
    }

    @Override
    public Set<String> undifferentiated() {
        return Set.of(
                "AdaptiveAvgPool2d to an uneven grid",
                "AdaptiveAvgPool2d to itself",
                "AdaptiveAvgPool2d to more than there is",
                "AddProduct",
                "AddQuotient",
                "AvgPool2d",
                "BatchNorm2d of the batch",
                "BatchNorm2d of the batch, own eps and momentum",
                "ChannelShuffle",
                "Conv2d",
                "ConvTranspose2d",
                "Gather",
                "MaxPool2d",
                "Percentile",
                "Reduce PRODUCT",
                "Resize",
                "Slice beyond the end",
                "Slice of columns",
                "Slice of rows");
    }
}
