package io.ocelli.samples.surfaces;

import java.awt.BasicStroke;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.QuadCurve2D;
import java.util.Locale;

/** What may be wrong with a surface: the classes. */
enum Defect {
    CLEAN {
        @Override
        void mark(Surface surface) {
            // Handled like all others: what blemish() leaves is no defect.
        }
    },
    CRACK {
        @Override
        void mark(Surface surface) {
            double[] mask = surface.mask(graphics -> {
                double direction = surface.between(0, 2 * Math.PI);
                double length = surface.between(90, 190);
                double x = Surface.SIDE / 2.0 - Math.cos(direction) * length / 2 + surface.between(-35, 35);
                double y = Surface.SIDE / 2.0 - Math.sin(direction) * length / 2 + surface.between(-35, 35);
                branch(surface, graphics, x, y, direction, length, surface.between(1.2, 2.8));
            });
            groove(surface, mask, 0.85, -1.2);
        }

        private void branch(
                Surface surface,
                Graphics2D graphics,
                double x,
                double y,
                double direction,
                double length,
                double width) {
            double turned = direction;
            for (double gone = 0; gone < length; ) {
                double step = surface.between(3, 9);
                turned += surface.between(-0.75, 0.75);
                turned = direction + 0.7 * (turned - direction);
                double nextX = x + step * Math.cos(turned);
                double nextY = y + step * Math.sin(turned);
                double left = width * (1 - 0.8 * gone / length) * surface.between(0.6, 1.2);
                graphics.setStroke(
                        new BasicStroke((float) Math.max(0.5, left), BasicStroke.CAP_ROUND, BasicStroke.JOIN_MITER));
                graphics.draw(new Line2D.Double(x, y, nextX, nextY));
                if (length > 35 && surface.random.nextInt(9) == 0) {
                    double side = surface.random.nextBoolean() ? 0.8 : -0.8;
                    branch(surface, graphics, nextX, nextY, turned + side, (length - gone) * 0.45, left * 0.8);
                }
                x = nextX;
                y = nextY;
                gone += step;
            }
        }
    },
    SCRATCH {
        @Override
        void mark(Surface surface) {
            int lines = 1 + surface.random.nextInt(3);
            double direction = surface.between(0, Math.PI);
            double[] mask = surface.mask(graphics -> {
                for (int line = 0; line < lines; line++) {
                    double length = surface.between(60, 190) / 2;
                    double x = Surface.SIDE / 2.0 + surface.between(-50, 50);
                    double y = Surface.SIDE / 2.0 + surface.between(-50, 50);
                    double turned = direction + surface.between(-0.15, 0.15);
                    double dx = length * Math.cos(turned);
                    double dy = length * Math.sin(turned);
                    double bend = surface.between(-12, 12);
                    graphics.setStroke(new BasicStroke((float) surface.between(0.7, 1.7), BasicStroke.CAP_ROUND, 0));
                    graphics.draw(new QuadCurve2D.Double(
                            x - dx, y - dy, x - bend * dy / length, y + bend * dx / length, x + dx, y + dy));
                }
            });
            // A tool presses the ridges up that shine beside the groove.
            groove(surface, mask, 0.18, surface.between(-1.6, -0.8));
        }
    },
    DENT {
        @Override
        void mark(Surface surface) {
            double x0 = Surface.SIDE / 2.0 + surface.between(-45, 45);
            double y0 = Surface.SIDE / 2.0 + surface.between(-45, 45);
            double across = surface.between(14, 34);
            double along = across * surface.between(0.7, 1.4);
            double depth = across * surface.between(0.25, 0.5);
            double turn = surface.between(0, Math.PI);
            each((x, y) -> {
                double dx = x - x0;
                double dy = y - y0;
                double u = (dx * Math.cos(turn) + dy * Math.sin(turn)) / across;
                double v = (dy * Math.cos(turn) - dx * Math.sin(turn)) / along;
                double far = u * u + v * v + 0.25 * surface.noise.at(x / 18.0, y / 18.0, 2);
                surface.raise(x, y, -depth * Math.exp(-Math.max(0, far) * 1.4));
            });
        }
    },
    STAIN {
        @Override
        void mark(Surface surface) {
            double x0 = Surface.SIDE / 2.0 + surface.between(-45, 45);
            double y0 = Surface.SIDE / 2.0 + surface.between(-45, 45);
            double radius = surface.between(24, 60);
            double strength = surface.between(0.25, 0.6);
            double rim = surface.between(0.0, 0.35);
            double ragged = surface.between(0.5, 1.0);
            each((x, y) -> {
                double far = Math.hypot(x - x0, y - y0) / radius + ragged * surface.noise.at(x / 38.0, y / 38.0, 4);
                double inside = 1 / (1 + Math.exp((far - 1) * 14));
                double edge = Math.exp(-Math.pow((far - 0.95) / 0.07, 2));
                double mottled = 1 + 0.5 * surface.noise.at(x / 12.0, y / 12.0, 3);
                surface.stain(x, y, Math.max(0, Math.min(1, strength * mottled * inside + rim * edge)));
            });
        }
    },
    HOLE {
        @Override
        void mark(Surface surface) {
            int holes = surface.random.nextInt(4) == 0 ? 2 : 1;
            for (int hole = 0; hole < holes; hole++) {
                double x0 = Surface.SIDE / 2.0 + surface.between(-60, 60);
                double y0 = Surface.SIDE / 2.0 + surface.between(-60, 60);
                double radius = surface.between(6, 24);
                double flat = surface.between(0.75, 1);
                double chipped = surface.between(0.0, 0.5);
                each((x, y) -> {
                    double far = Math.hypot(x - x0, (y - y0) / flat) / radius
                            + chipped * surface.noise.at(x / 7.0, y / 7.0, 2);
                    surface.darken(x, y, 0.9 / (1 + Math.exp((far - 1) * radius * 0.9)));
                    // The edge breaks towards the hole.
                    surface.raise(x, y, -2.2 / (1 + Math.exp((far - 1.15) * radius * 0.45)));
                });
            }
        }
    };

    /** A pixel to act on. */
    private interface Pixel {
        void act(int x, int y);
    }

    /** The name of the class. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** Puts the defect on a surface. */
    abstract void mark(Surface surface);

    /** What any surface may have without being defective: a faint smear, dust, a soft wave. */
    static void blemish(Surface surface) {
        double wave = surface.between(0, 1.6);
        double smear = Math.max(0, surface.between(-0.15, 0.12));
        each((x, y) -> {
            surface.raise(x, y, wave * 4 * surface.noise.at(x / 70.0, y / 70.0));
            double dirt = surface.noise.at(x / 50.0 + 9, y / 16.0, 2);
            surface.stain(x, y, Math.max(0, smear * dirt * 2));
        });
        int specks = surface.random.nextInt(7);
        double[] dust = surface.mask(graphics -> {
            for (int speck = 0; speck < specks; speck++) {
                double x = surface.between(0, Surface.SIDE);
                double y = surface.between(0, Surface.SIDE);
                graphics.setStroke(new BasicStroke((float) surface.between(0.8, 2.2), BasicStroke.CAP_ROUND, 0));
                graphics.draw(new Line2D.Double(x, y, x + surface.between(-3, 3), y + surface.between(-3, 3)));
            }
        });
        groove(surface, dust, 0.4, 0.5);
    }

    private static void groove(Surface surface, double[] mask, double dark, double height) {
        each((x, y) -> {
            double covered = mask[y * Surface.SIDE + x];
            if (covered > 0) {
                surface.darken(x, y, dark * covered);
                surface.raise(x, y, height * covered);
            }
        });
    }

    private static void each(Pixel pixel) {
        for (int y = 0; y < Surface.SIDE; y++) {
            for (int x = 0; x < Surface.SIDE; x++) {
                pixel.act(x, y);
            }
        }
    }
}
