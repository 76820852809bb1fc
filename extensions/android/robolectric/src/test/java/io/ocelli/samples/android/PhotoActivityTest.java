package io.ocelli.samples.android;

import static org.assertj.core.api.Assertions.assertThat;

import android.app.Application;
import android.content.res.AssetManager;
import android.graphics.Bitmap;
import android.graphics.Canvas;
import android.graphics.Color;
import android.graphics.Paint;
import android.view.View;
import android.view.ViewGroup;
import android.widget.Button;
import android.widget.EditText;
import android.widget.TextView;
import io.ocelli.Classifier;
import java.io.File;
import java.io.FileOutputStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.Before;
import org.junit.Rule;
import org.junit.Test;
import org.junit.rules.TemporaryFolder;
import org.junit.runner.RunWith;
import org.robolectric.Robolectric;
import org.robolectric.RobolectricTestRunner;
import org.robolectric.RuntimeEnvironment;
import org.robolectric.android.controller.ActivityController;
import org.robolectric.annotation.Config;
import org.robolectric.annotation.GraphicsMode;
import org.robolectric.shadows.ShadowLooper;

/** The sample application on Android 8.0 with its own graphics: its model is among the assets, its photos are bitmaps. */
@RunWith(RobolectricTestRunner.class)
@Config(sdk = 26, manifest = Config.NONE)
@GraphicsMode(GraphicsMode.Mode.NATIVE)
public class PhotoActivityTest {
    private static final int SIZE = 96;
    private static final long PATIENCE = 120_000;

    @Rule
    public final TemporaryFolder folder = new TemporaryFolder();

    private final Application application = RuntimeEnvironment.getApplication();

    @Before
    public void install() throws Exception {
        File model = folder.newFolder("model");
        try (Classifier classifier = Classifier.efficientnetLite0().pretrained().open()) {
            classifier.save(model.toPath());
        }
        File apk = folder.newFile("app.apk");
        try (ZipOutputStream zip = new ZipOutputStream(new FileOutputStream(apk))) {
            for (File file : model.listFiles()) {
                zip.putNextEntry(new ZipEntry("assets/model/" + file.getName()));
                zip.write(Files.readAllBytes(file.toPath()));
                zip.closeEntry();
            }
        }
        AssetManager.class.getMethod("addAssetPath", String.class).invoke(application.getAssets(), apk.getPath());
    }

    /** A disc, or a cross, somewhere. */
    private static Bitmap photo(boolean disc, int shift) {
        Bitmap bitmap = Bitmap.createBitmap(SIZE, SIZE, Bitmap.Config.ARGB_8888);
        Canvas canvas = new Canvas(bitmap);
        canvas.drawColor(Color.rgb(30, 20, 40));
        Paint paint = new Paint();
        paint.setColor(disc ? Color.rgb(240, 200, 60) : Color.rgb(90, 210, 240));
        paint.setStrokeWidth(12);
        if (disc) {
            canvas.drawCircle(40 + shift, 44, 28, paint);
        } else {
            canvas.drawLine(20 + shift, 20, 76, 80, paint);
            canvas.drawLine(76, 20, 20 + shift, 80, paint);
        }
        return bitmap;
    }

    private static List<Bitmap> photos(boolean disc) {
        List<Bitmap> photos = new ArrayList<>();
        for (int shift = 0; shift < 6; shift++) {
            photos.add(photo(disc, 2 * shift));
        }
        return photos;
    }

    @Test
    public void aHeadIsLearntFromBitmapsAndKept() {
        Map<String, List<Bitmap>> lesson = new TreeMap<>();
        lesson.put("disc", photos(true));
        lesson.put("cross", photos(false));
        float[] before;
        try (Recogniser recogniser = Recogniser.of(application)) {
            assertThat(recogniser.classify(photo(true, 5)).probabilities()).hasSize(1000);
            assertThat(recogniser.learn(lesson).accuracy()).isEqualTo(1);
            before = recogniser.classify(photo(true, 5)).probabilities();
        }
        try (Recogniser recogniser = Recogniser.of(application)) {
            assertThat(recogniser.classify(photo(true, 5)).label()).isEqualTo("disc");
            assertThat(recogniser.classify(photo(true, 5)).probabilities()).isEqualTo(before);
        }
    }

    private static <T> T find(View view, Class<T> type, String text) {
        if (type.isInstance(view)
                && (text.isEmpty() || ((TextView) view).getText().toString().equals(text))) {
            return type.cast(view);
        }
        if (view instanceof ViewGroup) {
            ViewGroup group = (ViewGroup) view;
            for (int i = 0; i < group.getChildCount(); i++) {
                T found = find(group.getChildAt(i), type, text);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Until the application says so. */
    private static void said(View all, String beginning) throws InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE;
        List<String> seen = new ArrayList<>();
        while (System.currentTimeMillis() < end) {
            ShadowLooper.idleMainLooper();
            String text = ((TextView) ((ViewGroup) all).getChildAt(2)).getText().toString();
            if (text.startsWith(beginning)) {
                return;
            }
            seen.add(text);
            Thread.sleep(20);
        }
        throw new AssertionError(
                "Not said: " + beginning + ", but " + seen.stream().distinct().toList());
    }

    @Test
    public void aUserShowsPhotosNamesThemAndLetsItLearn() throws Exception {
        try (ActivityController<PhotoActivity> controller = Robolectric.buildActivity(PhotoActivity.class)) {
            PhotoActivity activity = controller.setup().get();
            View all = ((ViewGroup) activity.findViewById(android.R.id.content)).getChildAt(0);
            said(all, "Ready");
            for (boolean disc : new boolean[] {true, false}) {
                for (Bitmap photo : photos(disc)) {
                    activity.show(photo);
                    find(all, EditText.class, "").setText(disc ? "disc" : "cross");
                    find(all, Button.class, "Remember it so").performClick();
                }
            }
            find(all, Button.class, "Learn what is remembered").performClick();
            said(all, "Learnt: 1");

            activity.show(photo(false, 3));
            said(all, "cross, ");
        }
    }
}
