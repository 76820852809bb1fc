package io.ocelli.learning;

import io.ocelli.image.Parameters;
import io.ocelli.serving.Decorator;
import io.ocelli.serving.Scorer;
import io.ocelli.serving.View;
import java.util.ArrayList;
import java.util.List;

/** Makes rows of the texts of what a classifier is asked about. */
record EncodedText(String column, String name, TextEncoder encoder) implements Decorator {
    @Override
    public Scorer around(Scorer inner) {
        return inner.scoringBy(views -> {
            List<View> seen = new ArrayList<>(views.size());
            views.forEach(view -> seen.add(view.with(encoder.encoded(column, view.values()))));
            return inner.score(seen);
        });
    }

    @Override
    public Parameters parameters() {
        return Parameters.none().with("column", column);
    }
}
