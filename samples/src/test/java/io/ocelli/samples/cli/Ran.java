package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.samples.Cli;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.imageio.ImageIO;

/** A run of the command line: its exit code and what it printed. */
record Ran(int code, String out, String err) {
    static Ran cli(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int code = Cli.execute(
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                Arrays.stream(arguments).map(Object::toString).toArray(String[]::new));
        return new Ran(code, out.toString(), err.toString());
    }

    /** Trains a model on pictures, validates with the same, and saves it. */
    static Ran train(Path folder, String model, Object pictures, Object... options) {
        List<Object> arguments = new ArrayList<>(
                List.of("train", "--model", model, "--train", pictures, "--validation", pictures, "--out", folder));
        arguments.addAll(List.of(options));
        return cli(arguments.toArray());
    }

    /** Trains as {@link #train}, which goes well. */
    static void trained(Path folder, String model, Object pictures, Object... options) {
        Ran ran = train(folder, model, pictures, options);
        assertThat(ran.code()).as(ran.err()).isZero();
    }

    /** Pictures of one colour, so many of each of red and blue, in folders of these names. */
    static Path pictures(Path folder, int each) throws IOException {
        for (int i = 0; i < 2 * each; i++) {
            Path to = Files.createDirectories(folder.resolve(i % 2 == 0 ? "red" : "blue"));
            picture(to.resolve(i + ".png"), i % 2 == 0 ? 0xff2020 : 0x2020ff);
        }
        return folder;
    }

    static Path picture(Path file, int colour) throws IOException {
        BufferedImage picture = new BufferedImage(32, 32, BufferedImage.TYPE_INT_RGB);
        for (int x = 0; x < 32 * 32; x++) {
            picture.setRGB(x % 32, x / 32, colour);
        }
        ImageIO.write(picture, "png", file.toFile());
        return file;
    }
}
