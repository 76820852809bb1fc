package io.ocelli.reports;

import com.google.protobuf.CodedOutputStream;
import io.ocelli.error.OcelliException;
import io.ocelli.training.History;
import io.ocelli.training.Session;
import io.ocelli.training.TrainingEvent;
import io.ocelli.training.TrainingEvent.Ended;
import io.ocelli.training.TrainingEvent.EpochEnded;
import io.ocelli.training.TrainingEvent.Failed;
import io.ocelli.training.TrainingEvent.StepEnded;
import io.ocelli.training.TrainingListener;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Writes a training as TensorBoard's event files: {@code loss/step}, {@code term/NAME} and {@code learning_rate} for each step,
 * {@code loss/training}, {@code loss/validation} and {@code accuracy/validation} for each epoch, all by the number of the update.
 * {@code tensorboard --logdir FOLDER} shows them.
 *
 * <p>A training that goes on writes a file more, which TensorBoard puts behind the first. For one training, on the thread that
 * trains. The form is TensorFlow's: records of a length, a masked CRC-32C of it, an {@code Event} of {@code event.proto} and its
 * masked CRC-32C.
 */
public final class TensorBoard implements TrainingListener {
    private static final int WALL_TIME = 1;
    private static final int STEP = 2;
    private static final int FILE_VERSION = 3;
    private static final int SUMMARY = 5;
    private static final int VALUE = 1;
    private static final int TAG = 1;
    private static final int SIMPLE_VALUE = 2;
    private static final int MASK = 0xa282ead8;

    private final Path folder;
    private @Nullable OutputStream out;

    private TensorBoard(Path folder) {
        this.folder = folder;
    }

    /** Writes to a file of its own in a folder, which is made where it is missing. */
    public static TensorBoard in(Path folder) {
        return new TensorBoard(folder);
    }

    /**
     * @throws OcelliException if the file cannot be written
     */
    @Override
    public void on(TrainingEvent event, Session session) {
        try {
            if (event instanceof StepEnded) {
                step((StepEnded) event, session.position().updates());
            } else if (event instanceof EpochEnded) {
                epoch(((EpochEnded) event).epoch(), session.position().updates());
            } else if (event instanceof Ended || event instanceof Failed) {
                close();
            }
        } catch (IOException e) {
            throw new OcelliException("TensorBoard's events cannot be written to " + folder + ": " + e, e);
        }
    }

    private void step(StepEnded step, long update) throws IOException {
        Map<String, Double> values = new TreeMap<>();
        values.put("loss/step", step.loss());
        values.put("learning_rate", step.learningRate());
        step.terms().forEach((name, term) -> values.put("term/" + name, term));
        write(values, update);
    }

    private void epoch(History.Epoch epoch, long update) throws IOException {
        Map<String, Double> values = new TreeMap<>();
        values.put("loss/training", epoch.trainingLoss());
        values.put("loss/validation", epoch.validationLoss());
        values.put("accuracy/validation", epoch.validationAccuracy());
        values.values().removeIf(value -> Double.isNaN(value));
        write(values, update);
        opened().flush();
    }

    private void write(Map<String, Double> values, long update) throws IOException {
        byte[] summary = message(to -> {
            for (Map.Entry<String, Double> each : values.entrySet()) {
                byte[] value = message(inner -> {
                    inner.writeString(TAG, each.getKey());
                    inner.writeFloat(SIMPLE_VALUE, each.getValue().floatValue());
                });
                to.writeByteArray(VALUE, value);
            }
        });
        record(opened(), message(to -> {
            to.writeDouble(WALL_TIME, System.currentTimeMillis() / 1e3);
            to.writeInt64(STEP, update);
            to.writeByteArray(SUMMARY, summary);
        }));
    }

    private OutputStream opened() throws IOException {
        OutputStream open = out;
        if (open == null) {
            Files.createDirectories(folder);
            String name = "events.out.tfevents." + System.currentTimeMillis() / 1000 + "." + host() + "."
                    + ProcessHandle.current().pid();
            int number = 0;
            while (Files.exists(folder.resolve(name + "." + number))) {
                number++;
            }
            open = new BufferedOutputStream(Files.newOutputStream(folder.resolve(name + "." + number)));
            out = open;
            record(open, message(to -> {
                to.writeDouble(WALL_TIME, System.currentTimeMillis() / 1e3);
                to.writeString(FILE_VERSION, "brain.Event:2");
            }));
        }
        return open;
    }

    private static String host() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "localhost";
        }
    }

    private void close() throws IOException {
        OutputStream open = out;
        out = null;
        if (open != null) {
            open.close();
        }
    }

    private interface Fields {
        void writeTo(CodedOutputStream out) throws IOException;
    }

    private static byte[] message(Fields fields) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        fields.writeTo(out);
        out.flush();
        return bytes.toByteArray();
    }

    private static void record(OutputStream out, byte[] data) throws IOException {
        byte[] length = ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(data.length)
                .array();
        out.write(length);
        out.write(masked(length));
        out.write(data);
        out.write(masked(data));
    }

    private static byte[] masked(byte[] data) {
        CRC32C crc = new CRC32C();
        crc.update(data);
        int value = Integer.rotateRight((int) crc.getValue(), 15) + MASK;
        return ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array();
    }
}
