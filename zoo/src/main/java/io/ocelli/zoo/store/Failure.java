package io.ocelli.zoo.store;

/** Why a file did not come, and whether another try may help. */
final class Failure extends Exception {
    private static final long serialVersionUID = 1L;

    private final boolean passing;
    private final long wait;

    private Failure(String why, boolean passing, long wait, Throwable cause) {
        super(why, cause);
        this.passing = passing;
        this.wait = wait;
    }

    private Failure(String why, boolean passing, long wait) {
        super(why);
        this.passing = passing;
        this.wait = wait;
    }

    /** It will be the same the next time. */
    static Failure lasting(String why) {
        return new Failure(why, false, 0);
    }

    static Failure lasting(String why, Throwable cause) {
        return new Failure(why, false, 0, cause);
    }

    /** It may be gone the next time. */
    static Failure passing(String why) {
        return new Failure(why, true, 0);
    }

    static Failure passing(String why, Throwable cause) {
        return new Failure(why, true, 0, cause);
    }

    /** It may be gone after so many milliseconds. */
    static Failure passing(String why, long wait) {
        return new Failure(why, true, wait);
    }

    boolean isPassing() {
        return passing;
    }

    /** Milliseconds that the server asks to wait at least. */
    long waiting() {
        return wait;
    }

    String why() {
        return String.valueOf(getMessage());
    }
}
