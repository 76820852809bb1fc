package io.ocelli.training;

/**
 * How far a training has come.
 *
 * @param epoch epochs that were ended; so it is the number, from 0, of the one that is under way
 * @param batch batches of that epoch that were learnt
 * @param updates changes of the weights in all
 */
public record Position(int epoch, int batch, long updates) {
    static final Position START = new Position(0, 0, 0);

    /**
     * @throws IllegalArgumentException if one is negative
     */
    public Position {
        if (epoch < 0 || batch < 0 || updates < 0) {
            throw new IllegalArgumentException(
                    "A position has counts, received epoch " + epoch + ", batch " + batch + ", updates " + updates);
        }
    }

    Position learnt(boolean updated) {
        return new Position(epoch, batch + 1, updated ? updates + 1 : updates);
    }

    Position nextEpoch() {
        return new Position(epoch + 1, 0, updates);
    }

    @Override
    public String toString() {
        return "epoch " + (epoch + 1) + " after " + batch + " batches, " + updates + " updates in all";
    }
}
