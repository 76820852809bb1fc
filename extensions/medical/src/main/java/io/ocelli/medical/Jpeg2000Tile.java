package io.ocelli.medical;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** A tile of JPEG 2000: its packets in their order, and its samples (ISO 15444-1, B.12 and annex G). */
final class Jpeg2000Tile {
    private static final Comparator<Jpeg2000Precinct> BY_RESOLUTION = Comparator.comparingInt(each -> each.resolution);
    private static final Comparator<Jpeg2000Precinct> BY_COMPONENT = Comparator.comparingInt(each -> each.component);
    private static final Comparator<Jpeg2000Precinct> BY_PLACE =
            Comparator.<Jpeg2000Precinct>comparingLong(each -> each.y).thenComparingLong(each -> each.x);

    private final Jpeg2000Size size;
    private final Area area;
    private final Jpeg2000Header header;
    private final Bytes data;
    private final List<Jpeg2000Component> components = new ArrayList<>();
    private int at;

    /**
     * Finds its packets.
     *
     * @param data the packets of all parts of the tile
     */
    Jpeg2000Tile(Jpeg2000Size size, Area area, Jpeg2000Header header, Bytes data) {
        this.size = size;
        this.area = area;
        this.header = header;
        this.data = data;
        this.at = data.begin;
        for (int c = 0; c < size.components(); c++) {
            components.add(
                    new Jpeg2000Component(c, size.precision(), area, header.coding(c), header.quantisation(c), data));
        }
        for (Jpeg2000Order order : header.orders()) {
            packets(order);
        }
    }

    /** Decodes it into a picture, whose samples of a pixel are side by side. */
    void decode(int[] samples) {
        boolean mixed = header.mixed() && components.size() >= 3;
        boolean reversible = components.get(0).isReversible();
        if (reversible) {
            int[][] planes = new int[components.size()][];
            for (int c = 0; c < planes.length; c++) {
                planes[c] = whole(c);
            }
            if (mixed) {
                Jpeg2000Colours.reversible(planes);
            }
            write(samples, (c, i) -> planes[c][i]);
            return;
        }
        float[][] planes = new float[components.size()][];
        for (int c = 0; c < planes.length; c++) {
            planes[c] = real(c);
        }
        if (mixed) {
            Jpeg2000Colours.irreversible(planes);
        }
        write(samples, (c, i) -> (int) Math.rint(planes[c][i]));
    }

    private int[] whole(int c) {
        check(c, true);
        return components.get(c).whole(data);
    }

    private float[] real(int c) {
        check(c, false);
        return components.get(c).real(data);
    }

    private void check(int c, boolean reversible) {
        if (components.get(c).isReversible() != reversible) {
            throw data.unsupported(data.begin, "JPEG 2000 components are read that are of one transform");
        }
    }

    private interface Values {
        int at(int component, int place);
    }

    private void write(int[] samples, Values values) {
        int middle = 1 << (size.precision() - 1);
        int least = size.signed() ? -middle : 0;
        int largest = size.signed() ? middle - 1 : 2 * middle - 1;
        int count = components.size();
        int wide = size.right() - size.left();
        for (int c = 0; c < count; c++) {
            int place = 0;
            for (int y = area.top() - size.top(); y < area.bottom() - size.top(); y++) {
                int o = (y * wide + area.left() - size.left()) * count + c;
                for (int x = 0; x < area.width(); x++, o += count) {
                    int value = values.at(c, place++) + (size.signed() ? 0 : middle);
                    samples[o] = Math.max(least, Math.min(largest, value));
                }
            }
        }
    }

    private void packets(Jpeg2000Order order) {
        List<Jpeg2000Precinct> precincts = new ArrayList<>();
        for (Jpeg2000Component component : components) {
            for (Jpeg2000Precinct precinct : component.precincts) {
                if (precinct.resolution >= order.fromResolution()
                        && precinct.resolution < order.toResolution()
                        && precinct.component >= order.fromComponent()
                        && precinct.component < order.toComponent()) {
                    precincts.add(precinct);
                }
            }
        }
        int layers = Math.min(order.toLayer(), header.layers());
        if (order.progression() == Jpeg2000Order.LAYERS) {
            precincts.sort(BY_RESOLUTION.thenComparing(BY_COMPONENT));
            byLayers(precincts, layers);
        } else if (order.progression() == Jpeg2000Order.RESOLUTIONS) {
            precincts.sort(BY_RESOLUTION.thenComparing(BY_COMPONENT));
            int from = 0;
            for (int i = 1; i <= precincts.size(); i++) {
                if (i == precincts.size() || precincts.get(i).resolution != precincts.get(from).resolution) {
                    byLayers(precincts.subList(from, i), layers);
                    from = i;
                }
            }
        } else {
            precincts.sort(
                    switch (order.progression()) {
                        case Jpeg2000Order.RESOLUTIONS_PLACES ->
                            BY_RESOLUTION.thenComparing(BY_PLACE).thenComparing(BY_COMPONENT);
                        case Jpeg2000Order.PLACES ->
                            BY_PLACE.thenComparing(BY_COMPONENT).thenComparing(BY_RESOLUTION);
                        default -> BY_COMPONENT.thenComparing(BY_PLACE).thenComparing(BY_RESOLUTION);
                    });
            for (Jpeg2000Precinct precinct : precincts) {
                while (precinct.layers < layers) {
                    at = precinct.read(data, at);
                }
            }
        }
    }

    /** What an order before this one brought is not there again. */
    private void byLayers(List<Jpeg2000Precinct> precincts, int layers) {
        for (int layer = 0; layer < layers; layer++) {
            for (Jpeg2000Precinct precinct : precincts) {
                if (precinct.layers == layer) {
                    at = precinct.read(data, at);
                }
            }
        }
    }
}
