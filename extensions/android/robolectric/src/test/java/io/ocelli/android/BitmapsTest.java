package io.ocelli.android;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import android.content.res.AssetManager;
import android.graphics.Bitmap;
import android.graphics.Color;
import io.ocelli.Classifier;
import io.ocelli.error.ImageException;
import io.ocelli.error.WeightsException;
import io.ocelli.image.Image;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import javax.imageio.ImageIO;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.annotation.Config;
import org.robolectric.annotation.GraphicsMode;

/** On Android 8.0 with its own graphics, as Robolectric runs them. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 26, manifest = Config.NONE)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
public class BitmapsTest {
    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private static int shade(int y, int x) {
        return Color.rgb(20 + 9 * y, 200 - 7 * x, (31 * y + 17 * x) % 256);
    }

    private static int pixel(Image image, int y, int x) {
        int at = 3 * (y * image.width() + x);
        return Color.rgb(image.samples()[at] & 0xFF, image.samples()[at + 1] & 0xFF, image.samples()[at + 2] & 0xFF);
    }

    private static byte[] file(String format, int height, int width) throws IOException {
        BufferedImage picture = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                picture.setRGB(x, y, shade(y, x));
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, format, bytes);
        return bytes.toByteArray();
    }

    @Test
    public void aBitmapsPixelsAreThoseOfThePicture() {
        Bitmap bitmap = Bitmap.createBitmap(5, 3, Bitmap.Config.ARGB_8888);
        for (int y = 0; y < 3; y++) {
            for (int x = 0; x < 5; x++) {
                bitmap.setPixel(x, y, shade(y, x));
            }
        }
        bitmap.setPixel(4, 2, Color.TRANSPARENT);
        Image image = AndroidPictures.of(bitmap);

        assertThat(image.height()).isEqualTo(3);
        assertThat(image.width()).isEqualTo(5);
        assertThat(pixel(image, 1, 3)).isEqualTo(shade(1, 3));
        assertThat(pixel(image, 2, 4)).as("black shines through").isEqualTo(Color.BLACK);
    }

    @Test
    public void aPngIsDecodedPixelForPixel() throws IOException {
        byte[] png = file("png", 11, 17);
        assertThat(new BitmapDecoder().recognises(png)).isTrue();
        Image image = new BitmapDecoder().decode(png, "a.png");

        for (int y = 0; y < 11; y++) {
            for (int x = 0; x < 17; x++) {
                assertThat(pixel(image, y, x)).isEqualTo(shade(y, x));
            }
        }
    }

    @Test
    public void whatIsNoPictureIsNotRecognisedAndABrokenOneIsAnError() {
        assertThat(new BitmapDecoder().recognises("no picture".getBytes())).isFalse();
        assertThatThrownBy(() -> new BitmapDecoder().decode("no picture".getBytes(), "a.txt"))
                .isInstanceOf(ImageException.class)
                .hasMessage("Android cannot decode a.txt: it is broken, or ends early");
    }

    @Test
    public void bytesAndBitmapsAreClassifiedAlike() throws IOException {
        byte[] png = file("png", 40, 40);
        try (Classifier classifier = Classifier.lenet5().head(3).untrained()) {
            Bitmap bitmap = android.graphics.BitmapFactory.decodeByteArray(png, 0, png.length);
            assertThat(classifier.classify(png).probabilities())
                    .isEqualTo(classifier.classify(AndroidPictures.of(bitmap)).probabilities());
        }
    }

    private static byte[] oriented(byte[] jpeg, int orientation) throws IOException {
        byte[] exif = {
            (byte) 0xFF,
            (byte) 0xE1,
            0,
            34,
            'E',
            'x',
            'i',
            'f',
            0,
            0,
            'M',
            'M',
            0,
            42,
            0,
            0,
            0,
            8,
            0,
            1,
            1,
            0x12,
            0,
            3,
            0,
            0,
            0,
            1,
            0,
            (byte) orientation,
            0,
            0,
            0,
            0,
            0,
            0
        };
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write(jpeg, 0, 2);
        bytes.write(exif);
        bytes.write(jpeg, 2, jpeg.length - 2);
        return bytes.toByteArray();
    }

    private static byte[] halves(boolean across) throws IOException {
        BufferedImage picture = new BufferedImage(32, 16, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < 16; y++) {
            for (int x = 0; x < 32; x++) {
                picture.setRGB(x, y, across ? x < 16 ? 0xFF0000 : 0x0000FF : y < 8 ? 0xFF0000 : 0x0000FF);
            }
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ImageIO.write(picture, "jpg", bytes);
        return bytes.toByteArray();
    }

    private static boolean isRed(Image image, int y, int x) {
        return Color.red(pixel(image, y, x)) > 200 && Color.blue(pixel(image, y, x)) < 60;
    }

    /** By the table of EXIF 2.3: where the first row and the first column of what is stored are. */
    @Test
    public void aJpegIsUprightAsItsOrientationSays() throws IOException {
        boolean[] redOnTop = {true, true, false, false};
        boolean[] redOnLeft = {true, false, false, true};
        for (int orientation = 1; orientation <= 4; orientation++) {
            Image rows = new BitmapDecoder().decode(oriented(halves(false), orientation), "a.jpg");
            Image columns = new BitmapDecoder().decode(oriented(halves(true), orientation), "a.jpg");
            assertThat(rows.height()).isEqualTo(16);
            assertThat(isRed(rows, 1, 16)).as("orientation %d", orientation).isEqualTo(redOnTop[orientation - 1]);
            assertThat(isRed(columns, 8, 1)).as("orientation %d", orientation).isEqualTo(redOnLeft[orientation - 1]);
        }
        // 5: row is left, column is top; 6: right, top; 7: right, bottom; 8: left, bottom
        boolean[] rowIsLeft = {true, false, false, true};
        boolean[] columnIsTop = {true, true, false, false};
        for (int orientation = 5; orientation <= 8; orientation++) {
            Image rows = new BitmapDecoder().decode(oriented(halves(false), orientation), "a.jpg");
            Image columns = new BitmapDecoder().decode(oriented(halves(true), orientation), "a.jpg");
            assertThat(rows.height()).isEqualTo(32);
            assertThat(isRed(rows, 16, 1)).as("orientation %d", orientation).isEqualTo(rowIsLeft[orientation - 5]);
            assertThat(isRed(columns, 1, 8)).as("orientation %d", orientation).isEqualTo(columnIsTop[orientation - 5]);
        }
    }

    @Test
    public void aModelIsReadFromTheAssets() throws Exception {
        File apk = folder.newFile("app.apk");
        File model = folder.newFolder("model");
        AssetManager assets = RuntimeEnvironment.getApplication().getAssets();
        try (Classifier saved = Classifier.lenet5().head("ant", "bee", "wasp").untrained()) {
            saved.save(model.toPath());
            try (ZipOutputStream zip = new ZipOutputStream(new FileOutputStream(apk))) {
                for (File file : model.listFiles()) {
                    zip.putNextEntry(new ZipEntry("assets/insects/" + file.getName()));
                    zip.write(Files.readAllBytes(file.toPath()));
                    zip.closeEntry();
                }
            }
            AssetManager.class.getMethod("addAssetPath", String.class).invoke(assets, apk.getPath());
            try (Classifier opened = AndroidAssets.saved(assets, "insects").open()) {
                byte[] png = file("png", 40, 40);
                assertThat(opened.labels()).containsExactly("ant", "bee", "wasp");
                assertThat(opened.classify(png).probabilities())
                        .isEqualTo(saved.classify(png).probabilities());
            }
        }
        assertThatThrownBy(() -> AndroidAssets.saved(assets, "absent"))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(
                        "A classifier's folder among the assets has config.json and model.safetensors, as"
                                + " classifier.save(folder) writes them, and absent/config.json cannot be read");
    }
}
