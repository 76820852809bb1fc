package io.ocelli.zoo;

import io.ocelli.model.TimmLayout;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What timm's names are written with. */
final class TimmRules {
    private TimmRules() {}

    /** What a name begins with, up to a dot or its end, and what stands there in timm. */
    record Rule(Pattern pattern, Function<MatchResult, String> name) {}

    static Rule rule(String pattern, Function<MatchResult, String> name) {
        return new Rule(Pattern.compile("(?:" + pattern + ")(?=\\.|$)"), name);
    }

    /** The first rule that matches counts; a name that none matches stays. */
    static TimmLayout inOrder(Rule... rules) {
        return TimmLayout.of(own -> {
            for (Rule rule : rules) {
                Matcher matcher = rule.pattern().matcher(own);
                if (matcher.lookingAt()) {
                    return rule.name().apply(matcher) + own.substring(matcher.end());
                }
            }
            return own;
        });
    }

    static int number(MatchResult match, int group) {
        return Integer.parseInt(match.group(group));
    }
}
