package io.ocelli.metrics;

/** The binomial distribution with a chance of one half, to 10 digits or more for any count. */
final class FairCoin {
    /** Below, the logarithm of a factorial is summed up; from here on Stirling's series has all digits. */
    private static final long SMALL = 16;

    private FairCoin() {}

    /** The chance of exactly {@code k} heads of {@code n}, by the saddle point (Loader 2000). */
    static double chance(long k, long n) {
        if (k == 0 || k == n) {
            return Math.exp(-n * Math.log(2));
        }
        double lead = (2.0 * k - n) / n;
        double divergence = n / 2.0 * ((1 + lead) * Math.log1p(lead) + (1 - lead) * Math.log1p(-lead));
        return Math.sqrt(n / (2 * Math.PI * k * (n - k)))
                * Math.exp(stirlingRest(n) - stirlingRest(k) - stirlingRest(n - k) - divergence);
    }

    /** The chance of {@code k} heads or fewer of {@code n}, at most half of them. */
    static double atMost(long k, long n) {
        double term = chance(k, n);
        double sum = term;
        for (long i = k; i > 0 && term > sum * 1e-18; i--) {
            term *= (double) i / (n - i + 1);
            sum += term;
        }
        return sum;
    }

    /** By how much the logarithm of n! is more than Stirling's. */
    private static double stirlingRest(long n) {
        if (n < SMALL) {
            double factorial = 1;
            for (long i = 2; i <= n; i++) {
                factorial *= i;
            }
            return Math.log(factorial) - ((n + 0.5) * Math.log(n) - n + Math.log(2 * Math.PI) / 2);
        }
        double square = 1.0 / n / n;
        return (1 / 12.0 - square * (1 / 360.0 - square * (1 / 1260.0 - square / 1680))) / n;
    }
}
