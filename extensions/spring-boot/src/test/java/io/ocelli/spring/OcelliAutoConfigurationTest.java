package io.ocelli.spring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.ocelli.Answer;
import io.ocelli.PictureClassifier;
import io.ocelli.Prediction;
import io.ocelli.data.ImageSource;
import io.ocelli.image.Image;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.ClassPathResource;

class OcelliAutoConfigurationTest {
    private static final String MODEL = "ocelli.classifiers.imagenet.model=efficientnet_lite0";
    private static final Image BLACK = Image.black(64, 64, 3);

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(
                    OcelliAutoConfiguration.class,
                    OcelliMetersAutoConfiguration.class,
                    OcelliEndpointAutoConfiguration.class));

    @Test
    void aClassifierIsABeanOfItsName() {
        runner.withPropertyValues(MODEL).run(context -> {
            assertThat(context).hasNotFailed().hasSingleBean(PictureClassifier.class);
            assertThat(context.getBean("imagenet", PictureClassifier.class).labels())
                    .hasSize(1000);
        });
    }

    @Test
    void withoutAnyThereIsNoneAndNothingElse() {
        runner.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(PictureClassifier.class)
                .doesNotHaveBean(MeterBinder.class)
                .doesNotHaveBean(ReloadEndpoint.class));
    }

    @Test
    void aContextThatClosesClosesItsClassifiers() {
        ReloadableClassifier[] kept = new ReloadableClassifier[1];
        runner.withPropertyValues(MODEL).run(context -> kept[0] = context.getBean(ReloadableClassifier.class));
        assertThatThrownBy(() -> kept[0].classify(BLACK))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("A classifier answers until its application ends, and this one was closed");
        assertThatThrownBy(() -> kept[0].reload()).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void aPictureBelowTheLeastConfidenceIsRefused() {
        runner.withPropertyValues(MODEL, "ocelli.classifiers.imagenet.least-confidence=0.999")
                .run(context -> assertThat(context.getBean(PictureClassifier.class)
                                .classify(BLACK)
                                .decision()
                                .isRefusal())
                        .isTrue());
    }

    @Test
    void picturesOfSeveralThreadsArePutTogether() {
        runner.withPropertyValues(MODEL, "ocelli.classifiers.imagenet.batching=4")
                .run(context -> {
                    ReloadableClassifier classifier = context.getBean(ReloadableClassifier.class);
                    Prediction alone = classifier.classify(BLACK);
                    List<Prediction> all = IntStream.range(0, 32)
                            .parallel()
                            .mapToObj(i -> classifier.classify(BLACK))
                            .toList();
                    assertThat(all).allSatisfy(each -> assertThat(each.label()).isEqualTo(alone.label()));
                    assertThat(classifier.batching().pictures()).isEqualTo(33);
                });
    }

    private static double counted(MeterRegistry registry, String what, String outcome) {
        return registry.get("ocelli." + what).tag("outcome", outcome).counter().count();
    }

    private static MeterRegistry bound(ApplicationContext context) {
        MeterRegistry registry = new SimpleMeterRegistry();
        context.getBean(MeterBinder.class).bindTo(registry);
        return registry;
    }

    @Test
    void picturesAreCounted() {
        runner.withPropertyValues(MODEL).run(context -> {
            MeterRegistry registry = bound(context);
            ReloadableClassifier classifier = context.getBean(ReloadableClassifier.class);
            classifier.classify(BLACK);
            assertThatThrownBy(() -> classifier.classify(new byte[] {1})).isInstanceOf(RuntimeException.class);
            classifier.reload();
            assertThat(registry.get("ocelli.classify.stage")
                            .tag("stage", "network")
                            .timer()
                            .count())
                    .isEqualTo(1);
            assertThat(counted(registry, "classified", "success")).isEqualTo(1);
            assertThat(counted(registry, "classified", "unreadable")).isEqualTo(1);
            assertThat(registry.get("ocelli.classify")
                            .tag("classifier", "imagenet")
                            .timers())
                    .as("one for each outcome")
                    .hasSize(2);
            assertThat(registry.get("ocelli.classify.pending").gauge().value()).isZero();
            assertThat(registry.get("ocelli.confidence").summary().count()).isEqualTo(1);
            assertThat(counted(registry, "reloads", "success")).isEqualTo(1);
        });
    }

    @Test
    void picturesOfListsAndStreamsAreCounted() {
        runner.withPropertyValues(MODEL).run(context -> {
            MeterRegistry registry = bound(context);
            ReloadableClassifier classifier = context.getBean(ReloadableClassifier.class);
            classifier.classifyImages(List.of(BLACK, BLACK));
            try (Stream<Answer<byte[]>> answers =
                    classifier.classifyAll(Stream.of(new byte[] {1}, new byte[] {2}), ImageSource::of)) {
                assertThat(answers).allMatch(Answer::failed);
            }
            assertThat(counted(registry, "classified", "success")).isEqualTo(2);
            assertThat(counted(registry, "classified", "unreadable")).isEqualTo(2);
            assertThat(registry.get("ocelli.classify.pending").gauge().value()).isZero();
        });
    }

    @Test
    void aModelThatIsNotThereStopsTheStartAndIsExplained(@TempDir Path folder) {
        String absent = folder.resolve("absent.onnx").toString();
        runner.withPropertyValues("ocelli.classifiers.insects.model=" + absent).run(context -> {
            assertThat(context).hasFailed();
            FailureAnalysis analysis = new OcelliFailureAnalyzer().analyze(context.getStartupFailure());
            assertThat(analysis.getDescription())
                    .isEqualTo("A classifier could not be opened: An ONNX model is a file, and there is none at "
                            + absent);
        });
    }

    @Test
    void aReloadThatFailsKeepsTheOldModel() {
        runner.withPropertyValues(MODEL).run(context -> {
            boolean[] gone = new boolean[1];
            ClassifierProperties said =
                    context.getBean(OcelliProperties.class).classifiers().get("imagenet");
            try (ReloadableClassifier classifier = new ReloadableClassifier("insects", () -> {
                if (gone[0]) {
                    throw new io.ocelli.error.WeightsException("gone");
                }
                return said.open();
            })) {
                gone[0] = true;
                assertThatThrownBy(classifier::reload).hasMessage("gone");
                assertThat(classifier.classify(BLACK).label()).isNotEmpty();
                assertThat(ClassifierStatus.checked(classifier).reloadError()).isEqualTo("gone");
            }
        });
    }

    @Test
    void aStreamIsAnsweredToItsEndByTheModelThatBeganIt() {
        runner.withPropertyValues(MODEL).run(context -> {
            ReloadableClassifier classifier = context.getBean(ReloadableClassifier.class);
            try (var answers = classifier.classifyAll(
                    java.util.stream.Stream.generate(() -> BLACK).limit(40), io.ocelli.data.ImageSource::of)) {
                var each = answers.iterator();
                each.next();
                classifier.reload();
                int rest = 0;
                for (; each.hasNext(); rest++) {
                    assertThat(each.next().failed()).isFalse();
                }
                assertThat(rest).isEqualTo(39);
            }
        });
    }

    @Test
    void wrongCombinationsAreRefused() {
        assertThatThrownBy(() -> new ClassifierProperties("a.onnx", null, "pytorch", null, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("An ONNX file runs on ONNX Runtime, received a.onnx and the engine 'pytorch'; leave"
                        + " ocelli.classifiers.NAME.engine out");
        assertThatThrownBy(() -> new ClassifierProperties("a.onnx", "IMAGENET", null, null, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("The name of weights goes with that of an architecture, received a.onnx and the weights"
                        + " 'IMAGENET'; leave ocelli.classifiers.NAME.weights out");
        assertThatThrownBy(() -> new ClassifierProperties(" ", null, null, null, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "A classifier has a model: ocelli.classifiers.NAME.model is a saved folder, an ONNX file or the"
                                + " name of an architecture, received none");
    }

    @Test
    void resourcesAreNamedInErrors() {
        assertThatThrownBy(() -> SpringPictures.of(new ByteArrayResource(new byte[0], "the logo"))
                        .read())
                .isInstanceOf(io.ocelli.error.ImageException.class)
                .hasMessageContaining("the logo")
                .hasMessageContaining("is empty");
        assertThatThrownBy(() ->
                        SpringPictures.of(new ClassPathResource("none.png")).read())
                .isInstanceOf(io.ocelli.error.ImageException.class)
                .hasMessageStartingWith("The picture class path resource [none.png] cannot be read: ");
    }

    /** Written by hand, as one would otherwise run a second annotation processor: nothing may be missing from it. */
    @Test
    void theMetadataHasEachProperty() throws IOException {
        String metadata = new ClassPathResource("META-INF/spring-configuration-metadata.json")
                .getContentAsString(StandardCharsets.UTF_8);
        for (var component : ClassifierProperties.class.getRecordComponents()) {
            String name = component.getName().replaceAll("([A-Z])", "-$1").toLowerCase(java.util.Locale.ROOT);
            assertThat(metadata).contains("\"name\": \"ocelli.classifiers.*." + name + "\"");
        }
    }
}
