package io.ocelli.zoo.store;

import io.ocelli.testing.JavaProcess;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Downloads a file in a process of its own: cache, address, checksum. */
final class DownloadProcess {
    private DownloadProcess() {}

    public static void main(String[] args) {
        Route route = new Route(null, null, 5_000, 20_000, new BackOff(3, 50, 60_000));
        System.out.println(
                WeightsStore.at(Path.of(args[0]), route).fetch(FileServer.row("net.pth", args[1], args[2], 0)));
    }

    static Process start(Path folder, FileServer server, String sha256, File log) throws IOException {
        return JavaProcess.of(
                        List.of("-Xmx64m", "-XX:TieredStopAtLevel=1"),
                        DownloadProcess.class,
                        folder.toString(),
                        server.address() + "/net.pth",
                        sha256)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                .start();
    }
}
