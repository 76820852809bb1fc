package io.ocelli;

import com.google.common.collect.ImmutableMap;
import io.ocelli.engine.Engine;
import io.ocelli.engine.Engines;
import io.ocelli.model.Models;
import io.ocelli.model.WeightsSources;
import java.util.Map;

/** The library itself. */
public final class Ocelli {
    private Ocelli() {}

    /**
     * What was found on this machine, for people to read and to send with a question: version, Java, processors, engines
     * with their natives and devices, architectures, cache. Loads no native library.
     */
    public static String doctor() {
        StringBuilder report = new StringBuilder();
        findings()
                .forEach((name, value) ->
                        report.append(name).append(": ").append(value).append('\n'));
        return report.toString();
    }

    /** What {@link #doctor} says, by the name of each line, in its order. */
    public static Map<String, String> findings() {
        ImmutableMap.Builder<String, String> found = ImmutableMap.builder();
        String version = Ocelli.class.getPackage().getImplementationVersion();
        found.put("Ocelli", version == null ? "of a build folder" : version);
        found.put("Java", System.getProperty("java.version") + " of " + System.getProperty("java.vendor"));
        found.put("Platform", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        Runtime runtime = Runtime.getRuntime();
        found.put("Processors", Integer.toString(runtime.availableProcessors()));
        found.put("Heap", (runtime.maxMemory() >> 20) + " MiB at most");
        found.put("Architectures", Integer.toString(Models.all().size()));
        found.put("Cache", WeightsSources.cache().toString());
        if (Engines.all().isEmpty()) {
            found.put("Engines", "none; add io.ocelli:ocelli-pytorch or io.ocelli:ocelli-onnxruntime");
        }
        for (Engine engine : Engines.all()) {
            found.put("Engine " + engine.name(), engine.describe());
        }
        return found.build();
    }
}
