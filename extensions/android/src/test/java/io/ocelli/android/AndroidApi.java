package io.ocelli.android;

import java.io.IOException;
import java.io.InputStream;
import java.io.ObjectInputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.codehaus.mojo.animal_sniffer.Clazz;
import org.junit.jupiter.api.Assumptions;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.ClassVisitor;
import org.objectweb.asm.ClassWriter;
import org.objectweb.asm.FieldVisitor;
import org.objectweb.asm.MethodVisitor;
import org.objectweb.asm.Opcodes;

/**
 * The classes of Android 8.0 as applications see them, in a jar: those of the JDK and of android-all, without what the signature of
 * API 26 does not have. The signature alone does not say what is static or an interface.
 */
final class AndroidApi {
    private AndroidApi() {}

    /** The file of {@code -Docelli.android.api}; the test is skipped without it. */
    static Path jar(Path folder) throws IOException, ClassNotFoundException {
        String signature = System.getProperty("ocelli.android.api");
        Assumptions.assumeTrue(signature != null, "-Docelli.android.api names the signature of Android's API");
        Path jar = folder.resolve("android-26.jar");
        try (InputStream file = Files.newInputStream(Path.of(signature));
                ObjectInputStream classes = new ObjectInputStream(new GZIPInputStream(file));
                OutputStream out = Files.newOutputStream(jar);
                ZipOutputStream zip = new ZipOutputStream(out)) {
            for (Clazz each = (Clazz) classes.readObject(); each != null; each = (Clazz) classes.readObject()) {
                try (InputStream code = ClassLoader.getSystemResourceAsStream(each.getName() + ".class")) {
                    if (code != null) {
                        zip.putNextEntry(new ZipEntry(each.getName() + ".class"));
                        zip.write(stripped(code.readAllBytes(), each.getSignatures()));
                        zip.closeEntry();
                    }
                }
            }
        }
        return jar;
    }

    private static byte[] stripped(byte[] code, Set<String> there) {
        ClassWriter writer = new ClassWriter(0);
        ClassVisitor visitor = new ClassVisitor(Opcodes.ASM9, writer) {
            @Override
            public FieldVisitor visitField(int access, String name, String type, String generic, Object value) {
                return there.contains(name + "#" + type) ? super.visitField(access, name, type, generic, value) : null;
            }

            @Override
            public MethodVisitor visitMethod(int access, String name, String type, String generic, String[] thrown) {
                return there.contains(name + type) ? super.visitMethod(access, name, type, generic, thrown) : null;
            }
        };
        new ClassReader(code).accept(visitor, ClassReader.SKIP_CODE | ClassReader.SKIP_DEBUG);
        return writer.toByteArray();
    }
}
