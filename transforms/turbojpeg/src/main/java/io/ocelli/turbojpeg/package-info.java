/** JPEG by the libjpeg-turbo that the machine has. */
@NullMarked
package io.ocelli.turbojpeg;

import org.jspecify.annotations.NullMarked;
