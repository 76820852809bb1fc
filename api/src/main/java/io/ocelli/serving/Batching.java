package io.ocelli.serving;

import java.time.Duration;

/**
 * How pictures that threads ask about one by one are put together for the network, which takes several in less time than one after
 * another. Each thread reads and transforms its own picture, and gets its own answer or error; what a picture has around the
 * network (decorators) stays its own, too.
 *
 * <p>A run begins when one can: what came while others ran is taken together, so that who asks alone never waits. With
 * {@link #waiting} the first picture of a run waits so long for others. A run of one puts nothing together: pictures stand in line
 * for the network, so that many at a time do not make each other slower, and who came first is answered first.
 *
 * <pre>{@code
 * Classifier insects = Classifier.saved(folder).serving(Preset.THROUGHPUT).batching(Batching.of(8)).open();
 * }</pre>
 *
 * @param pictures the most of one run, at least 1
 * @param patience how long the first picture of a run waits for others at most, where a run could begin
 * @param queue how many pictures may wait; who asks about more is told {@link io.ocelli.error.BusyException}
 */
public record Batching(int pictures, Duration patience, int queue) {
    private static final int QUEUE = 1024;

    /**
     * @throws IllegalArgumentException if a run takes no picture, the time is negative, or fewer may wait than a run takes
     */
    public Batching {
        if (pictures < 1) {
            throw new IllegalArgumentException("A run of gathered pictures takes 1 at least, received " + pictures);
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("A picture waits for others for no time or more, received " + patience);
        }
        if (queue < pictures) {
            throw new IllegalArgumentException("As many pictures may wait as a run takes, " + pictures
                    + ", or more, received a queue of " + queue);
        }
    }

    /** Up to so many pictures a run, none of which waits for others, and a queue of 1024. */
    public static Batching of(int pictures) {
        return new Batching(pictures, Duration.ZERO, Math.max(QUEUE, pictures));
    }

    /** The first picture of a run waits so long for others. */
    public Batching waiting(Duration atMost) {
        return new Batching(pictures, atMost, queue);
    }

    /** So many pictures may wait. */
    public Batching queue(int atMost) {
        return new Batching(pictures, patience, atMost);
    }

    /**
     * What gathering has done since the classifier was opened.
     *
     * @param waiting pictures that wait now
     * @param runs how often the network ran
     * @param pictures how many pictures these runs took
     */
    public record Figures(int waiting, long runs, long pictures) {
        static final Figures NONE = new Figures(0, 0, 0);

        Figures plus(Figures other) {
            return new Figures(waiting + other.waiting, runs + other.runs, pictures + other.pictures);
        }
    }
}
