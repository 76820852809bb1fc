package io.ocelli.boxes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.ocelli.error.OcelliException;
import io.ocelli.testing.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CocoFilesTest {
    private static final String RESULT =
            "{\"image_id\": 4, \"category_id\": 2, \"bbox\": [1, 2, 3.5, 4], \"score\": 0.5}";
    private static final String ANNOTATION =
            "{\"id\": 1, \"image_id\": 4, \"category_id\": 2, \"bbox\": [1, 2, 3.5, 4],"
                    + " \"area\": 13, \"iscrowd\": 0, \"segmentation\": [[1, 2, 3]]}";

    @TempDir
    Path folder;

    private Path file(String text) throws IOException {
        return Files.write(folder.resolve("coco.json"), text.getBytes(StandardCharsets.UTF_8));
    }

    private static String instances(String images, String categories, String annotations) {
        return "{\"info\": {\"year\": 2017}, \"images\": [" + images + "], \"categories\": [" + categories
                + "], \"annotations\": [" + annotations + "]}";
    }

    private static String instances(String annotation) {
        return instances("{\"id\": 4}", "{\"id\": 2, \"name\": \"bee\"}", annotation);
    }

    @Test
    void goldenFilesGiveTheFiguresOfPycocotools() throws IOException {
        JsonObject golden = Golden.json("numbers/detection.json").getAsJsonObject("coco");
        StringBuilder images = new StringBuilder();
        for (int i = 1; i <= golden.get("images").getAsInt(); i++) {
            images.append(i == 1 ? "" : ",").append("{\"id\": ").append(i).append("}");
        }
        String categories = "{\"id\":1,\"name\":\"a\"},{\"id\":2,\"name\":\"b\"},{\"id\":3,\"name\":\"c\"},"
                + "{\"id\":4,\"name\":\"d\"}";
        JsonArray annotations = golden.getAsJsonArray("ground_truth");
        CocoInstances instances = CocoInstances.read(file("{\"images\":[" + images + "],\"categories\":[" + categories
                + "],\"annotations\":" + annotations + "}"));
        List<Detection> detections =
                CocoResults.read(file(golden.getAsJsonArray("detections").toString()));

        CocoEvaluation evaluation = CocoEvaluation.of(instances, detections);
        for (int i = 0; i < 12; i++) {
            assertThat(evaluation.stats().get(i))
                    .isEqualTo(golden.getAsJsonArray("stats").get(i).getAsDouble(), within(1e-9));
        }
    }

    @Test
    void readsInstances() throws IOException {
        CocoInstances read = CocoInstances.read(file(instances(
                "{\"id\": 4, \"file_name\": \"é.jpg\", \"width\": 640, \"height\": 480, \"license\": 3}, {\"id\": 5e0}",
                "{\"id\": 2, \"name\": \"bee\", \"supercategory\": \"insect\"}",
                ANNOTATION + ", " + ANNOTATION.replace("\"iscrowd\": 0", "\"iscrowd\": 1"))));

        GroundTruth truth = new GroundTruth(4, 2, new Bbox(1, 2, 3.5, 4), 13, false, false);
        assertThat(read)
                .isEqualTo(new CocoInstances(
                        List.of(new CocoImage(4, "é.jpg", 640, 480), CocoImage.of(5)),
                        List.of(new CocoCategory(2, "bee")),
                        List.of(truth, truth.asCrowd())));
    }

    @Test
    void readsResults() throws IOException {
        assertThat(CocoResults.read(file("[" + RESULT + "]")))
                .containsExactly(new Detection(4, 2, new Bbox(1, 2, 3.5, 4), 0.5));
        assertThat(CocoResults.read(file("[]"))).isEmpty();
    }

    @Test
    void whatIsWrittenIsReadBack() {
        GroundTruth truth = GroundTruth.of(1L << 40, 2, new Bbox(0.1, 1.0 / 3, 10, 1e-7));
        CocoInstances instances = new CocoInstances(
                List.of(new CocoImage(1L << 40, "a \"b\".jpg", 3, 4), CocoImage.of(2)),
                List.of(new CocoCategory(2, "bee"), new CocoCategory(0, "ant")),
                List.of(truth, truth.asCrowd()));
        List<Detection> detections = List.of(new Detection(2, 0, truth.bbox(), 1.0 / 7));
        instances.write(folder.resolve("instances.json"));
        CocoResults.write(detections, folder.resolve("results.json"));

        assertThat(CocoInstances.read(folder.resolve("instances.json"))).isEqualTo(instances);
        assertThat(CocoResults.read(folder.resolve("results.json"))).isEqualTo(detections);
    }

    @Test
    void whatFilesCannotSayIsNotWritten() {
        CocoInstances instances = new CocoInstances(
                List.of(CocoImage.of(1)),
                List.of(new CocoCategory(2, "bee")),
                List.of(GroundTruth.of(1, 2, new Bbox(0, 0, 1, 1)).asIgnored()));

        assertThatThrownBy(() -> instances.write(folder.resolve("instances.json")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("A COCO file says of no annotation but a crowd that it is ignored, and"
                        + " annotations[0] is: GroundTruth[image=1, ")
                .hasMessageEndingWith("Leave it out, or write it asCrowd().");
        assertThat(folder.resolve("instances.json")).doesNotExist();
    }

    static Stream<Arguments> wrongResults() {
        return Stream.of(
                Arguments.of("{}", "results is a list, received BEGIN_OBJECT"),
                Arguments.of("[" + RESULT + ", 3]", "results[1] is an object, received NUMBER"),
                Arguments.of(
                        "[" + RESULT + ", " + RESULT.replace("score", "confidence") + "]",
                        "results[1]: 'score' is a finite number, received nothing"),
                Arguments.of(
                        "[" + RESULT.replace("0.5", "\"0.5\"") + "]",
                        "results[0]: 'score' is a finite number, received '0.5'"),
                Arguments.of(
                        "[" + RESULT.replace("0.5", "1e999") + "]",
                        "results[0]: 'score' is a finite number, received 1e999"),
                Arguments.of(
                        "[" + RESULT.replace("0.5", "null") + "]",
                        "results[0]: 'score' is a finite number, received NULL"),
                Arguments.of(
                        "[" + RESULT.replace("3.5, 4", "3.5") + "]",
                        "results[0]: 'bbox' is a list of 4 finite numbers, received [1, 2, 3.5]"),
                Arguments.of(
                        "[" + RESULT.replace("3.5", "\"3.5\"") + "]",
                        "results[0]: 'bbox' is a list of 4 finite numbers, received [1, 2, '3.5', 4]"),
                Arguments.of(
                        "[" + RESULT.replace("3.5", "[[]]") + "]",
                        "results[0]: 'bbox' is a list of 4 finite numbers, received [1, 2, 'BEGIN_ARRAY', 4]"),
                Arguments.of(
                        "[" + RESULT.replace("3.5", "-3.5") + "]",
                        "results[0]: A bbox is x, y, width, height, finite and with width and height 0 or more,"
                                + " received [1.0, 2.0, -3.5, 4.0]"),
                Arguments.of(
                        "[" + RESULT.replace(": 4,", ": 4.5,") + "]",
                        "results[0]: 'image_id' is a whole number, received 4.5"),
                Arguments.of(
                        "[" + RESULT.replace(": 2,", ": 4294967298,") + "]",
                        "results[0]: 'category_id' is a whole number of 32 bits, received 4294967298"),
                Arguments.of(
                        "[" + RESULT + ", " + RESULT.replace("0.5", "NaN") + "]",
                        "it is no JSON or is cut off, at $[1].score"),
                Arguments.of("[" + RESULT + ", {\"bbox\": [1, 2", "it is no JSON or is cut off, at $[1].bbox[2]"),
                Arguments.of("[] []", "it is no JSON or is cut off, at $"));
    }

    @ParameterizedTest
    @MethodSource("wrongResults")
    void wrongResultsAreNamed(String text, String message) throws IOException {
        Path file = file(text);

        assertThatThrownBy(() -> CocoResults.read(file))
                .isInstanceOf(OcelliException.class)
                .hasMessage("The COCO file " + file + " is not as it has to be: " + message);
    }

    static Stream<Arguments> wrongInstances() {
        return Stream.of(
                Arguments.of("[]", "a file of instances is an object, received BEGIN_ARRAY"),
                Arguments.of(
                        "{\"images\": [], \"annotations\": []}",
                        "it has the lists images, categories and annotations, and no categories"),
                Arguments.of(
                        instances("[]").replace("\"id\": 4", "\"ID\": 4"),
                        "images[0]: 'id' is a whole number, received nothing"),
                Arguments.of(
                        instances(ANNOTATION.replace("iscrowd", "is_crowd")),
                        "annotations[0]: 'iscrowd' is 0 or 1, received nothing"),
                Arguments.of(
                        instances(ANNOTATION.replace("\"iscrowd\": 0", "\"iscrowd\": 2")),
                        "annotations[0]: 'iscrowd' is 0 or 1, received 2"),
                Arguments.of(
                        instances(ANNOTATION.replace("13", "-13")),
                        "annotations[0]: An area is finite and 0 or more, received -13.0"),
                Arguments.of(
                        instances(ANNOTATION.replace("area", "surface")),
                        "annotations[0]: 'area' is a finite number, received nothing"),
                Arguments.of(
                        instances(ANNOTATION + "," + ANNOTATION.replace("\"image_id\": 4", "\"image_id\": 5")),
                        "annotations[1] is of a picture that is listed, received the picture 5"),
                Arguments.of(
                        instances(ANNOTATION.replace("\"category_id\": 2", "\"category_id\": 3")),
                        "annotations[0] is of a class that is listed, received the class 3"),
                Arguments.of(
                        instances("{\"id\": 4}, {\"id\": 4}", "", ""),
                        "The ids of images are different, and that of images[1] stands twice: CocoImage[id=4,"
                                + " fileName=, width=0, height=0]"),
                Arguments.of(
                        instances("", "{\"id\": 2, \"name\": \"bee\"}, {\"id\": 2, \"name\": \"ant\"}", ""),
                        "The ids of categories are different, and that of categories[1] stands twice:"
                                + " CocoCategory[id=2, name=ant]"));
    }

    @ParameterizedTest
    @MethodSource("wrongInstances")
    void wrongInstancesAreNamed(String text, String message) throws IOException {
        Path file = file(text);

        assertThatThrownBy(() -> CocoInstances.read(file))
                .isInstanceOf(OcelliException.class)
                .hasMessage("The COCO file " + file + " is not as it has to be: " + message);
    }

    @Test
    void detectionsOfOtherPicturesAndClassesAreNamed() throws IOException {
        CocoInstances instances = CocoInstances.read(file(instances(ANNOTATION)));
        Detection good = new Detection(4, 2, new Bbox(1, 2, 3, 4), 1);

        assertThatThrownBy(() -> CocoEvaluation.of(instances, List.of(good, new Detection(5, 2, good.bbox(), 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("detections[1] is of a picture that is listed, received the picture 5");
        assertThatThrownBy(() -> CocoEvaluation.of(instances, List.of(new Detection(4, 3, good.bbox(), 1))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("detections[0] is of a class that is listed, received the class 3");
    }

    @Test
    void hostileFilesAreRefused() throws IOException {
        String deep = "[".repeat(100_000);
        for (String text : List.of(
                "",
                "[" + RESULT,
                "[" + RESULT.replace("0.5", "NaN") + "]",
                "[{\"score\": " + deep,
                "[{\"bbox\": " + deep,
                "[{\"other\": " + deep,
                "\u0000\u0001")) {
            Path file = file(text);
            assertThatThrownBy(() -> CocoResults.read(file))
                    .isInstanceOf(OcelliException.class)
                    .hasMessageStartingWith("The COCO file " + file + " ");
        }
        Path bytes = Files.write(folder.resolve("bytes.json"), new byte[] {'[', (byte) 0xFF, (byte) 0xFE});
        assertThatThrownBy(() -> CocoResults.read(bytes))
                .isInstanceOf(OcelliException.class)
                .hasMessageStartingWith("The COCO file " + bytes + " cannot be read: ");
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        Path file = folder.resolve("none.json");

        assertThatThrownBy(() -> CocoInstances.read(file))
                .isInstanceOf(OcelliException.class)
                .hasMessage(
                        "The COCO file " + file + " cannot be read:" + " java.nio.file.NoSuchFileException: " + file);
    }
}
