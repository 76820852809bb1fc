package io.ocelli.medical.custody;

import com.google.common.collect.ImmutableMap;
import com.google.common.hash.Hashing;
import io.ocelli.SavedSpec;
import io.ocelli.files.WholeFile;
import io.ocelli.saving.SavedFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A folder whose files are signed together by Ed25519 (RFC 8032): that of a saved classifier, in the clear or encrypted. The
 * file {@value #SIGNATURE} has a line for each file, its SHA-256 and its name, and last the signature of these. Stateless, safe
 * for any number of threads.
 *
 * <pre>{@code
 * KeyPair keys = KeyPairGenerator.getInstance("Ed25519").generateKeyPair();
 * classifier.save(folder);
 * SignedFolder.sign(folder, keys.getPrivate());
 * try (Classifier again = SignedFolder.saved(folder, keys.getPublic()).open()) { ... }
 * }</pre>
 */
public final class SignedFolder {
    /** The file of the signature. */
    public static final String SIGNATURE = "signature.txt";

    private static final String TITLE = "ocelli signed folder 1\n";
    private static final String LAST = "signature ";
    private static final String ALGORITHM = "Ed25519";

    private SignedFolder() {}

    /**
     * Signs all files of a folder, in the place of a signature that it had.
     *
     * @throws CustodyException if it has folders in it, or cannot be read or written
     * @throws IllegalArgumentException if the key is not one of Ed25519
     */
    public static void sign(Path folder, PrivateKey key) {
        String text = text(hashes(contents(folder)));
        byte[] signature;
        try {
            Signature signer = Signature.getInstance(ALGORITHM);
            signer.initSign(key);
            signer.update(text.getBytes(StandardCharsets.UTF_8));
            signature = signer.sign();
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "A folder is signed by a private key of " + ALGORITHM + ", received one of " + key.getAlgorithm(),
                    e);
        }
        String whole = text + LAST + Base64.getEncoder().encodeToString(signature) + "\n";
        try {
            WholeFile.write(folder.resolve(SIGNATURE), out -> out.write(whole.getBytes(StandardCharsets.UTF_8)));
        } catch (IOException e) {
            throw new CustodyException("The signature of " + folder + " cannot be written: " + e, e);
        }
    }

    /**
     * The files of a folder as they were signed, in memory, so that what is used is what was checked.
     *
     * @throws CustodyException if one was changed, taken away or added since, the signature is not by this key, or there is none
     * @throws IllegalArgumentException if the key is not one of Ed25519
     */
    public static ImmutableMap<String, byte[]> read(Path folder, PublicKey key) {
        Path file = folder.resolve(SIGNATURE);
        if (!Files.isRegularFile(file)) {
            throw new CustodyException("A signed folder has a file " + SIGNATURE + ", and there is none in " + folder
                    + "; sign it where it was made");
        }
        String whole = new String(bytes(file), StandardCharsets.UTF_8);
        int last = whole.lastIndexOf(LAST);
        if (!whole.startsWith(TITLE) || last < 0) {
            throw new CustodyException(file + " is not a signature that SignedFolder wrote");
        }
        String text = whole.substring(0, last);
        if (!verifies(text, whole.substring(last + LAST.length()).trim(), key)) {
            throw new CustodyException(file + " is refused: it is not signed by this key, or was changed since");
        }
        Map<String, byte[]> contents = contents(folder);
        compare(folder, lines(text), hashes(contents));
        return ImmutableMap.copyOf(contents);
    }

    /**
     * The saved classifier in a folder, in memory and to be opened, once the signature was checked.
     *
     * @throws CustodyException as {@link #read} says, and if no classifier is saved there
     */
    public static SavedSpec saved(Path folder, PublicKey key) {
        ImmutableMap<String, byte[]> contents = read(folder, key);
        byte[] config = contents.get(SavedFiles.CONFIG);
        byte[] weights = contents.get(SavedFiles.WEIGHTS);
        if (config == null || weights == null) {
            throw new CustodyException("A saved classifier is " + SavedFiles.CONFIG + " and " + SavedFiles.WEIGHTS
                    + ", and signed in " + folder + " are " + contents.keySet());
        }
        return SavedSpec.of(new SavedFiles(folder.toString(), config, ByteBuffer.wrap(weights)));
    }

    private static boolean verifies(String text, String signature, PublicKey key) {
        try {
            Signature verifier = Signature.getInstance(ALGORITHM);
            verifier.initVerify(key);
            verifier.update(text.getBytes(StandardCharsets.UTF_8));
            return verifier.verify(Base64.getDecoder().decode(signature));
        } catch (SignatureException | IllegalArgumentException e) {
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "A signature is checked by a public key of " + ALGORITHM + ", received one of "
                            + key.getAlgorithm(),
                    e);
        }
    }

    private static void compare(Path folder, Map<String, String> signed, Map<String, String> found) {
        found.forEach((name, hash) -> {
            if (!signed.containsKey(name)) {
                throw new CustodyException(
                        folder.resolve(name) + " is refused: it is not among the files that were signed");
            }
            if (!hash.equals(signed.get(name))) {
                throw new CustodyException(folder.resolve(name)
                        + " is refused: it was changed since it was signed; bring it" + " anew from where it was made");
            }
        });
        signed.keySet().forEach(name -> {
            if (!found.containsKey(name)) {
                throw new CustodyException(folder.resolve(name) + " was signed, and is not there");
            }
        });
    }

    private static Map<String, byte[]> contents(Path folder) {
        Map<String, byte[]> contents = new TreeMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : (Iterable<Path>) files::iterator) {
                if (!Files.isRegularFile(file)) {
                    throw new CustodyException("A signed folder holds files alone, received " + file + " in it");
                }
                String name = String.valueOf(file.getFileName());
                if (!name.equals(SIGNATURE)) {
                    contents.put(name, bytes(file));
                }
            }
        } catch (IOException e) {
            throw new CustodyException("The folder " + folder + " cannot be read: " + e, e);
        }
        return contents;
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new CustodyException("The file " + file + " cannot be read: " + e, e);
        }
    }

    private static Map<String, String> hashes(Map<String, byte[]> contents) {
        Map<String, String> hashes = new TreeMap<>();
        contents.forEach((name, bytes) ->
                hashes.put(name, Hashing.sha256().hashBytes(bytes).toString()));
        return hashes;
    }

    private static String text(Map<String, String> hashes) {
        StringBuilder text = new StringBuilder(TITLE);
        hashes.forEach(
                (name, hash) -> text.append(hash).append(' ').append(name).append('\n'));
        return text.toString();
    }

    private static Map<String, String> lines(String text) {
        Map<String, String> hashes = new TreeMap<>();
        text.substring(TITLE.length()).lines().forEach(line -> {
            int space = line.indexOf(' ');
            hashes.put(line.substring(space + 1), line.substring(0, Math.max(0, space)));
        });
        return hashes;
    }
}
