package io.ocelli.learning;

import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.image.Image;
import io.ocelli.image.Randomness;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Samples whose best possible accuracy is known: the picture shows one bit (reddish or bluish noise), its company another one, and
 * the class is the pair of both, but in a tenth of the samples one of the three others. Who sees one part only is right in
 * (0.9 + 0.1 / 3) / 2 at best.
 */
final class MadeSamples {
    static final List<String> CLASSES = List.of("00", "01", "10", "11");
    static final int SIDE = 8;

    private static final double WRONG = 0.1;

    private final List<Sample> samples = new ArrayList<>();
    private int right;

    private MadeSamples() {}

    /** A number and a category of which one or the other is missing in most samples. */
    static MadeSamples withRows(int count, long seed) {
        return of(count, seed, (bit, random) -> {
            Map<String, Datum> row = new LinkedHashMap<>();
            double known = random.nextDouble();
            double number = 100 + 20 * ((bit ? 1.5 : -1.5) + 0.3 * random.nextGaussian());
            row.put("pressure", Datum.text(known < 0.3 ? "" : Double.toString(number)));
            row.put("place", Datum.text(known > 0.6 ? "" : bit ? "north" : "south"));
            return row;
        });
    }

    /** A sentence that says the bit by the order of two words. */
    static MadeSamples withTexts(int count, long seed) {
        return of(count, seed, (bit, random) -> {
            String[] fillers = {"today", "perhaps", "again", "slowly", "here", "often"};
            String said = bit ? "cold not warm" : "warm not cold";
            return new LinkedHashMap<>(Map.of(
                    "note", Datum.text(fillers[random.nextInt(6)] + ", " + said + " " + fillers[random.nextInt(6)])));
        });
    }

    private interface Company {
        Map<String, Datum> of(boolean bit, Randomness random);
    }

    private static MadeSamples of(int count, long seed, Company company) {
        MadeSamples made = new MadeSamples();
        for (int i = 0; i < count; i++) {
            Randomness random = Randomness.of(seed).split("made").split(i);
            boolean red = i % 2 == 0; // balanced, so that it matters little which way one guesses
            boolean bit = i / 2 % 2 == 0;
            int truth = (red ? 2 : 0) + (bit ? 1 : 0);
            int label = random.nextBoolean(WRONG) ? (truth + 1 + random.nextInt(3)) % 4 : truth;
            made.right += label == truth ? 1 : 0;
            byte[] pixels = new byte[SIDE * SIDE * 3];
            for (int p = 0; p < pixels.length; p++) {
                int shift = p % 3 == 1 ? 0 : p % 3 == 0 == red ? 20 : -20;
                pixels[p] = (byte) Math.max(0, Math.min(255, 128 + shift + 30 * random.nextGaussian()));
            }
            Map<String, Datum> values = company.of(bit, random);
            values.put(Sample.CLASS, Datum.label(label));
            made.samples.add(new Sample("made " + i, ImageSource.of(Image.of(SIDE, SIDE, 3, pixels)), values));
        }
        return made;
    }

    DataSet all() {
        return DataSet.of(CLASSES, samples);
    }

    /** The accuracy of who knows both bits of these samples; nobody is better but by chance. */
    double best() {
        return (double) right / samples.size();
    }

    /** The same without their pictures. */
    DataSet withoutPictures() {
        List<Sample> blind = new ArrayList<>();
        samples.forEach(sample -> blind.add(Sample.withoutPicture(sample.name(), sample.values())));
        return DataSet.of(CLASSES, blind);
    }

    /** The same without company. */
    DataSet withoutCompany() {
        List<Sample> alone = new ArrayList<>();
        samples.forEach(sample -> alone.add(new Sample(sample.name(), sample.source(), sample.label())));
        return DataSet.of(CLASSES, alone);
    }
}
