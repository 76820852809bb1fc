package io.ocelli.samples;

import io.ocelli.image.Image;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.image.BufferedImage;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;

/** Many pictures side by side with a line of text below each, to be looked at. Not safe for several threads. */
public final class ContactSheet {
    private static final int GAP = 6;
    private static final int LINE = 18;

    private final int columns;
    private final int side;
    private final List<Cell> cells = new ArrayList<>();

    private record Cell(BufferedImage picture, String text) {}

    /**
     * An empty one.
     *
     * @param columns pictures of a row, 1 or more
     * @param side of the square in pixels that each picture is fitted into, 1 or more
     */
    public ContactSheet(int columns, int side) {
        if (columns < 1 || side < 1) {
            throw new IllegalArgumentException("A contact sheet has a column or more, and squares of a pixel or more,"
                    + " received " + columns + " and " + side);
        }
        this.columns = columns;
        this.side = side;
    }

    /** Adds a picture, gray or red, green, blue, with 8 bits. */
    public ContactSheet add(Image picture, String text) {
        cells.add(new Cell(fitted(picture.toChannels(3)), text));
        return this;
    }

    /** Whether no picture was added. */
    public boolean isEmpty() {
        return cells.isEmpty();
    }

    /** Small at once, so that many large pictures need little memory. */
    private BufferedImage fitted(Image picture) {
        BufferedImage whole = new BufferedImage(picture.width(), picture.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < picture.height(); y++) {
            for (int x = 0; x < picture.width(); x++) {
                int rgb = picture.sample(y, x, 0) << 16 | picture.sample(y, x, 1) << 8 | picture.sample(y, x, 2);
                whole.setRGB(x, y, rgb);
            }
        }
        double scale = (double) side / Math.max(picture.width(), picture.height());
        int width = Math.max(1, (int) Math.round(picture.width() * scale));
        int height = Math.max(1, (int) Math.round(picture.height() * scale));
        BufferedImage small = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = small.createGraphics();
        graphics.setRenderingHint(RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BILINEAR);
        graphics.drawImage(whole, 0, 0, width, height, null);
        graphics.dispose();
        return small;
    }

    /**
     * Writes it as PNG.
     *
     * @throws IllegalStateException if there is no picture
     * @throws IOException if it cannot be written
     */
    public void write(Path file) throws IOException {
        if (cells.isEmpty()) {
            throw new IllegalStateException("A contact sheet shows at least one picture, and none was added");
        }
        int across = side + GAP;
        int down = side + LINE + GAP;
        int rows = (cells.size() + columns - 1) / columns;
        BufferedImage sheet = new BufferedImage(columns * across + GAP, rows * down + GAP, BufferedImage.TYPE_INT_RGB);
        Graphics2D graphics = sheet.createGraphics();
        graphics.setColor(Color.WHITE);
        graphics.fillRect(0, 0, sheet.getWidth(), sheet.getHeight());
        graphics.setColor(Color.BLACK);
        graphics.setFont(new Font(Font.SANS_SERIF, Font.PLAIN, 12));
        graphics.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
        for (int i = 0; i < cells.size(); i++) {
            Cell cell = cells.get(i);
            int left = GAP + i % columns * across;
            int top = GAP + i / columns * down;
            graphics.setClip(left, top, side, side + LINE);
            graphics.drawImage(
                    cell.picture(),
                    left + (side - cell.picture().getWidth()) / 2,
                    top + (side - cell.picture().getHeight()) / 2,
                    null);
            graphics.drawString(cell.text(), left + 2, top + side + LINE - 5);
        }
        graphics.dispose();
        File written = file.toFile();
        if (!ImageIO.write(sheet, "png", written)) {
            throw new IOException("This Java writes no PNG, so that " + file + " is not written");
        }
    }
}
