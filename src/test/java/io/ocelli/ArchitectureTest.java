package io.ocelli;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The arrows between the artifacts; each rule names all that a part may see, so a new dependency shows here. */
class ArchitectureTest {
    private static final String TRANSFORMS = "io.ocelli.transforms..";
    private static final String IMAGEIO = "io.ocelli.imageio..";
    private static final String TURBOJPEG = "io.ocelli.turbojpeg..";
    private static final String ZOO = "io.ocelli.zoo..";
    private static final String PYTORCH = "io.ocelli.pytorch..";
    private static final String ONNXRUNTIME = "io.ocelli.onnxruntime..";
    private static final String OPENVINO = "io.ocelli.openvino..";

    /** The extensions, each with what it may see besides the api, the portable JDK and the libraries of all. */
    private static final Map<String, List<String>> EXTENSIONS = Map.of(
            "io.ocelli.learning..",
            List.of(),
            "io.ocelli.compression..",
            List.of(),
            "io.ocelli.explanation..",
            List.of(),
            "io.ocelli.reports..",
            List.of("java.awt..", "javax.imageio..", "org.knowm.xchart..", "com.google.protobuf.."),
            "io.ocelli.micrometer..",
            List.of("io.micrometer.core.instrument.."),
            "io.ocelli.opentelemetry..",
            List.of("io.opentelemetry.api..", "io.opentelemetry.context.."),
            "io.ocelli.dense..",
            List.of(),
            "io.ocelli.djl..",
            List.of("ai.djl..", TRANSFORMS, ONNXRUNTIME),
            "io.ocelli.medical..",
            List.of("javax.crypto.."));

    private static final DescribedPredicate<JavaClass> API = resideInAPackage("io.ocelli..")
            .and(not(resideInAnyPackage(TRANSFORMS, IMAGEIO, TURBOJPEG, ZOO, PYTORCH, ONNXRUNTIME, OPENVINO)))
            .and(not(resideInAnyPackage(EXTENSIONS.keySet().toArray(new String[0]))))
            .as("the api");

    /** What also exists on Android. */
    private static final DescribedPredicate<JavaClass> PORTABLE_JAVA = resideInAnyPackage("java..", "javax.crypto..")
            .and(not(resideInAnyPackage("java.awt..", "java.net.http..", "java.lang.management..")))
            .as("the JDK's portable packages");

    private static final DescribedPredicate<JavaClass> LIBRARIES = resideInAnyPackage(
            "com.google.common..",
            "com.google.errorprone.annotations..",
            "com.google.gson..",
            "org.slf4j..",
            "org.jspecify..");

    /** The packages of the api, each with those of its others that it sees; {@code ocelli} is the root. */
    private static final String ARROWS = """
            ocelli -> data decisions engine error graph image metrics model saving serving tensor training weights
            boxes -> error files image
            data -> error image tensor
            decisions -> image metrics model serving
            engine -> error files graph image services tensor weights
            error ->
            files ->
            graph -> tensor weights
            heads -> graph tensor
            image -> error files services
            metrics -> image tensor
            model -> engine error files graph image services tensor weights
            saving -> engine error files graph image model serving tensor weights
            services ->
            serving -> data engine error files image metrics model services tensor weights
            tensor ->
            training -> data engine error graph image model tensor weights
            weights -> error files tensor
            """;

    private static final SliceAssignment PACKAGES = new SliceAssignment() {
        @Override
        public SliceIdentifier getIdentifierOf(JavaClass type) {
            return SliceIdentifier.of(type.getPackageName());
        }

        @Override
        public String getDescription() {
            return "packages";
        }
    };

    private static JavaClasses ocelli;

    @BeforeAll
    static void read() {
        ocelli = Artifacts.classes();
    }

    @Test
    void apiKnowsNoEngineNoDesktopAndNoPartBesideIt() {
        check(API, API.or(PORTABLE_JAVA).or(LIBRARIES));
    }

    @Test
    void transformsKnowTheApiAlone() {
        check(
                resideInAPackage(TRANSFORMS),
                API.or(resideInAPackage(TRANSFORMS)).or(PORTABLE_JAVA).or(LIBRARIES));
    }

    @Test
    void zooKnowsTheApiAlone() {
        check(
                resideInAPackage(ZOO),
                API.or(resideInAPackage(ZOO)).or(PORTABLE_JAVA).or(LIBRARIES));
    }

    @Test
    void imageioKnowsTheApiAndTheDesktop() {
        check(
                resideInAPackage(IMAGEIO),
                API.or(resideInAnyPackage(IMAGEIO, "java..", "javax.imageio..", "com.twelvemonkeys..", "org.w3c.dom.."))
                        .or(LIBRARIES));
    }

    @Test
    void pytorchKnowsTheApiAndDjl() {
        check(
                resideInAPackage(PYTORCH),
                API.or(resideInAnyPackage(PYTORCH, "java..", "ai.djl..")).or(LIBRARIES));
    }

    @Test
    void onnxruntimeKnowsTheApiAndItsRuntimeButNoDjl() {
        check(
                resideInAPackage(ONNXRUNTIME),
                API.or(resideInAnyPackage(ONNXRUNTIME, "ai.onnxruntime..", "ai.onnx.proto..", "com.google.protobuf.."))
                        .or(PORTABLE_JAVA)
                        .or(LIBRARIES));
    }

    @Test
    void turbojpegKnowsTheApiTheDecoderThatAsksItAndJna() {
        check(
                resideInAPackage(TURBOJPEG),
                API.or(resideInAnyPackage(TURBOJPEG, IMAGEIO, "com.sun.jna.."))
                        .or(PORTABLE_JAVA)
                        .or(LIBRARIES));
    }

    @Test
    void openvinoKnowsTheApiTheCompilerToOnnxAndJna() {
        check(
                resideInAPackage(OPENVINO),
                API.or(resideInAnyPackage(OPENVINO, ONNXRUNTIME, "com.sun.jna.."))
                        .or(PORTABLE_JAVA)
                        .or(LIBRARIES));
    }

    @Test
    void extensionsKnowTheApiAloneAndNeverEachOther() {
        EXTENSIONS.forEach((extension, besides) -> check(
                resideInAPackage(extension),
                API.or(resideInAPackage(extension))
                        .or(resideInAnyPackage(besides.toArray(new String[0])))
                        .or(PORTABLE_JAVA)
                        .or(LIBRARIES)));
    }

    /** What is not of scope test goes to whoever depends on {@code ocelli}. */
    @Test
    void theUsersArtifactBringsNoExtension() throws IOException {
        Path pom = Files.exists(Path.of("src", "pom.xml")) ? Path.of("src", "pom.xml") : Path.of("pom.xml");
        for (String dependency : Files.readString(pom).split("<dependency>")) {
            for (String extension : EXTENSIONS.keySet()) {
                String artifact = "<artifactId>ocelli-" + extension.split("\\.")[2] + "</artifactId>";
                if (dependency.contains(artifact)) {
                    assertThat(dependency).contains("<scope>test</scope>");
                }
            }
        }
    }

    @Test
    void packagesFormNoCycle() {
        slices().assignedFrom(PACKAGES).should().beFreeOfCycles().check(ocelli);
    }

    /** A new arrow is a decision: it is drawn here first. */
    @Test
    void packagesOfTheApiSeeEachOtherAsDrawn() {
        Map<String, Set<String>> seen = new TreeMap<>();
        for (JavaClass type : ocelli) {
            if (API.test(type)) {
                Set<String> others = seen.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>());
                type.getDirectDependenciesFromSelf().stream()
                        .map(arrow -> arrow.getTargetClass().getBaseComponentType())
                        .filter(API)
                        .map(JavaClass::getPackageName)
                        .forEach(others::add);
                others.remove(type.getPackageName());
            }
        }
        StringBuilder arrows = new StringBuilder();
        seen.forEach((name, others) -> arrows.append(brief(name))
                .append(" ->")
                .append(others.stream().map(other -> " " + brief(other)).collect(Collectors.joining()))
                .append('\n'));
        assertThat(arrows).hasToString(ARROWS);
    }

    private static String brief(String name) {
        return name.replaceFirst("^io\\.(ocelli\\.)?", "");
    }

    /** The root is the door that applications take, and what stands behind it works without it. */
    @Test
    void nothingOfTheApiSeesTheRoot() {
        noClasses()
                .that(API.and(not(resideInAPackage("io.ocelli"))))
                .should()
                .dependOnClassesThat(resideInAPackage("io.ocelli"))
                .check(ocelli);
    }

    @Test
    void noPackageIsSplitBetweenArtifacts() {
        Map<String, Set<String>> homes = new TreeMap<>();
        for (JavaClass type : ocelli) {
            String path = type.getSource().orElseThrow().getUri().toString();
            String file = type.getName().replace('.', '/') + ".class";
            homes.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                    .add(path.replace(file, ""));
        }
        assertThat(homes)
                .allSatisfy((name, artifacts) -> assertThat(artifacts).as(name).hasSize(1));
    }

    private static void check(DescribedPredicate<JavaClass> part, DescribedPredicate<JavaClass> mayUse) {
        DescribedPredicate<JavaClass> known = mayUse.or(
                        DescribedPredicate.describe("primitives", JavaClass::isPrimitive))
                .or(DescribedPredicate.describe(
                        "arrays of these", type -> type.isArray() && knows(mayUse, type.getBaseComponentType())));
        ArchRule rule = classes()
                .that(part)
                .should()
                .onlyDependOnClassesThat(known)
                // A part without classes breaks no rule.
                .allowEmptyShould(true);
        rule.check(ocelli);
    }

    private static boolean knows(DescribedPredicate<JavaClass> mayUse, JavaClass type) {
        return type.isPrimitive() || mayUse.test(type);
    }
}
