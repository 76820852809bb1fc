package io.ocelli.compression;

/**
 * One axis of a weight that loses entries with a group's channels.
 *
 * @param node the layer
 * @param weight the name of its weight
 * @param axis 0 where the layer makes the channels or scales them, 1 where it reads them
 * @param kind what the layer is to the channels
 */
public record GroupMember(String node, String weight, int axis, Kind kind) {

    /** What a layer is to channels. */
    public enum Kind {
        /** A convolution or linear layer that makes them. */
        OUT,
        /** A convolution or linear layer that reads them. */
        IN,
        /** A batch norm or layer norm that scales them. */
        NORM
    }
}
