package io.ocelli.saving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.WeightsException;
import io.ocelli.model.Architecture;
import io.ocelli.model.Initializer;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import io.ocelli.weights.LoadReport;
import io.ocelli.weights.Loading;
import io.ocelli.weights.Weights;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class WeightsFittingTest {
    private final Architecture network = TinyNetwork.ofClasses(3);
    private final Weights all = Initializer.weights(network.graph(), 1);
    private final Weights fresh = Initializer.weights(network.graph(), 2);

    @Test
    void takesAllThatFitsInTheNetworksOrder() {
        Map<String, Tensor> sorted = new TreeMap<>(Comparator.reverseOrder());
        sorted.putAll(all.toMap());

        WeightsFitting.Fitted fitted = fit(Weights.of(sorted), Loading.STRICT);
        assertThat(List.copyOf(fitted.weights().toMap().entrySet()))
                .isEqualTo(List.copyOf(all.toMap().entrySet()));
        assertThat(fitted.report().isComplete()).isTrue();
        assertThat(fitted.report()).hasToString("net.pth: 9 entries loaded");
    }

    @Test
    void aCountOfBatchesThatIsMissingIsZeroInFilesOfOthers() {
        Weights others = without("norm.num_batches_tracked");

        assertThat(fit(others, Loading.STRICT)
                        .weights()
                        .get("norm.num_batches_tracked")
                        .toLongs())
                .containsExactly(0);
        assertThatThrownBy(() -> fit(others, WeightsFitting.Source.SAVED, Loading.STRICT))
                .hasMessageContaining("1 missing: norm.num_batches_tracked []");
    }

    @Test
    void strictLoadingListsEachDifference() {
        assertThatThrownBy(() -> fit(different(), Loading.STRICT))
                .isInstanceOf(WeightsException.class)
                .hasMessage("The weights do not fit the network. net.pth: 7 entries loaded; 1 missing: conv.bias [4];"
                        + " 1 left over: layer4.weight [2, 2]; 1 of another shape: fc.bias is [3], the weights have [1]."
                        + " Check that the architecture is the one they were trained for; weights(path, Loading.PARTIAL)"
                        + " takes what fits.");
    }

    /** As many numbers, in another order: what another tool that keeps channels last may write. */
    @Test
    void whatIsTransposedIsOfAnotherShape() {
        Map<String, Tensor> transposed = new LinkedHashMap<>(all.toMap());
        transposed.put("conv.weight", all.get("conv.weight").reshape(Shape.of(3, 3, 3, 4)));
        transposed.put("fc.weight", all.get("fc.weight").reshape(Shape.of(4, 3)));

        assertThatThrownBy(() -> fit(Weights.of(transposed), Loading.STRICT))
                .isInstanceOf(WeightsException.class)
                .hasMessageContaining("conv.weight is [4, 3, 3, 3], the weights have [3, 3, 3, 4]")
                .hasMessageContaining("fc.weight is [3, 4], the weights have [4, 3]");
    }

    @Test
    void strictLoadingRefusesWeightsOfALargerNetwork() {
        Weights more = all.with(Weights.of(Map.of("layer4.weight", Tensor.of(Shape.of(1), new float[1]))));

        assertThatThrownBy(() -> fit(more, Loading.STRICT)).hasMessageContaining("1 left over: layer4.weight [1]");
    }

    @Test
    void publishedWeightsMayHoldMore() {
        Weights more = all.with(Weights.of(Map.of("aux1.weight", Tensor.of(Shape.of(1), new float[1]))));

        LoadReport report =
                fit(more, WeightsFitting.Source.PUBLISHED, Loading.STRICT).report();
        assertThat(report.leftOver()).containsExactly(new LoadReport.Entry("aux1.weight", null, Shape.of(1)));
    }

    @Test
    void partialLoadingTakesWhatFits() {
        WeightsFitting.Fitted fitted = fit(different(), Loading.PARTIAL);

        assertThat(fitted.weights().get("conv.weight")).isSameAs(all.get("conv.weight"));
        assertThat(fitted.weights().get("conv.bias")).isSameAs(fresh.get("conv.bias"));
        assertThat(fitted.weights().get("fc.bias")).isSameAs(fresh.get("fc.bias"));
        assertThat(fitted.weights().names()).containsExactlyElementsOf(all.names());
        assertThat(fitted.report())
                .isEqualTo(new LoadReport(
                        "net.pth",
                        7,
                        List.of(new LoadReport.Entry("conv.bias", Shape.of(4), null)),
                        List.of(new LoadReport.Entry("layer4.weight", null, Shape.of(2, 2))),
                        List.of(new LoadReport.Entry("fc.bias", Shape.of(3), Shape.of(1)))));
    }

    @Test
    void partialLoadingOfNothingIsRefused() {
        Weights other = Weights.of(Map.of("layer4.weight", Tensor.of(Shape.of(1), new float[1])));

        assertThatThrownBy(() -> fit(other, Loading.PARTIAL))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(
                        "Nothing in the weights fits the network. net.pth: 0 entries loaded; 8 missing: ");
    }

    @Test
    void aHeadForOtherClassesIsLeftOutOfTheReport() {
        Architecture five = network.classes(5);
        Weights head = Initializer.weights(five.graph(), 3);

        WeightsFitting.Fitted fitted = WeightsFitting.withHead(
                all, five, head, new WeightsFitting.Terms("net.pth", WeightsFitting.Source.NAMED, Loading.STRICT));
        assertThat(fitted.weights().get("fc.weight")).isSameAs(head.get("fc.weight"));
        assertThat(fitted.weights().get("conv.weight")).isSameAs(all.get("conv.weight"));
        assertThat(fitted.report().isComplete()).isTrue();
        assertThat(fitted.report().loaded()).isEqualTo(7);
    }

    private WeightsFitting.Fitted fit(Weights weights, Loading loading) {
        return fit(weights, WeightsFitting.Source.NAMED, loading);
    }

    private WeightsFitting.Fitted fit(Weights weights, WeightsFitting.Source source, Loading loading) {
        return WeightsFitting.fit(
                weights,
                network.graph(),
                loading == Loading.STRICT ? Weights.empty() : fresh,
                new WeightsFitting.Terms("net.pth", source, loading));
    }

    /** One entry missing, one left over, one of another shape. */
    private Weights different() {
        return without("conv.bias")
                .with(Weights.of(Map.of("layer4.weight", Tensor.of(Shape.of(2, 2), new float[4]))))
                .with(Weights.of(Map.of("fc.bias", Tensor.of(Shape.of(1), new float[1]))));
    }

    private Weights without(String name) {
        Map<String, Tensor> rest = new LinkedHashMap<>(all.toMap());
        rest.remove(name);
        return Weights.of(rest);
    }
}
