package io.ocelli.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Optimisers are values; what they compute is the engines' contract. */
class OptimizerTest {
    static Stream<Optimizer> optimizers() {
        return Stream.of(
                Optimizer.sgd(0.1).weightDecay(0.5),
                Optimizer.adam(0.1).weightDecay(0.5),
                Optimizer.adamW(0.1).weightDecay(0.5),
                Optimizer.amsGrad(0.1).weightDecay(0.5),
                Optimizer.rmsProp(0.1).weightDecay(0.5),
                Optimizer.adagrad(0.1).weightDecay(0.5),
                Optimizer.lion(0.1).weightDecay(0.5),
                Optimizer.lamb(0.1).weightDecay(0.5));
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void changesItsRateAndDecayAlone(Optimizer optimizer) {
        assertThat(optimizer.learningRate()).isEqualTo(0.1);
        assertThat(optimizer.learningRate(0.2).learningRate()).isEqualTo(0.2);
        assertThat(optimizer.learningRate(0.2).learningRate(0.1)).isEqualTo(optimizer);
        assertThat(optimizer.decay(2)).isNotEqualTo(optimizer);
        assertThat(optimizer.decay(2).decay(0.5)).isEqualTo(optimizer);
    }

    @ParameterizedTest
    @MethodSource("optimizers")
    void refusesWhatCannotBe(Optimizer optimizer) {
        assertThatThrownBy(() -> optimizer.learningRate(-1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("learningRate is at least 0, received -1.0");
        assertThatThrownBy(() -> optimizer.decay(-1)).hasMessage("weightDecay is at least 0, received -0.5");
    }

    @Test
    void refusesSharesOfOne() {
        assertThatThrownBy(() -> Optimizer.rmsProp(1).alpha(1))
                .hasMessage("alpha is at least 0 and below 1, received 1.0");
        assertThatThrownBy(() -> Optimizer.rmsProp(1).momentum(-1))
                .hasMessage("momentum is at least 0 and below 1, received -1.0");
        assertThatThrownBy(() -> Optimizer.lion(1).betas(0.9, 1))
                .hasMessage("beta2 is at least 0 and below 1, received 1.0");
        assertThatThrownBy(() -> Optimizer.lamb(1).betas(1, 0.9))
                .hasMessage("beta1 is at least 0 and below 1, received 1.0");
        assertThatThrownBy(() -> Optimizer.adagrad(1).eps(-1)).hasMessage("eps is at least 0, received -1.0");
    }
}
