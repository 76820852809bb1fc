package io.ocelli.weights;

import io.ocelli.error.WeightsException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The part of Python's pickle machine, protocols 2 to 5, that builds containers of numbers, texts and tensors. It knows
 * the names in {@link TorchGlobals} and refuses any other where it is named, before anything is made of it.
 *
 * <p>A value takes at least a byte of the pickle and their number is bounded, so that a crafted pickle cannot claim more
 * memory than a small multiple of itself. Nothing here recurses: nesting is as deep as the pickle is long, and harmless.
 */
final class Unpickler {
    static final int PROTO = 0x80;

    /** A pickle holds names and shapes, not numbers: those of the largest networks have about a megabyte. */
    static final int LONGEST = 1 << 26;

    private static final int MOST_VALUES = 1 << 21;

    /** What is no value: None, and the mark before a run of values. */
    enum Token {
        NONE,
        MARK
    }

    /** A Python tuple; compared by identity, so that tuples of tuples are cheap keys. */
    static final class Tuple {
        private final Object[] items;

        Tuple(Object... items) {
            this.items = items;
        }

        Object[] items() {
            return items;
        }
    }

    private final PickleCode code;
    private final TorchGlobals globals;
    private final List<Object> stack = new ArrayList<>();
    private Object[] memo = new Object[64];
    private int memorised;
    private int values;

    private Unpickler(PickleCode code, TorchGlobals globals) {
        this.code = code;
        this.globals = globals;
    }

    /**
     * The value of the pickle at a buffer's position, which is left behind the pickle's end. A list is a
     * {@link List}, a mapping a {@link Map}, an integer a Long (or BigInteger), a text or run of bytes a String.
     */
    static Object read(FileBytes file, ByteBuffer code, TorchGlobals globals) {
        return new Unpickler(new PickleCode(file, code), globals).run();
    }

    private Object run() {
        if (code.next(1).get() != (byte) PROTO || code.ended() || (code.next(1).get() & 255) > 5) {
            throw damaged("a pickle of protocol 2 to 5 is expected");
        }
        while (true) {
            int op = code.next(1).get() & 255;
            switch (op) {
                case '.':
                    Object result = pop();
                    if (!stack.isEmpty() || result == Token.MARK) {
                        throw damaged("it stops with values left over");
                    }
                    return result;
                case '(':
                    push(Token.MARK);
                    break;
                case '}':
                    push(new LinkedHashMap<>());
                    break;
                case ']':
                case 0x8f: // a set
                    push(new ArrayList<>(0));
                    break;
                case ')':
                    push(new Tuple());
                    break;
                case 't':
                    push(new Tuple(popRun()));
                    break;
                case 0x85:
                case 0x86:
                case 0x87:
                    Object[] items = new Object[op - 0x84];
                    for (int i = items.length - 1; i >= 0; i--) {
                        items[i] = popValue();
                    }
                    push(new Tuple(items));
                    break;
                case 'l':
                    push(new ArrayList<>(Arrays.asList(popRun())));
                    break;
                case 'a':
                    Object item = popValue();
                    list().add(item);
                    break;
                case 'e':
                case 0x90: // into a set
                    Object[] run = popRun();
                    list().addAll(Arrays.asList(run));
                    break;
                case 's':
                    Object value = popValue();
                    Object key = popValue();
                    put(map(), key, value);
                    break;
                case 'u':
                    Object[] pairs = popRun();
                    if (pairs.length % 2 != 0) {
                        throw damaged("a key lacks its value");
                    }
                    for (int i = 0; i < pairs.length; i += 2) {
                        put(map(), pairs[i], pairs[i + 1]);
                    }
                    break;
                case 'b':
                    popValue();
                    globals.build(peek());
                    break;
                case 'R':
                    Object arguments = popValue();
                    push(globals.call(popValue(), arguments));
                    break;
                case 'Q':
                    push(globals.storage(popValue()));
                    break;
                case 'c':
                    push(globals.find(code.line(), code.line()));
                    break;
                case 0x93:
                    Object name = popValue();
                    Object module = popValue();
                    push(globals.find(name(module), name(name)));
                    break;
                case 'q':
                    memorise(code.next(1).get() & 255);
                    break;
                case 'r':
                    memorise(code.next(4).getInt());
                    break;
                case 0x94:
                    memorise(memorised);
                    break;
                case 'h':
                    push(recall(code.next(1).get() & 255));
                    break;
                case 'j':
                    push(recall(code.next(4).getInt()));
                    break;
                case 0x95: // a frame's length, which reading from memory has no use for
                    code.next(8).getLong();
                    break;
                default:
                    push(code.scalar(op));
            }
        }
    }

    private String name(Object value) {
        if (value instanceof String) {
            return (String) value;
        }
        throw damaged("a name is not a text");
    }

    private void push(Object value) {
        if (++values > MOST_VALUES) {
            throw damaged("it holds more than " + MOST_VALUES + " values");
        }
        stack.add(value);
    }

    private Object pop() {
        if (stack.isEmpty()) {
            throw damaged("a value is missing");
        }
        return stack.remove(stack.size() - 1);
    }

    private Object popValue() {
        Object value = pop();
        if (value == Token.MARK) {
            throw damaged("a value is missing");
        }
        return value;
    }

    private Object peek() {
        Object value = popValue();
        stack.add(value);
        return value;
    }

    /** The values above the last mark, in order. */
    private Object[] popRun() {
        int mark = stack.size() - 1;
        while (mark >= 0 && stack.get(mark) != Token.MARK) {
            mark--;
        }
        if (mark < 0) {
            throw damaged("a mark is missing");
        }
        List<Object> above = stack.subList(mark + 1, stack.size());
        Object[] run = above.toArray();
        above.clear();
        stack.remove(mark);
        return run;
    }

    @SuppressWarnings("unchecked") // only this class makes lists
    private List<Object> list() {
        Object value = peek();
        if (value instanceof List) {
            return (List<Object>) value;
        }
        throw damaged("something is added to what is no list");
    }

    @SuppressWarnings("unchecked") // only this class and TorchGlobals make maps
    private Map<Object, Object> map() {
        Object value = peek();
        if (value instanceof Map) {
            return (Map<Object, Object>) value;
        }
        throw damaged("something is put into what is no mapping");
    }

    private void put(Map<Object, Object> map, Object key, Object value) {
        // hashing these two would walk whatever they hold
        if (key instanceof List || key instanceof Map) {
            throw damaged("a list or mapping is used as a key");
        }
        map.put(key, value);
    }

    private void memorise(int index) {
        // memorising takes a byte at least and counts up, so a larger index is no honest one
        if (index < 0 || index >= code.position()) {
            throw damaged("the memo's index " + (index & 0xffffffffL) + " is larger than the pickle so far");
        }
        if (index >= memo.length) {
            memo = Arrays.copyOf(memo, Math.max(2 * memo.length, index + 1));
        }
        memo[index] = peek();
        memorised = Math.max(memorised, index + 1);
    }

    private Object recall(int index) {
        @Nullable Object value = index < 0 || index >= memo.length ? null : memo[index];
        if (value == null) {
            throw damaged("the memo has nothing at " + (index & 0xffffffffL));
        }
        return value;
    }

    private WeightsException damaged(String what) {
        return code.damaged(what);
    }
}
