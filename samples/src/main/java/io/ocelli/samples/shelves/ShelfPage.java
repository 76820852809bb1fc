package io.ocelli.samples.shelves;

import io.ocelli.dense.Sightings;
import io.ocelli.image.Box;
import io.ocelli.image.PngWriter;
import io.ocelli.image.Strips;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/** A page that needs nothing else: figures, and shelves with what was seen in them drawn as boxes. */
public final class ShelfPage {
    /** Told apart by the colour-blind too (Okabe and Ito 2008). */
    private static final String[] COLOURS = {"#E69F00", "#56B4E9", "#F0E442", "#D55E00", "#CC79A7"};

    private static final int SHOWN = 6;

    private ShelfPage() {}

    /**
     * The page, as HTML.
     *
     * @param way how the products were found
     */
    public static String of(String table, String way, List<Shelves.Scene> scenes, List<Sightings> seen)
            throws IOException {
        StringBuilder page = new StringBuilder("<!DOCTYPE html><html lang=\"en\"><meta charset=\"utf-8\">"
                + "<title>Shelves</title><style>body{font:15px system-ui;margin:24px}svg{max-width:100%;display:block}"
                + "rect{fill:none;stroke-width:2}</style><h1>Products on shelves</h1><pre>");
        page.append(table).append("</pre><p>Boxes by: ").append(way).append(". ");
        for (int i = 0; i < Shelves.labels().size() - 1; i++) {
            page.append(String.format(
                    "<b style=\"border:2px solid %s;padding:0 6px;margin:0 4px\">%s</b>",
                    COLOURS[i], Shelves.labels().get(i)));
        }
        page.append("</p>");
        for (int i = 0; i < Math.min(SHOWN, seen.size()); i++) {
            add(page, i, scenes.get(i), seen.get(i));
        }
        return page.append("</html>").toString();
    }

    private static void add(StringBuilder page, int index, Shelves.Scene scene, Sightings seen) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        PngWriter.write(Strips.of(scene.picture()), png);
        page.append(String.format(
                "<h2>%s: %d products seen, %d stand there</h2><svg width=\"960\" viewBox=\"0 0 %d %d\">"
                        + "<image href=\"data:image/png;base64,%s\"/>",
                Shelves.file(index),
                seen.all().size(),
                scene.products().size(),
                scene.picture().width(),
                scene.picture().height(),
                Base64.getEncoder().encodeToString(png.toByteArray())));
        for (Sightings.Sighting each : seen.all()) {
            Box box = each.box();
            page.append(String.format(
                    Locale.ROOT,
                    "<rect x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\" stroke=\"%s\"><title>%s</title></rect>",
                    box.left(),
                    box.top(),
                    box.right() - box.left(),
                    box.bottom() - box.top(),
                    COLOURS[box.label()],
                    each));
        }
        page.append("</svg>");
    }
}
