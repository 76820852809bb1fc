package io.ocelli.benchmarks;

import com.google.common.base.StandardSystemProperty;
import com.google.common.base.Throwables;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Engines;
import io.ocelli.engine.Processor;
import io.ocelli.error.EngineException;
import io.ocelli.files.WholeFile;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Every comparison with a peer that needs no training pictures, one after another in processes of their own, as one page of
 * Markdown: the machine, the engines and their versions, and of each benchmark its ratios and whatever else it said, such as which
 * peer is missing. Arguments: {@code benchmarks/run}, the page, a folder of pictures for those that need some ({@code -} for none),
 * and the number of pairs, rounds or processes (each has its own).
 */
final class AllTimes {
    private static final List<String> WITHOUT_PICTURES =
            List.of("network", "precision", "openvino", "djl", "dl4j", "load", "head", "int8", "cam", "steps", "first");
    private static final List<String> WITH_PICTURES = List.of("preprocessing", "prediction", "quantizer");

    private AllTimes() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        if (args.length < 2) {
            System.err.println("A page is written to a file; say benchmarks/run all PAGE.md [PICTURES [PAIRS]]");
            System.exit(2);
        }
        StringBuilder page = new StringBuilder(machine());
        boolean whole = true;
        for (String name : WITHOUT_PICTURES) {
            whole &= section(page, command(args, name));
            write(page, args[1]);
        }
        for (String name : WITH_PICTURES) {
            if (args.length > 2 && !args[2].equals("-")) {
                whole &= section(page, command(args, name, args[2]));
            } else {
                page.append("\n## ").append(name).append("\n\nNot measured: no folder of pictures was named.\n");
            }
            write(page, args[1]);
        }
        if (!whole) {
            System.err.println("Not every benchmark ended well; " + args[1] + " says which");
            System.exit(1);
        }
    }

    /** What was measured until now is kept, should the rest be cut off. */
    private static void write(StringBuilder page, String file) throws IOException {
        WholeFile.write(Path.of(file), out -> out.write(page.toString().getBytes(StandardCharsets.UTF_8)));
    }

    private static String machine() {
        StringBuilder text = new StringBuilder("# Times, ours against others'\n\n");
        text.append(LocalDate.now(ZoneOffset.UTC))
                .append(", ")
                .append(Runtime.getRuntime().availableProcessors())
                .append(" processors: ")
                .append(described(Processor.here()))
                .append("; ")
                .append(StandardSystemProperty.OS_NAME.value())
                .append(' ')
                .append(StandardSystemProperty.OS_VERSION.value())
                .append(", JDK ")
                .append(Runtime.version())
                .append(".\n\nRatios are medians of interleaved pairs, below 1 where ours is faster.\n\n");
        for (Engine engine : Engines.all()) {
            text.append("- `")
                    .append(engine.name())
                    .append("`: ")
                    .append(described(engine))
                    .append('\n');
        }
        return text.toString();
    }

    private static String described(Engine engine) {
        try {
            return engine.describe();
        } catch (EngineException e) {
            return "not here: " + Throwables.getRootCause(e).getMessage();
        }
    }

    /** Its name, and what of it makes arithmetic fast. */
    private static String described(Processor processor) {
        Set<String> instructions = processor.instructions();
        return processor.name()
                + (instructions == null
                        ? ""
                        : instructions.stream()
                                .filter(each -> each.matches("avx2|avx512f|avx512_(vnni|bf16|fp16)|amx_.*"))
                                .sorted()
                                .collect(Collectors.joining(" ", " with ", "")));
    }

    private static List<String> command(String[] args, String name, String... pictures) {
        List<String> command = new ArrayList<>(List.of(args[0], name));
        command.addAll(List.of(pictures));
        if (args.length > 3) {
            command.add(args[3]);
        }
        return command;
    }

    /** Runs one, echoes it, and adds what it said. */
    private static boolean section(StringBuilder page, List<String> command) throws IOException, InterruptedException {
        String name = command.get(1);
        System.out.println("== " + name);
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> rows = new ArrayList<>();
        List<String> said = new ArrayList<>();
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(line);
                String row = Pairs.markdown(line);
                if (row == null) {
                    said.add(line);
                } else {
                    rows.add(row);
                }
            }
        }
        int status = process.waitFor();
        page.append("\n## ").append(name).append("\n\n");
        if (!rows.isEmpty()) {
            page.append(Pairs.HEAD);
            rows.forEach(row -> page.append(row).append('\n'));
            page.append('\n');
        }
        if (!said.isEmpty()) {
            page.append("```\n").append(String.join("\n", said)).append("\n```\n");
        }
        if (status != 0) {
            page.append("\nIt ended with the status ").append(status).append(".\n");
        }
        return status == 0;
    }
}
