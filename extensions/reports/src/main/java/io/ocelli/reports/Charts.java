package io.ocelli.reports;

import java.awt.Color;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.knowm.xchart.BitmapEncoder;
import org.knowm.xchart.BitmapEncoder.BitmapFormat;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.style.Styler.LegendPosition;
import org.knowm.xchart.style.markers.SeriesMarkers;

/** Lines over epochs, steps or shares, as PNG. */
final class Charts {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 360;
    private static final int SQUARE = 560;
    /** Okabe and Ito's (2008), which people of all kinds of sight tell apart. */
    private static final Color[] COLORS = {
        new Color(0, 114, 178),
        new Color(213, 94, 0),
        new Color(0, 158, 115),
        new Color(204, 121, 167),
        new Color(230, 159, 0),
        new Color(86, 180, 233),
        new Color(0, 0, 0)
    };

    private Charts() {}

    /** A line's places and what it has there. */
    record Line(List<Double> places, List<Double> values) {}

    /**
     * A chart of lines by name; one that has a gap is left out.
     *
     * @param logarithmic whether the horizontal axis is; then all places are above 0
     */
    static byte[] lines(String x, String y, List<Double> places, Map<String, List<Double>> lines, boolean logarithmic) {
        Map<String, Line> placed = new LinkedHashMap<>();
        lines.forEach((name, values) -> placed.put(name, new Line(places, values)));
        XYChart chart = chart(x, y, WIDTH, placed);
        chart.getStyler().setXAxisLogarithmic(logarithmic);
        return png(chart);
    }

    /** A chart of shares over shares, both from 0 to 1. */
    static byte[] shares(String x, String y, Map<String, Line> lines) {
        XYChart chart = chart(x, y, SQUARE, lines);
        chart.getStyler().setXAxisMin(0.0).setXAxisMax(1.0).setYAxisMin(0.0).setYAxisMax(1.0);
        return png(chart);
    }

    private static XYChart chart(String x, String y, int width, Map<String, Line> lines) {
        XYChart chart = new XYChartBuilder()
                .width(width)
                .height(HEIGHT)
                .xAxisTitle(x)
                .yAxisTitle(y)
                .build();
        chart.getStyler().setSeriesColors(COLORS);
        chart.getStyler().setChartBackgroundColor(Color.WHITE);
        chart.getStyler().setPlotBorderVisible(false);
        chart.getStyler().setLegendBorderColor(Color.WHITE);
        chart.getStyler().setLegendPosition(LegendPosition.OutsideE);
        chart.getStyler().setLegendVisible(lines.size() > 1);
        lines.forEach((name, line) -> {
            if (line.values().contains(Double.NaN)) {
                return;
            }
            XYSeries series = chart.addSeries(name, line.places(), line.values());
            series.setMarker(line.places().size() == 1 ? SeriesMarkers.CIRCLE : SeriesMarkers.NONE);
        });
        return chart;
    }

    private static byte[] png(XYChart chart) {
        try {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            BitmapEncoder.saveBitmap(chart, png, BitmapFormat.PNG);
            return png.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException("A chart cannot be drawn", e);
        }
    }
}
