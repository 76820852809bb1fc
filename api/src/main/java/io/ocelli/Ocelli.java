package io.ocelli;

import io.ocelli.engine.Engine;
import io.ocelli.engine.Engines;
import io.ocelli.model.Models;
import io.ocelli.model.WeightsSources;

/** The library itself. */
public final class Ocelli {
    private Ocelli() {}

    /**
     * What was found on this machine, for people to read and to send with a question: version, Java, processors, engines
     * with their natives and devices, architectures, cache. Loads no native library.
     */
    public static String doctor() {
        StringBuilder report = new StringBuilder();
        String version = Ocelli.class.getPackage().getImplementationVersion();
        line(report, "Ocelli", version == null ? "of a build folder" : version);
        line(report, "Java", System.getProperty("java.version") + " of " + System.getProperty("java.vendor"));
        line(report, "Platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        Runtime runtime = Runtime.getRuntime();
        line(report, "Processors", Integer.toString(runtime.availableProcessors()));
        line(report, "Heap", (runtime.maxMemory() >> 20) + " MiB at most");
        line(report, "Architectures", Integer.toString(Models.all().size()));
        line(report, "Cache", WeightsSources.cache().toString());
        if (Engines.all().isEmpty()) {
            line(report, "Engines", "none; add io.ocelli:ocelli-pytorch or io.ocelli:ocelli-onnxruntime");
        }
        for (Engine engine : Engines.all()) {
            line(report, "Engine " + engine.name(), engine.describe());
        }
        return report.toString();
    }

    private static void line(StringBuilder report, String name, String value) {
        report.append(name).append(": ").append(value).append('\n');
    }
}
