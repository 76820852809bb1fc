package io.ocelli.medical;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.ocelli.medical.ElementChange.Done;
import io.ocelli.testing.Golden;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** The basic profile against the table of PS3.15 and what must go from five files. */
class GoldenDeidentificationTest {
    private static final Deidentification RULES =
            Deidentification.basic(PseudonymKey.of("a key for tests only".getBytes(StandardCharsets.UTF_8)));

    @Test
    void theTableIsThatOfTheStandard() {
        for (JsonElement row : golden().getAsJsonArray("table")) {
            JsonObject rule = row.getAsJsonObject();
            int tag = tag(rule.get("tag").getAsString());
            assertThat(BasicProfile.action(tag))
                    .as(Element.name(tag))
                    .isEqualTo(rule.get("action").getAsString());
        }
    }

    @TestFactory
    Stream<DynamicTest> everyAttributeThatMustGoGoesAndTheOthersStay() {
        return StreamSupport.stream(golden().getAsJsonArray("files").spliterator(), false)
                .map(JsonElement::getAsJsonObject)
                .map(golden -> DynamicTest.dynamicTest(golden.get("file").getAsString(), () -> check(golden)));
    }

    private static JsonObject golden() {
        return Golden.json("numbers/deidentification.json");
    }

    private static int tag(String text) {
        return Integer.parseUnsignedInt(text.replace(",", ""), 16);
    }

    private static void check(JsonObject golden) {
        Path place =
                Golden.shared().resolve("data/dicom").resolve(golden.get("file").getAsString());
        DicomFile before = DicomFile.read(place);

        Deidentified done = RULES.apply(before);

        DicomFile after = DicomFile.of(done.file(), "after");
        for (JsonElement each : golden.getAsJsonArray("attributes")) {
            attribute(each.getAsJsonObject(), done, before, after);
        }
        String bytes = new String(done.file(), StandardCharsets.ISO_8859_1);
        for (JsonElement secret : golden.getAsJsonArray("strings_that_must_not_remain")) {
            assertThat(bytes).doesNotContain(secret.getAsString());
            String utf8 =
                    new String(secret.getAsString().getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
            assertThat(bytes).doesNotContain(utf8);
        }
        golden.getAsJsonObject("kept").keySet().forEach(keyword -> {
            assertThat(after.text(keyword)).as(keyword).isEqualTo(before.text(keyword));
        });
        assertThat(after.text("PatientIdentityRemoved")).contains("YES");
        assertThat(after.text("MediaStorageSOPInstanceUID"))
                .isEqualTo(after.text("SOPInstanceUID"))
                .contains(done.sopInstanceUid());
        assertThat(done.file()).startsWith(new byte[128]);
    }

    private static void attribute(JsonObject expected, Deidentified done, DicomFile before, DicomFile after) {
        List<Integer> tags = new ArrayList<>();
        List<Integer> items = new ArrayList<>();
        for (JsonElement step : expected.getAsJsonArray("path")) {
            if (step.getAsJsonPrimitive().isNumber()) {
                items.add(step.getAsInt());
            } else {
                tags.add(tag(step.getAsString()));
            }
        }
        List<ElementChange> changes = done.changes().stream()
                .filter(change -> change.tags().equals(tags) && change.items().equals(items))
                .toList();
        assertThat(changes).as("what was done to %s", expected).hasSize(1);
        ElementChange change = changes.get(0);
        assertThat(change.action()).isEqualTo(expected.get("action").getAsString());
        // pydicom names no attribute of a repeating group
        assertThat(change.keyword()).endsWith(expected.get("keyword").getAsString());
        if (tags.size() > 1 || tags.get(0) >>> 16 == 2) {
            return;
        }
        Optional<String> old = before.text(tags.get(0));
        Optional<String> left = after.text(tags.get(0));
        switch (BasicProfile.strictest(change.action())) {
            case "X" -> assertThat(after.data().element(tags.get(0))).isNull();
            case "Z" -> assertThat(left).isEmpty();
            case "D" -> assertThat(left).isPresent().isNotEqualTo(old);
            case "U" -> assertThat(left.equals(old)).isEqualTo(change.done() == Done.KEPT);
            default -> assertThat(change.done()).isEqualTo(Done.CLEANED);
        }
    }

    /** Every file of {@code data/dicom} that is one: written, read again, with the same pixels, and without what must go. */
    @TestFactory
    Stream<DynamicTest> everyFileKeepsItsPixelsAndLosesItsPatient() {
        return StreamSupport.stream(
                        Golden.json("numbers/dicom.json")
                                .getAsJsonArray("files")
                                .spliterator(),
                        false)
                .map(JsonElement::getAsJsonObject)
                .filter(golden -> !golden.has("refuse"))
                .map(golden -> golden.get("file").getAsString())
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    DicomFile before =
                            DicomFile.read(Golden.shared().resolve("data/dicom").resolve(name));
                    DicomFile after = DicomFile.of(RULES.apply(before).file(), name);

                    DicomPicture picture = before.picture();
                    for (int frame = 0; frame < picture.frames(); frame++) {
                        assertThat(after.picture().stored(frame)).isEqualTo(picture.stored(frame));
                    }
                    checkNothingLeft(after.data());
                    assertThat(after.text("PatientName")).isEmpty();
                }));
    }

    private static void checkNothingLeft(DataSet set) {
        for (Element element : set.elements()) {
            String action = BasicProfile.action(element.tag());
            assertThat(element.tag() >>> 16).isEven();
            assertThat(action == null || !action.equals("X"))
                    .as("%s is left", element)
                    .isTrue();
            if (DataSet.isSequence(element)) {
                set.items(element).forEach(GoldenDeidentificationTest::checkNothingLeft);
            }
        }
    }
}
