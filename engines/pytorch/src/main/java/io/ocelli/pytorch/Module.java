package io.ocelli.pytorch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import io.ocelli.engine.Device;
import io.ocelli.engine.Lifetime;
import io.ocelli.error.EngineException;
import io.ocelli.files.NativesFolder;
import io.ocelli.tensor.DType;
import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A TorchScript module in LibTorch. Threads may call it together; close waits for them. */
final class Module implements AutoCloseable {
    /** The method that a module may have to be made ready by. */
    static final String PREPARE = "prepare";

    private static final int BUFFER = 1 << 16;

    private final ai.djl.Device device;
    private final PtNDManager manager;
    private final PtSymbolBlock block;
    private final Lifetime lifetime;

    private Module(ai.djl.Device device, PtNDManager manager, PtSymbolBlock block, Lifetime lifetime) {
        this.lifetime = lifetime;
        this.device = device;
        this.manager = manager;
        this.block = block;
    }

    /** Compiles a module, which is closed at the end of a lifetime. */
    static Module load(String source, List<Archive.Attribute> attributes, Device where, Lifetime lifetime) {
        LibTorch.load();
        ai.djl.Device device = Devices.of(where);
        PtNDManager manager = (PtNDManager) NDManager.newBaseManager(device, "PyTorch");
        Path file = null;
        try {
            file = NativesFolder.temporary(".pt");
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), BUFFER)) {
                Archive.write(out, source, attributes, Map.of());
            }
            PtSymbolBlock block = JniUtils.loadModule(manager, file, true, new String[0], new String[0], true);
            return new Module(device, manager, block, lifetime);
        } catch (IOException e) {
            manager.close();
            throw new EngineException(
                    "The compiled network is written to "
                            + (file == null
                                    ? "the temporary folder, " + System.getProperty("java.io.tmpdir") + ","
                                    : file)
                            + " for LibTorch, and that failed: " + e
                            + "; name a folder that can be written with -Docelli.natives=FOLDER",
                    e);
        } catch (RuntimeException e) {
            manager.close();
            throw new EngineException("LibTorch does not take the compiled network: " + e.getMessage(), e);
        } finally {
            delete(file);
        }
    }

    private static void delete(@org.jspecify.annotations.Nullable Path file) {
        try {
            if (file != null) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            file.toFile().deleteOnExit();
        }
    }

    /** Calls a method without gradients. */
    List<Tensor> infer(String method, List<Tensor> inputs) {
        return call(method, inputs, false);
    }

    /** Calls a method that may ask for gradients. */
    List<Tensor> learn(String method, List<Tensor> inputs) {
        return call(method, inputs, true);
    }

    private List<Tensor> call(String method, List<Tensor> inputs, boolean learns) {
        try (Lifetime.Use use = lifetime.use();
                Lifetime.Use call = Calls.begin(learns)) {
            boolean before = JniUtils.isGradMode();
            // both are switches of the calling thread, which may be the application's own use of LibTorch
            JniUtils.setGraphExecutorOptimize(false);
            JniUtils.setGradMode(learns);
            try (NDManager scope = manager.newSubManager()) {
                return run(scope, method, inputs, learns);
            } catch (ai.djl.engine.EngineException e) {
                throw new EngineException("LibTorch failed in '" + method + "': " + e.getMessage(), e);
            } finally {
                JniUtils.setGradMode(before);
                // there is no asking how it was; LibTorch begins with it
                JniUtils.setGraphExecutorOptimize(true);
            }
        }
    }

    private List<Tensor> run(NDManager scope, String method, List<Tensor> inputs, boolean learns) {
        NDList arguments = new NDList();
        for (Tensor input : inputs) {
            arguments.add(array(scope, input));
        }
        NDArray name = scope.create(0);
        name.setName("module_method:" + method);
        arguments.add(name);
        List<Tensor> results = new ArrayList<>();
        for (NDArray result : IValueUtils.forward(block, arguments, learns)) {
            results.add(tensor(result));
            // All gradients of a large network twice over is more than many machines have.
            result.close();
        }
        return results;
    }

    private NDArray array(NDManager scope, Tensor tensor) {
        ByteBuffer bytes = tensor.bytes();
        if (!bytes.isDirect()) {
            bytes = ByteBuffer.allocateDirect(bytes.remaining()).put(bytes).flip();
        }
        return scope.create(bytes, new ai.djl.ndarray.types.Shape(tensor.shape().toArray()), type(tensor.type()));
    }

    private static DataType type(DType type) {
        return switch (type) {
            case FLOAT32 -> DataType.FLOAT32;
            case FLOAT64 -> DataType.FLOAT64;
            case INT64 -> DataType.INT64;
            case INT32 -> DataType.INT32;
            case UINT8 -> DataType.UINT8;
            default ->
                throw new IllegalArgumentException(
                        "A program on PyTorch takes float32, float64, int64, int32 or uint8, received " + type);
        };
    }

    private static Tensor tensor(NDArray array) {
        Shape shape = Shape.of(array.getShape().getShape());
        DType type = array.getDataType() == DataType.INT64 ? DType.INT64 : DType.FLOAT32;
        ByteBuffer bytes = Tensor.allocate(type, shape);
        bytes.put(array.toByteBuffer(true)).flip();
        return Tensor.of(type, shape, bytes);
    }

    @Override
    public void close() {
        lifetime.end(() -> {
            block.close();
            manager.close();
        });
    }

    @Override
    public String toString() {
        return "module on " + device;
    }
}
