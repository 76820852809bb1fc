package io.ocelli.samples.cli;

import io.ocelli.data.DataSet;
import io.ocelli.data.Sample;
import io.ocelli.image.Image;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows how many pictures, or other pieces of work, are done: a bar with the time left on a terminal, a line a tenth elsewhere. */
final class PictureProgress implements AutoCloseable {
    private static final int TENTHS = 10;

    private final PrintWriter out;
    private final String task;
    private final String pieces;
    private @Nullable ProgressBar bar;
    private long total;
    private long done;
    private long toldTenth;

    /** @param task what is done to the pictures, such as "Evaluated" */
    PictureProgress(PrintWriter out, String task) {
        this(out, task, "pictures");
    }

    /** @param pieces what is counted */
    PictureProgress(PrintWriter out, String task, String pieces) {
        this.out = out;
        this.task = task;
        this.pieces = pieces;
    }

    /** These pictures, counted as they are read; the total is that of all data sets that were given. */
    DataSet of(DataSet pictures) {
        return of(pictures, 1);
    }

    /** These pictures, each of which is read so often. */
    DataSet of(DataSet pictures, int times) {
        expect((long) times * pictures.size());
        List<Sample> counted = new ArrayList<>(pictures.size());
        for (int i = 0; i < pictures.size(); i++) {
            Sample sample = pictures.sample(i);
            counted.add(new Sample(sample.name(), sample.source().around(this::counted), sample.values()));
        }
        return DataSet.of(pictures.classes(), counted);
    }

    /** So many more are to be done. */
    void expect(long more) {
        total += more;
        if (System.console() != null) {
            bar = bar == null ? bar() : bar;
            bar.maxHint(total);
        }
    }

    private ProgressBar bar() {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(200)
                .build();
    }

    private Image counted(Supplier<Image> read) {
        Image image = read.get();
        read();
        return image;
    }

    /** One more is done. */
    synchronized void read() {
        done++;
        if (bar != null) {
            bar.stepTo(done);
            return;
        }
        long tenth = TENTHS * done / total;
        if (tenth > toldTenth && total >= TENTHS) {
            toldTenth = tenth;
            out.printf("%s %d of %d %s%n", task, done, total, pieces);
        }
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
