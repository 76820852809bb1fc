package io.ocelli.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringWriter;
import java.lang.reflect.InvocationTargetException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A page for users, whose Java blocks are one program in their order: what a block declares, those after it see. A block marked
 * {@code java compiled} is compiled and not run, for what a machine of a test does not have. Paths are of a folder that the test
 * fills.
 */
public final class ManualPage {
    private static final Pattern BLOCK = Pattern.compile("```java( compiled)?\\n(.*?)```", Pattern.DOTALL);
    private static final Pattern IMPORT = Pattern.compile("(?m)^import [^\\n]+;\\n");

    private final String name;
    private final String text;

    private ManualPage(String name, String text) {
        this.name = name;
        this.text = text;
    }

    /** @param file from the checkout's root, {@code docs/concepts.md} */
    public static ManualPage read(String file) throws IOException {
        return new ManualPage(file, Files.readString(root().resolve(file)));
    }

    /** The checkout. */
    public static Path root() {
        Path at = Path.of("").toAbsolutePath();
        while (!Files.exists(at.resolve("README.md"))) {
            at = at.getParent();
        }
        return at;
    }

    /** What stands in the page's Java blocks. */
    public List<String> blocks() {
        return BLOCK.matcher(text).results().map(each -> each.group(2)).toList();
    }

    /** Compiles the page's blocks, and runs those that are not marked; a relative path of theirs is one of a folder. */
    public void run(Path folder) throws Exception {
        Set<String> lines = new LinkedHashSet<>();
        StringBuilder body = new StringBuilder();
        for (Matcher matcher = BLOCK.matcher(text); matcher.find(); ) {
            String code = matcher.group(2);
            IMPORT.matcher(code).results().forEach(each -> lines.add(each.group()));
            String statements = IMPORT.matcher(code).replaceAll("").replace("Path.of(\"", "at.resolve(\"");
            body.append(matcher.group(1) == null ? statements : "if (at == null) {\n" + statements + "}\n");
        }
        String source = String.join("", lines)
                + "public class Page {\npublic static void run(java.nio.file.Path at) throws Exception {\n" + body
                + "}\n}\n";
        try {
            compile(folder, "Page", source).getMethod("run", Path.class).invoke(null, folder);
        } catch (InvocationTargetException e) {
            throw new AssertionError(name + ": what stands there fails", e.getCause());
        }
    }

    /** A class of the page's code, compiled within a folder. */
    public Class<?> compile(Path folder, String type, String source) throws Exception {
        Path classes = Files.createDirectories(folder.resolve("classes"));
        Path file = Files.writeString(classes.resolve(type + ".java"), source);
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        StringWriter messages = new StringWriter();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            List<String> options =
                    List.of("-d", classes.toString(), "-cp", System.getProperty("java.class.path"), "-proc:none");
            boolean done = compiler.getTask(messages, files, null, options, null, files.getJavaFileObjects(file))
                    .call();
            assertThat(done).as(name + ": " + messages).isTrue();
        }
        return new URLClassLoader(
                        new URL[] {classes.toUri().toURL()}, getClass().getClassLoader())
                .loadClass(type);
    }
}
