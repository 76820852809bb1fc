package io.ocelli.samples.cli;

import io.ocelli.error.OcelliException;
import io.ocelli.files.WholeFile;
import io.ocelli.image.Image;
import io.ocelli.medical.DicomPicture;
import io.ocelli.medical.Window;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.imageio.ImageIO;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Turns DICOM files into PNG. */
@Command(
        name = "convert",
        sortOptions = false,
        description = {
            "Turn DICOM files into PNG of 8 bits, as a doctor sees them: NAME.png, of several frames NAME-0.png and so on. One",
            "that cannot be read is told of on standard error and the others go on; the exit code is then 1."
        })
public final class DicomConvert extends Verb {
    @Option(names = "--out", required = true, paramLabel = "DIR", description = "Where the pictures are written.")
    @SuppressWarnings("NullAway.Init")
    Path folder;

    @Option(
            names = "--window",
            paramLabel = "CENTRE,WIDTH",
            description = "The window for gray pictures, as 40,400; default: the file's own.")
    @Nullable
    String window;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Write which pictures came of which file as JSON, too.")
    @Nullable
    Path json;

    @Parameters(arity = "1..*", paramLabel = "FILE", description = "DICOM files.")
    @SuppressWarnings("NullAway.Init")
    List<Path> files;

    private final Set<Path> taken = new HashSet<>();

    @Override
    public Integer call() throws IOException {
        requireFolder("--out", folder);
        requireWritable("--json", json);
        Window through = window == null ? null : window(window);
        Files.createDirectories(folder);
        Map<Path, List<Path>> written = new LinkedHashMap<>();
        Map<Path, String> refused = new LinkedHashMap<>();
        for (Path file : files) {
            try {
                written.put(file, convert(file, through));
            } catch (OcelliException e) {
                refused.put(file, e.getMessage());
                err().println("ocelli: " + e.getMessage());
            }
        }
        Json.write(json, writer -> {
            writer.beginArray();
            for (Path file : files) {
                writer.beginObject().name("file").value(file.toString());
                if (refused.containsKey(file)) {
                    writer.name("error").value(refused.get(file));
                } else {
                    writer.name("pictures").beginArray();
                    for (Path picture : written.getOrDefault(file, List.of())) {
                        writer.value(picture.toString());
                    }
                    writer.endArray();
                }
                writer.endObject();
            }
            writer.endArray();
        });
        return refused.isEmpty() ? 0 : 1;
    }

    private Window window(String text) {
        String[] two = text.split(",", -1);
        try {
            if (two.length == 2) {
                return Window.of(Double.parseDouble(two[0]), Double.parseDouble(two[1]));
            }
        } catch (NumberFormatException e) {
            throw wrong("--window is two numbers, as 40,400, received '" + text + "'");
        } catch (IllegalArgumentException e) {
            throw wrong("--window: " + e.getMessage());
        }
        throw wrong("--window is two numbers, as 40,400, received '" + text + "'");
    }

    /** What was written, a picture a frame. */
    private List<Path> convert(Path file, @Nullable Window through) throws IOException {
        List<Path> written = new ArrayList<>();
        DicomPicture picture = DicomPicture.read(file);
        String name = String.valueOf(file.getFileName()).replaceFirst("\\.(?i:dcm|dicom)$", "");
        for (int frame = 0; frame < picture.frames(); frame++) {
            Image image = image(picture, frame, through);
            Path out = folder.resolve(name + (picture.frames() == 1 ? "" : "-" + frame) + ".png");
            if (!taken.add(out)) {
                throw new OcelliException(file + " would be written over " + out
                        + ", which came of another file of this call: give it an --out of its own");
            }
            WholeFile.write(out, stream -> ImageIO.write(buffered(image), "png", stream));
            out().println(out);
            written.add(out);
        }
        return written;
    }

    private static Image image(DicomPicture picture, int frame, @Nullable Window through) {
        if (!picture.isGray()) {
            return picture.rgb8(frame);
        }
        return through == null ? picture.grey8(frame) : picture.grey8(frame, through);
    }

    private static BufferedImage buffered(Image image) {
        boolean gray = image.channels() == 1;
        BufferedImage buffered = new BufferedImage(
                image.width(), image.height(), gray ? BufferedImage.TYPE_BYTE_GRAY : BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                for (int c = 0; c < image.channels(); c++) {
                    // into the raster as they are: a conversion of colours would change grays
                    buffered.getRaster().setSample(x, y, c, image.sample(y, x, c));
                }
            }
        }
        return buffered;
    }
}
