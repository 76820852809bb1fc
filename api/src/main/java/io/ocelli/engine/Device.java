package io.ocelli.engine;

import com.google.common.base.Splitter;
import com.google.common.collect.ImmutableMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a program runs, and how. Immutable.
 *
 * <pre>{@code
 * Device.of("tensorrt:0").with("fp16", "true").with("cache", "/var/engines")
 * Device.of("tensorrt:0?fp16,cache=/var/engines") // the same
 * }</pre>
 *
 * @param kind {@code cpu}, {@code cuda}, {@code mps}; of ONNX Runtime also {@code tensorrt}, {@code coreml}, {@code nnapi},
 *     {@code xnnpack}, {@code openvino}
 * @param index which of several, from 0
 * @param options what the engine is told besides, by name; each engine says which it takes
 */
public record Device(String kind, int index, Map<String, String> options) {
    private static final Pattern FORM = Pattern.compile(
            "(cpu|cuda|mps|tensorrt|coreml|nnapi|xnnpack|openvino)(?::([0-9]{1,3}))?(?:\\?([a-z0-9_]+(?:=[^,]+)?(?:,[a-z0-9_]+(?:=[^,]+)?)*))?");

    public static final Device CPU = new Device("cpu", 0);

    public Device {
        options = ImmutableMap.copyOf(options);
    }

    /** Without options. */
    public Device(String kind, int index) {
        this(kind, index, ImmutableMap.of());
    }

    /**
     * A device by name: {@code cpu}, {@code cuda}, {@code cuda:1}, {@code tensorrt:0?fp16,cache=/var/engines}. An option without a
     * value is {@code true}.
     *
     * @throws IllegalArgumentException if the name is of another form
     */
    public static Device of(String name) {
        Matcher matcher = FORM.matcher(name);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "A device is cpu, cuda, cuda:1, mps, tensorrt, coreml, nnapi, xnnpack or openvino, with options as in"
                            + " tensorrt:0?fp16,cache=/var/engines; received '" + name + "'");
        }
        Map<String, String> options = new LinkedHashMap<>();
        if (matcher.group(3) != null) {
            for (String option : Splitter.on(',').split(matcher.group(3))) {
                int is = option.indexOf('=');
                options.put(is < 0 ? option : option.substring(0, is), is < 0 ? "true" : option.substring(is + 1));
            }
        }
        return new Device(matcher.group(1), matcher.group(2) == null ? 0 : Integer.parseInt(matcher.group(2)), options);
    }

    /** The same device with an option more, in the place of what it had under the name. */
    public Device with(String option, String value) {
        Map<String, String> more = new LinkedHashMap<>(options);
        more.put(option, value);
        return new Device(kind, index, more);
    }

    public boolean isCpu() {
        return kind.equals("cpu");
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(isCpu() ? kind : kind + ":" + index);
        String before = "?";
        for (Map.Entry<String, String> option : options.entrySet()) {
            text.append(before).append(option.getKey());
            if (!option.getValue().equals("true")) {
                text.append('=').append(option.getValue());
            }
            before = ",";
        }
        return text.toString();
    }
}
