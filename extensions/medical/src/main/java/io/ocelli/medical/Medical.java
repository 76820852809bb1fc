package io.ocelli.medical;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.decisions.IsotonicCalibration;
import io.ocelli.decisions.PlattScaling;
import io.ocelli.decisions.VectorScaling;
import io.ocelli.error.ImageException;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Temperature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What may be learnt from, and what may be shown. Immutable, safe for any number of threads.
 *
 * <pre>{@code
 * Medical medical = Medical.strict();
 * spec.fit(medical.of(train), medical.of(validation));
 * }</pre>
 */
public final class Medical {
    private Medical() {}

    /**
     * No picture whose DICOM file says or may say whose it is. It must say that the patient's identity was removed
     * (0012,0062); no attribute that PS3.15's basic profile removes or empties may have a value, but for dates and times in a
     * file whose dates were moved (0028,0303) and descriptors in one whose descriptors were cleaned (code 113105); no
     * attribute may be private; the file may not say that its pixels show text (0028,0301).
     *
     * <p>Files of other formats have no such attributes and pass: what they show is for people to look at.
     */
    public static Medical strict() {
        return new Medical();
    }

    /**
     * These pictures, each of which is checked whenever it is read, and called by its number instead of its path, which may
     * name a patient, too: so nothing of one gets into events, logs and errors. What is refused is never skipped as a broken
     * picture would be.
     */
    public DataSet of(DataSet pictures) {
        List<Sample> samples = new ArrayList<>(pictures.size());
        for (int i = 0; i < pictures.size(); i++) {
            Sample sample = pictures.sample(i);
            String name = "picture " + i;
            samples.add(new Sample(name, checked(name, sample.source()), sample.values()));
        }
        return DataSet.of(pictures.classes(), samples);
    }

    /**
     * Checks all pictures now, which reads every file.
     *
     * @throws IdentifiedPictureException for the first that is refused
     * @throws ImageException for the first that cannot be read
     */
    public void check(DataSet pictures) {
        for (int i = 0; i < pictures.size(); i++) {
            check(pictures.sample(i).source(), "picture " + i);
        }
    }

    /**
     * Checks one file.
     *
     * @param name what messages call it
     * @throws IdentifiedPictureException if it is refused
     */
    public void check(DicomFile file, String name) {
        @Nullable String why = IdentityCheck.reason(file);
        if (why != null) {
            throw new IdentifiedPictureException(name, why);
        }
    }

    /**
     * The same classifier, whose probabilities may be shown: it is calibrated, by one of {@link io.ocelli.decisions.Calibration}.
     * One that is not says how likely something is without anybody having looked whether that is so.
     *
     * @throws IllegalStateException if it is not calibrated
     */
    public Classifier calibrated(Classifier classifier) {
        for (Decorator decorator : classifier.decorators()) {
            if (decorator instanceof Temperature
                    || decorator instanceof VectorScaling
                    || decorator instanceof IsotonicCalibration
                    || decorator instanceof PlattScaling) {
                return classifier;
            }
        }
        throw new IllegalStateException(
                "A probability is shown of a classifier that was calibrated, and this one was not: "
                        + classifier.decorators() + " is around it. Say classifier.calibrated(validation) first.");
    }

    /** A source whose file is checked before it is read, and whose errors do not name it. */
    private ImageSource checked(String name, ImageSource source) {
        return source.around(read -> {
            check(source, name);
            try {
                return read.get();
            } catch (ImageException e) {
                // its message, and its causes', hold the path
                throw new ImageException(name + " cannot be read: " + reason(e));
            }
        });
    }

    private void check(ImageSource source, String name) {
        @Nullable Path file = source.file();
        if (file == null) {
            return;
        }
        try {
            byte[] bytes = Files.readAllBytes(file);
            if (DicomFile.isPart10(bytes)) {
                check(DicomFile.of(bytes, name), name);
            }
        } catch (DicomException e) {
            throw new ImageException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new ImageException(name + " cannot be read: " + e.getClass().getSimpleName());
        }
    }

    private static String reason(ImageException e) {
        Throwable cause = e.getCause();
        if (cause instanceof DicomException) {
            return ((DicomException) cause).kind() + " at byte " + ((DicomException) cause).offset();
        }
        return "it is no picture, or damaged"
                + (cause == null ? "" : " (" + cause.getClass().getSimpleName() + ")");
    }
}
