package io.ocelli.medical.custody;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.Classifier;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ModelsInCustodyTest {
    private static final KeyProvider KEYS = LocalKey.of("a key for tests", new byte[32]);

    private static Classifier classifier;
    private static KeyPair pair;

    @TempDir
    Path folder;

    @BeforeAll
    static void open() throws GeneralSecurityException {
        classifier = Untrained.classifier();
        pair = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
    }

    @AfterAll
    static void close() {
        classifier.close();
    }

    private static void sameAnswer(Classifier again) {
        assertThat(again.classify(Untrained.picture(90)).probabilities())
                .containsExactly(classifier.classify(Untrained.picture(90)).probabilities());
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().collect(Collectors.toList());
        }
    }

    private static void flip(Path file, int fromEnd) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[bytes.length - fromEnd] ^= 4;
        Files.write(file, bytes);
    }

    @Test
    void anEncryptedModelAnswersAsBeforeAndIsNowhereInTheClear() throws IOException {
        EncryptedModel.save(classifier, folder, KEYS);

        assertThat(names(folder)).containsExactly("config.json.encrypted", "model.safetensors.encrypted");
        for (String name : names(folder)) {
            assertThat(new String(Files.readAllBytes(folder.resolve(name)), StandardCharsets.ISO_8859_1))
                    .doesNotContain("resnet20", "conv1", "__metadata__");
        }
        try (Classifier again = EncryptedModel.open(folder, KEYS)) {
            sameAnswer(again);
            assertThat(again.engine()).isEqualTo("onnxruntime");
        }
        assertThat(names(folder)).hasSize(2);
    }

    @Test
    void anEncryptedModelWithAFlippedBitIsRefused() throws IOException {
        EncryptedModel.save(classifier, folder, KEYS);
        flip(folder.resolve("model.safetensors.encrypted"), 5000);

        assertThatThrownBy(() -> EncryptedModel.open(folder, KEYS))
                .isInstanceOf(CustodyException.class)
                .hasMessageContaining("model.safetensors.encrypted is refused: between byte ");
    }

    @Test
    void filesOfTwoEncryptedModelsDoNotBelongTogether() throws IOException {
        Path other = folder.resolve("other");
        EncryptedModel.save(classifier, folder.resolve("one"), KEYS);
        try (Classifier another = Untrained.classifier("a", "b", "c")) {
            EncryptedModel.save(another, other, KEYS);
        }
        Files.copy(
                folder.resolve("one/config.json.encrypted"),
                other.resolve("config.json.encrypted"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);

        assertThatThrownBy(() -> EncryptedModel.open(other, KEYS))
                .isInstanceOf(io.ocelli.error.WeightsException.class)
                .hasMessageStartingWith("The two files of a saved classifier belong together, and in " + other);
    }

    @Test
    void aSignedModelOpensAndAnswersAsBefore() {
        classifier.save(folder);
        SignedFolder.sign(folder, pair.getPrivate());

        try (Classifier again = SignedFolder.saved(folder, pair.getPublic()).open()) {
            sameAnswer(again);
        }
    }

    @Test
    void aSignedFileWithAFlippedBitIsRefused() throws IOException {
        classifier.save(folder);
        SignedFolder.sign(folder, pair.getPrivate());
        flip(folder.resolve("model.safetensors"), 1);

        assertThatThrownBy(() -> SignedFolder.saved(folder, pair.getPublic()))
                .isInstanceOf(CustodyException.class)
                .hasMessage(folder.resolve("model.safetensors")
                        + " is refused: it was changed since it was signed; bring it" + " anew from where it was made");
    }

    @Test
    void aSignatureByAnotherKeyIsRefused() throws GeneralSecurityException {
        classifier.save(folder);
        SignedFolder.sign(
                folder,
                KeyPairGenerator.getInstance("Ed25519").generateKeyPair().getPrivate());

        assertThatThrownBy(() -> SignedFolder.saved(folder, pair.getPublic()))
                .isInstanceOf(CustodyException.class)
                .hasMessage(folder.resolve("signature.txt")
                        + " is refused: it is not signed by this key, or was changed since");
    }

    @Test
    void aSignatureWhoseLinesWereChangedIsRefused() throws IOException {
        classifier.save(folder);
        SignedFolder.sign(folder, pair.getPrivate());
        Path signature = folder.resolve("signature.txt");
        Files.writeString(signature, Files.readString(signature).replace("model.safetensors", "another.safetensors"));

        assertThatThrownBy(() -> SignedFolder.saved(folder, pair.getPublic()))
                .isInstanceOf(CustodyException.class)
                .hasMessageEndingWith("it is not signed by this key, or was changed since");
    }

    @Test
    void filesThatWereAddedOrTakenAwayAreNamed() throws IOException {
        classifier.save(folder);
        SignedFolder.sign(folder, pair.getPrivate());
        Files.writeString(folder.resolve("more.txt"), "more");

        assertThatThrownBy(() -> SignedFolder.read(folder, pair.getPublic()))
                .isInstanceOf(CustodyException.class)
                .hasMessage(folder.resolve("more.txt") + " is refused: it is not among the files that were signed");
        Files.delete(folder.resolve("more.txt"));
        Files.delete(folder.resolve("config.json"));
        assertThatThrownBy(() -> SignedFolder.read(folder, pair.getPublic()))
                .isInstanceOf(CustodyException.class)
                .hasMessage(folder.resolve("config.json") + " was signed, and is not there");
    }

    @Test
    void aFolderWithoutASignatureIsRefused() {
        classifier.save(folder);

        assertThatThrownBy(() -> SignedFolder.saved(folder, pair.getPublic()))
                .isInstanceOf(CustodyException.class)
                .hasMessage("A signed folder has a file signature.txt, and there is none in " + folder
                        + "; sign it where it was made");
    }

    @Test
    void anEncryptedModelCanBeSigned() {
        EncryptedModel.save(classifier, folder, KEYS);
        SignedFolder.sign(folder, pair.getPrivate());

        assertThat(SignedFolder.read(folder, pair.getPublic())).hasSize(2);
        try (Classifier again = EncryptedModel.open(folder, KEYS)) {
            sameAnswer(again);
        }
    }
}
