package io.ocelli.samples.shelves;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.geom.RoundRectangle2D;
import java.util.Locale;

/** What stands on a shelf: the classes. Each is drawn into the unit square, a little narrower than high. */
enum Product {
    BOTTLE(new Color(30, 110, 60), new Color(240, 230, 190)) {
        @Override
        void draw(Graphics2D graphics) {
            fill(graphics, body, new RoundRectangle2D.Double(0.2, 0.3, 0.6, 0.7, 0.2, 0.2));
            fill(graphics, body, new Rectangle2D.Double(0.4, 0.05, 0.2, 0.35));
            fill(graphics, print, new Rectangle2D.Double(0.2, 0.5, 0.6, 0.28));
            fill(graphics, body, new Ellipse2D.Double(0.4, 0.54, 0.2, 0.2));
            fill(graphics, Color.RED, new Rectangle2D.Double(0.38, 0, 0.24, 0.1));
        }
    },
    TIN(new Color(190, 35, 35), new Color(235, 235, 240)) {
        @Override
        void draw(Graphics2D graphics) {
            fill(graphics, body, new RoundRectangle2D.Double(0.08, 0, 0.84, 1, 0.12, 0.12));
            fill(graphics, print, new Rectangle2D.Double(0.08, 0.38, 0.84, 0.24));
            fill(graphics, Color.GRAY, new Rectangle2D.Double(0.08, 0, 0.84, 0.1));
            fill(graphics, Color.GRAY, new Rectangle2D.Double(0.08, 0.9, 0.84, 0.1));
        }
    },
    CEREAL(new Color(245, 180, 30), new Color(60, 50, 140)) {
        @Override
        void draw(Graphics2D graphics) {
            fill(graphics, body, new Rectangle2D.Double(0.03, 0, 0.94, 1));
            fill(graphics, print, new Ellipse2D.Double(0.2, 0.4, 0.6, 0.45));
            fill(graphics, print, new Rectangle2D.Double(0.12, 0.1, 0.76, 0.16));
        }
    },
    MILK(new Color(235, 240, 245), new Color(40, 110, 200)) {
        @Override
        void draw(Graphics2D graphics) {
            Path2D gable = new Path2D.Double();
            gable.moveTo(0.08, 0.28);
            gable.lineTo(0.28, 0);
            gable.lineTo(0.72, 0);
            gable.lineTo(0.92, 0.28);
            gable.closePath();
            fill(graphics, print, gable);
            fill(graphics, body, new Rectangle2D.Double(0.08, 0.28, 0.84, 0.72));
            fill(graphics, print, new Rectangle2D.Double(0.08, 0.8, 0.84, 0.1));
            fill(graphics, print, new Ellipse2D.Double(0.35, 0.42, 0.3, 0.26));
        }
    },
    JAR(new Color(150, 70, 110), new Color(250, 245, 220)) {
        @Override
        void draw(Graphics2D graphics) {
            fill(graphics, body, new RoundRectangle2D.Double(0.05, 0.16, 0.9, 0.84, 0.35, 0.35));
            fill(graphics, new Color(200, 170, 60), new Rectangle2D.Double(0.12, 0, 0.76, 0.18));
            fill(graphics, print, new RoundRectangle2D.Double(0.2, 0.4, 0.6, 0.36, 0.1, 0.1));
        }
    };

    final Color body;
    final Color print;

    Product(Color body, Color print) {
        this.body = body;
        this.print = print;
    }

    abstract void draw(Graphics2D graphics);

    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    private static void fill(Graphics2D graphics, Color color, Shape shape) {
        graphics.setColor(color);
        graphics.fill(shape);
    }
}
