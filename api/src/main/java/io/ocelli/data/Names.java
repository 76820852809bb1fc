package io.ocelli.data;

import java.util.Comparator;
import java.util.List;

/** Names in order and in messages. */
final class Names {
    private static final int LISTED = 20;

    /** By code points, as Python sorts: {@link String#compareTo} goes by UTF-16 units, which differ past U+FFFF. */
    static final Comparator<String> ORDER = Names::compare;

    private Names() {}

    /** At most twenty of the names, each quoted, and how many more there are. */
    static String list(List<?> names) {
        StringBuilder listed = new StringBuilder("[");
        for (int i = 0; i < Math.min(names.size(), LISTED); i++) {
            listed.append(i == 0 ? "'" : ", '").append(names.get(i)).append('\'');
        }
        if (names.size() > LISTED) {
            listed.append(" and ").append(names.size() - LISTED).append(" more");
        }
        return listed.append(']').toString();
    }

    private static int compare(String a, String b) {
        int length = Math.min(a.length(), b.length());
        for (int i = 0; i < length; i++) {
            char x = a.charAt(i);
            char y = b.charAt(i);
            if (x != y) {
                boolean pairs = Character.isSurrogate(x) != Character.isSurrogate(y);
                return pairs ? (Character.isSurrogate(x) ? 1 : -1) : Character.compare(x, y);
            }
        }
        return Integer.compare(a.length(), b.length());
    }
}
