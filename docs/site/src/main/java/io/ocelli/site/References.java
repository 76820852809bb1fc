package io.ocelli.site;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the pages of a site that was written refer to within it: each other, style, script, and the Javadoc below. */
final class References {
    private static final Pattern REFERENCE = Pattern.compile("(?:href|src)=\"([^\":#]+)(?:#[^\"]*)?\"");

    private References() {}

    /** Those that are not there, each with the page that it stands on. */
    static List<String> broken(Path site) throws IOException {
        List<Path> pages = new ArrayList<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(site, "*.html")) {
            files.forEach(pages::add);
        }
        pages.sort(null);
        List<String> broken = new ArrayList<>();
        for (Path page : pages) {
            for (Matcher matcher = REFERENCE.matcher(Files.readString(page)); matcher.find(); ) {
                if (!Files.exists(site.resolve(matcher.group(1)))) {
                    broken.add(page.getFileName() + ": " + matcher.group(1));
                }
            }
        }
        return broken;
    }
}
