package io.ocelli.onnxruntime;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import io.ocelli.engine.Device;
import io.ocelli.engine.Program;
import io.ocelli.engine.Runner;
import io.ocelli.testing.JavaProcess;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The process has one environment: each order is tried in a process of its own. */
class OrtEnvironmentTest {
    enum Order {
        HOST_FIRST,
        HOST_WITH_THREAD_POOL_FIRST,
        HOST_AFTERWARDS
    }

    @ParameterizedTest
    @EnumSource
    void theApplicationMayMakeItsEnvironmentInAnyOrder(Order order) throws Exception {
        JavaProcess.run(JavaProcess.of(List.of(), Application.class, order.name()));
    }

    /** An application with an environment of its own. */
    static final class Application {
        private Application() {}

        public static void main(String[] args) throws Exception {
            Order order = Order.valueOf(args[0]);
            if (order == Order.HOST_FIRST) {
                OrtEnvironment.getEnvironment("host");
            } else if (order == Order.HOST_WITH_THREAD_POOL_FIRST) {
                OrtEnvironment.ThreadingOptions threads = new OrtEnvironment.ThreadingOptions();
                threads.setGlobalIntraOpNumThreads(1);
                OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_WARNING, "host", threads);
            }
            Program program = Networks.small();
            try (Runner runner = new OnnxRuntimeEngine().open(program, Networks.weights(program), Device.CPU)) {
                runner.run(List.of(Networks.input(1)));
                OrtEnvironment.getEnvironment().getVersion();
                runner.run(List.of(Networks.input(1)));
            }
        }
    }
}
