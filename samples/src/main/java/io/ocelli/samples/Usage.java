package io.ocelli.samples;

/** How a sample is called. */
final class Usage {
    private Usage() {}

    /** The argument at a place; ends the program where it is missing. */
    static String argument(String[] arguments, int index, String usage) {
        if (arguments.length <= index) {
            System.err.println("Usage: " + usage);
            System.exit(2);
        }
        return arguments[index];
    }
}
