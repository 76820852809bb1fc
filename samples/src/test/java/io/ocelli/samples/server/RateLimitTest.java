package io.ocelli.samples.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RateLimitTest {
    private static final long SECOND = 1_000_000_000L;

    private final AtomicLong now = new AtomicLong(-5);
    private final RateLimit limit = new RateLimit(2, 3, now::get);

    private int admitted(String client, int times) {
        int admitted = 0;
        for (int i = 0; i < times; i++) {
            admitted += limit.refusal(client) == null ? 1 : 0;
        }
        return admitted;
    }

    @Test
    void aBucketHoldsABurstAndFillsAtTheRate() {
        assertThat(admitted("a", 10)).isEqualTo(3);
        now.addAndGet(SECOND);
        assertThat(admitted("a", 10)).isEqualTo(2);
        now.addAndGet(100 * SECOND);
        assertThat(admitted("a", 10)).isEqualTo(3);
    }

    @Test
    void eachClientHasItsOwn() {
        assertThat(admitted("a", 10)).isEqualTo(3);
        assertThat(admitted("b", 10)).isEqualTo(3);
    }

    @Test
    void aDebtIsPaidFirst() {
        assertThat(admitted("a", 1)).isEqualTo(1);
        limit.charge("a", 10); // 2 - 10
        Refusal refusal = limit.refusal("a");
        assertThat(refusal).isNotNull();
        assertThat(refusal.headers()).containsEntry("Retry-After", "5"); // 9 at 2 a second
        now.addAndGet(4 * SECOND);
        assertThat(admitted("a", 1)).isZero();
        now.addAndGet(SECOND);
        assertThat(admitted("a", 10)).isEqualTo(2);
    }

    @Test
    void oneOwnerOfIpv6AddressesIsOneClient() {
        assertThat(RateLimit.client("2001:db8:1:2:3::4")).isEqualTo(RateLimit.client("2001:db8:1:2:ffff::1"));
        assertThat(RateLimit.client("2001:db8:1:3::4")).isNotEqualTo(RateLimit.client("2001:db8:1:2::4"));
        assertThat(RateLimit.client("192.0.2.1")).isEqualTo("192.0.2.1");
    }
}
