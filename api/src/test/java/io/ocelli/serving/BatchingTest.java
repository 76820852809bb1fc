package io.ocelli.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.data.ImageSource;
import io.ocelli.engine.Preset;
import io.ocelli.error.BusyException;
import io.ocelli.error.EngineException;
import io.ocelli.image.Image;
import io.ocelli.model.NetworkPrograms;
import io.ocelli.model.Scoring;
import io.ocelli.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Pictures that threads ask about one by one, put together for the network. */
class BatchingTest {
    private static final int BROKEN = 13;
    private static final int STRANGE = 14;
    private static final Duration LONG = Duration.ofHours(1);

    private final FakeNetwork network = new FakeNetwork();
    private final ExecutorService threads = Executors.newCachedThreadPool();

    @AfterEach
    void end() {
        threads.shutdownNow();
    }

    /** The network, which does something first with the number of pictures, fails on some, and says no number of others. */
    private PixelScorer network(IntConsumer first) {
        return new PixelScorer() {
            @Override
            public String engine() {
                return network.engine();
            }

            @Override
            public Outputs run(Map<String, Tensor> inputs) {
                Tensor pixels = inputs.get(NetworkPrograms.PIXELS);
                first.accept(pixels.shape().at(0));
                Outputs outputs = network.run(inputs);
                for (int i = 0; i < pixels.shape().at(0); i++) {
                    int sample = pixels.bytes().get(i * 12) & 255;
                    if (sample == BROKEN) {
                        throw new EngineException("the network fails on " + sample);
                    }
                    if (sample == STRANGE) {
                        outputs.logits()[2 * i] = Float.NaN;
                        outputs.probabilities()[2 * i] = Float.NaN;
                    }
                }
                return outputs;
            }

            @Override
            public Outputs runAmongMany(Map<String, Tensor> inputs) {
                return network.run(inputs);
            }

            @Override
            public Tensor features(Map<String, Tensor> inputs) {
                return network.features(inputs);
            }

            @Override
            public Map<String, Tensor> stages(Map<String, Tensor> inputs) {
                return network.stages(inputs);
            }

            @Override
            public void close() {
                network.close();
            }
        };
    }

    private Serving serving(IntConsumer first, Batching batching, Preset preset) {
        return Serving.of(
                network(first),
                FakeNetwork.LABELS,
                FakeNetwork.PIXELS,
                new Answering(Scoring.SOFTMAX, image -> image, List.of()),
                ServingTarget.DEFAULT.withPreset(preset).withBatching(batching));
    }

    private Serving serving(IntConsumer first, Batching batching) {
        return serving(first, batching, Preset.LATENCY);
    }

    private static Image picture(int sample) {
        byte[] samples = new byte[12];
        Arrays.fill(samples, (byte) sample);
        return Image.of(2, 2, 3, samples);
    }

    private static float asked(Serving serving, int sample) {
        return serving.score(picture(sample)).logits()[1];
    }

    private Future<Float> asking(Serving serving, int sample) {
        return threads.submit(() -> asked(serving, sample));
    }

    private static void await(BooleanSupplier state) throws InterruptedException {
        while (!state.getAsBoolean()) {
            Thread.sleep(1);
        }
    }

    /** A network that is held until it is let go, but for the run when it is opened. */
    private static final class Held implements IntConsumer {
        final CountDownLatch reached = new CountDownLatch(1);
        final CountDownLatch released = new CountDownLatch(1);
        final List<Integer> sizes = new ArrayList<>();
        boolean opened;

        @Override
        public void accept(int pictures) {
            if (!opened) {
                opened = true;
                return;
            }
            sizes.add(pictures);
            reached.countDown();
            try {
                released.await();
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachOfManyThreadsGetsItsOwnAnswer(Preset preset) throws Exception {
        int callers = 32;
        int calls = 500;
        try (Serving serving = serving(n -> {}, Batching.of(8), preset)) {
            List<Callable<Void>> all = new ArrayList<>();
            for (int caller = 0; caller < callers; caller++) {
                int first = caller;
                all.add(() -> {
                    for (int call = 0; call < calls; call++) {
                        int sample = 20 + (first * 31 + call) % 200;
                        assertThat(asked(serving, sample)).isEqualTo(FakeNetwork.logit(sample));
                    }
                    return null;
                });
            }
            for (Future<Void> each : threads.invokeAll(all)) {
                each.get();
            }
            assertThat(serving.batching().pictures()).isEqualTo((long) callers * calls);
            assertThat(serving.batching().runs()).isLessThanOrEqualTo((long) callers * calls);
            assertThat(serving.batching().waiting()).isZero();
        }
    }

    @Test
    void whatCameWhileThePictureBeforeRanGoesTogether() throws Exception {
        Held held = new Held();
        try (Serving serving = serving(held, Batching.of(4))) {
            List<Future<Float>> answers = new ArrayList<>();
            answers.add(asking(serving, 100));
            held.reached.await();
            for (int i = 1; i <= 5; i++) {
                answers.add(asking(serving, 100 + i));
            }
            await(() -> serving.batching().waiting() == 5);
            held.released.countDown();

            for (int i = 0; i <= 5; i++) {
                assertThat(answers.get(i).get()).isEqualTo(FakeNetwork.logit(100 + i));
            }
            assertThat(held.sizes).containsExactly(1, 4, 1);
            assertThat(serving.batching()).isEqualTo(new Batching.Figures(0, 3, 6));
        }
    }

    @Test
    void inALineEachRunsByItselfAfterTheOneBefore() throws Exception {
        Held held = new Held();
        try (Serving serving = serving(held, Batching.of(1))) {
            Future<Float> first = asking(serving, 100);
            held.reached.await();
            Future<Float> second = asking(serving, 101);
            Future<Float> third = asking(serving, 102);
            await(() -> serving.batching().waiting() == 2);
            held.released.countDown();

            assertThat(first.get()).isEqualTo(FakeNetwork.logit(100));
            assertThat(second.get()).isEqualTo(FakeNetwork.logit(101));
            assertThat(third.get()).isEqualTo(FakeNetwork.logit(102));
            assertThat(held.sizes).containsExactly(1, 1, 1);
            assertThat(serving.batching()).isEqualTo(new Batching.Figures(0, 3, 3));
        }
    }

    @Test
    void theFirstWaitsForOthersUntilTheRunIsFull() throws Exception {
        try (Serving serving = serving(n -> {}, Batching.of(2).waiting(LONG))) {
            Future<Float> first = asking(serving, 30);
            Future<Float> second = asking(serving, 40);

            assertThat(first.get()).isEqualTo(FakeNetwork.logit(30));
            assertThat(second.get()).isEqualTo(FakeNetwork.logit(40));
            assertThat(serving.batching()).isEqualTo(new Batching.Figures(0, 1, 2));
        }
    }

    @Test
    void whoStaysAloneIsAnsweredAlone() {
        try (Serving serving = serving(n -> {}, Batching.of(8).waiting(Duration.ofMillis(20)))) {
            assertThat(asked(serving, 50)).isEqualTo(FakeNetwork.logit(50));
            assertThat(serving.batching()).isEqualTo(new Batching.Figures(0, 1, 1));
        }
    }

    @Test
    void anErrorIsItsOwnPictures() throws Exception {
        try (Serving serving = serving(n -> {}, Batching.of(4).waiting(LONG))) {
            Future<Float> good = asking(serving, 60);
            Future<Float> broken = asking(serving, BROKEN);
            Future<Float> strange = asking(serving, STRANGE);
            Future<Float> other = asking(serving, 70);

            assertThat(good.get()).isEqualTo(FakeNetwork.logit(60));
            assertThat(other.get()).isEqualTo(FakeNetwork.logit(70));
            assertThatThrownBy(broken::get)
                    .isInstanceOf(ExecutionException.class)
                    .cause()
                    .isInstanceOf(EngineException.class)
                    .hasMessage("the network fails on 13");
            assertThatThrownBy(strange::get)
                    .cause()
                    .isInstanceOf(EngineException.class)
                    .hasMessageContaining("and this one said NaN");
        }
    }

    @Test
    void whatWaitsWhenItIsClosedIsAnsweredFirst() throws Exception {
        Held held = new Held();
        Serving serving = serving(held, Batching.of(4));
        Future<Float> running = asking(serving, 80);
        held.reached.await();
        Future<Float> waiting = asking(serving, 90);
        await(() -> serving.batching().waiting() == 1);
        Thread closing = new Thread(serving::close);
        closing.start();
        await(() -> closing.getState() == Thread.State.WAITING);
        assertThat(network.closings).hasValue(0);
        held.released.countDown();

        assertThat(running.get()).isEqualTo(FakeNetwork.logit(80));
        assertThat(waiting.get()).isEqualTo(FakeNetwork.logit(90));
        closing.join();
        assertThat(network.closings).hasValue(1);
        assertThatThrownBy(() -> asked(serving, 1))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(Serving.CLOSED);
    }

    @Test
    void moreThanMayWaitAreRefused() throws Exception {
        Held held = new Held();
        try (Serving serving = serving(held, Batching.of(2).queue(3))) {
            List<Future<Float>> answers = new ArrayList<>();
            answers.add(asking(serving, 100));
            held.reached.await();
            for (int i = 1; i <= 3; i++) {
                answers.add(asking(serving, 100 + i));
            }
            await(() -> serving.batching().waiting() == 3);

            assertThatThrownBy(() -> asked(serving, 110))
                    .isInstanceOf(BusyException.class)
                    .hasMessage("At most 3 pictures wait for the network, and so many do. Ask again later, or let more"
                            + " wait by Batching.queue.");
            held.released.countDown();
            for (int i = 0; i <= 3; i++) {
                assertThat(answers.get(i).get()).isEqualTo(FakeNetwork.logit(100 + i));
            }
        }
    }

    @Test
    void anInterruptedThreadIsAnsweredAndStaysInterrupted() throws Exception {
        try (Serving serving = serving(n -> {}, Batching.of(4).waiting(LONG))) {
            Future<Boolean> answered = threads.submit(() -> {
                Thread.currentThread().interrupt();
                assertThat(asked(serving, 120)).isEqualTo(FakeNetwork.logit(120));
                return Thread.currentThread().isInterrupted();
            });
            assertThat(answered.get()).isTrue();
        }
    }

    @Test
    void listsAndStreamsAreNotGathered() {
        try (Serving serving = serving(n -> {}, Batching.of(8).waiting(LONG))) {
            assertThat(serving.score(List.of(picture(130)), ImageSource::of)).hasSize(1);
            assertThat(serving.batching()).isEqualTo(new Batching.Figures(0, 0, 0));
        }
    }

    @Test
    void decoratorsGoAroundEachPicture() throws Exception {
        try (Serving plain = serving(n -> {}, Batching.of(2).waiting(LONG));
                Serving hot = plain.with(List.of(new Temperature(2)))) {
            Future<Float> one = asking(plain, 140);
            Future<Float> other = asking(hot, 140);

            assertThat(one.get()).isEqualTo(FakeNetwork.logit(140));
            assertThat(other.get()).isEqualTo(FakeNetwork.logit(140) / 2);
            assertThat(plain.batching().runs()).as("one network, one run").isEqualTo(1);
        }
    }

    @Test
    void whatCannotBeIsRefusedAtOnce() {
        assertThatThrownBy(() -> Batching.of(0))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A run of gathered pictures takes 1 at least, received 0");
        assertThatThrownBy(() -> Batching.of(2).waiting(Duration.ofMillis(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("A picture waits for others for no time or more, received PT-0.001S");
        assertThatThrownBy(() -> Batching.of(8).queue(7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("As many pictures may wait as a run takes, 8, or more, received a queue of 7");
    }
}
