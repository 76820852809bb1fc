package io.ocelli.samples.android;

import android.app.Activity;
import android.content.Intent;
import android.graphics.Bitmap;
import android.graphics.BitmapFactory;
import android.os.Bundle;
import android.widget.Button;
import android.widget.EditText;
import android.widget.ImageView;
import android.widget.LinearLayout;
import android.widget.TextView;
import io.ocelli.Prediction;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Shows a photo of the user's and what it is, takes another name for it, and learns from those. */
public final class PhotoActivity extends Activity {
    private static final int PHOTO = 1;

    private final ExecutorService work = Executors.newSingleThreadExecutor();
    private final Map<String, List<Bitmap>> lesson = new TreeMap<>();
    private ImageView shown;
    private TextView said;
    private EditText name;
    private @Nullable Bitmap photo;

    /** Of the thread that works. */
    private @Nullable Recogniser recogniser;

    @Override
    protected void onCreate(@Nullable Bundle state) {
        super.onCreate(state);
        shown = new ImageView(this);
        said = new TextView(this);
        name = new EditText(this);
        name.setHint("What is it?");
        LinearLayout all = new LinearLayout(this);
        all.setOrientation(LinearLayout.VERTICAL);
        all.addView(button("Choose a photo", this::choose));
        all.addView(shown);
        all.addView(said);
        all.addView(name);
        all.addView(button("Remember it so", this::remember));
        all.addView(button("Learn what is remembered", this::learn));
        setContentView(all);
        work(() -> {
            recogniser = Recogniser.of(this);
            return "Ready";
        });
    }

    private Button button(String text, Runnable action) {
        Button button = new Button(this);
        button.setText(text);
        button.setOnClickListener(view -> action.run());
        return button;
    }

    private void choose() {
        startActivityForResult(new Intent(Intent.ACTION_GET_CONTENT).setType("image/*"), PHOTO);
    }

    @Override
    protected void onActivityResult(int request, int result, @Nullable Intent data) {
        if (request == PHOTO && result == RESULT_OK && data != null && data.getData() != null) {
            try (InputStream stream = getContentResolver().openInputStream(data.getData())) {
                show(BitmapFactory.decodeStream(stream));
            } catch (IOException e) {
                said.setText(e.getMessage());
            }
        }
    }

    void show(Bitmap chosen) {
        photo = chosen;
        shown.setImageBitmap(chosen);
        work(() -> {
            Prediction prediction = opened().classify(chosen);
            return String.format(Locale.ROOT, "%s, %.0f %%", prediction.label(), 100 * prediction.confidence());
        });
    }

    private void remember() {
        String label = name.getText().toString().trim();
        if (photo != null && !label.isEmpty()) {
            List<Bitmap> photos = lesson.computeIfAbsent(label, key -> new ArrayList<>());
            photos.add(photo);
            said.setText(label + ": " + photos.size());
        }
    }

    private void learn() {
        Map<String, List<Bitmap>> photos = new TreeMap<>();
        lesson.forEach((label, all) -> photos.put(label, new ArrayList<>(all)));
        work(() -> "Learnt: " + opened().learn(photos).accuracy());
    }

    private Recogniser opened() {
        if (recogniser == null) {
            throw new IllegalStateException("The model could not be opened");
        }
        return recogniser;
    }

    /** Does something in its turn, and says what comes of it. */
    private void work(Callable<String> task) {
        work.execute(() -> {
            String outcome;
            try {
                outcome = task.call();
            } catch (Exception e) {
                outcome = String.valueOf(e.getMessage());
            }
            String text = outcome;
            runOnUiThread(() -> said.setText(text));
        });
    }

    @Override
    protected void onDestroy() {
        super.onDestroy();
        work.execute(() -> {
            if (recogniser != null) {
                recogniser.close();
            }
        });
        work.shutdown();
    }
}
