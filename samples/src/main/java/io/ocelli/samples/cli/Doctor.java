package io.ocelli.samples.cli;

import io.ocelli.Ocelli;
import picocli.CommandLine.Command;

/** Prints what was found on this machine. */
@Command(name = "doctor", description = "Print what was found here: engines, natives, devices, cache.")
public final class Doctor extends Verb {
    @Override
    public Integer call() {
        out().print(Ocelli.doctor());
        out().flush();
        return 0;
    }
}
