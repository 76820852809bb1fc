package io.ocelli.site;

import com.google.gson.Gson;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Link;

/**
 * Writes the site beside the Javadoc. Arguments: the checkout, the folder to write to, where the Javadoc is already, in
 * {@code apidocs}. Fails where a link leads nowhere or a page is not linked.
 */
public final class Site {
    private static final List<String> OF_THE_ROOT = List.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md");

    private final Map<Path, Page> pages = new LinkedHashMap<>();
    private final Page index;

    private Site(Path checkout) throws IOException {
        List<Path> files = new ArrayList<>();
        try (DirectoryStream<Path> docs = Files.newDirectoryStream(checkout.resolve("docs"), "*.md")) {
            docs.forEach(files::add);
        }
        files.sort(null);
        OF_THE_ROOT.forEach(name -> files.add(checkout.resolve(name)));
        for (Path file : files) {
            Page page = Page.read(file);
            pages.put(page.file(), page);
        }
        index = Objects.requireNonNull(
                pages.get(checkout.resolve("docs/index.md").toAbsolutePath().normalize()), "docs/index.md");
    }

    public static void main(String[] args) throws IOException {
        Path out = Path.of(args[1]);
        int pages = write(Path.of(args[0]), out);
        List<String> broken = References.broken(out);
        if (!broken.isEmpty()) {
            throw new IllegalStateException(
                    "Pages of the site refer to what is there; this is not:\n" + String.join("\n", broken));
        }
        System.out.println(pages + " pages in " + out);
    }

    /** How many pages were written. */
    static int write(Path checkout, Path out) throws IOException {
        return new Site(checkout).write(out);
    }

    private int write(Path out) throws IOException {
        List<String> wrong = new ArrayList<>();
        pages.values().forEach(page -> wrong.addAll(Links.turn(page, pages)));
        List<Page> way = way();
        pages.values().stream()
                .filter(page -> !way.contains(page)
                        && !OF_THE_ROOT.contains(page.file().getFileName().toString()))
                .forEach(page ->
                        wrong.add("index.md has no link to " + page.file().getFileName()));
        if (!wrong.isEmpty()) {
            throw new IllegalStateException(
                    "Links of the manual lead somewhere; these do not:\n" + String.join("\n", wrong));
        }
        Files.createDirectories(out);
        String frame = resource("page.html");
        for (Page page : pages.values()) {
            write(
                    out.resolve(page.name()),
                    frame.replace("{title}", escaped(page.title()))
                            .replace("{way}", navigation(way, page))
                            .replace("{body}", page.html()));
        }
        write(out.resolve("site.css"), resource("site.css"));
        write(out.resolve("search.js"), "const PAGES = " + searched(way) + ";\n" + resource("search.js"));
        return pages.size();
    }

    /** The index, and what it links, in its order. */
    private List<Page> way() {
        List<Page> way = new ArrayList<>(List.of(index));
        index.document().accept(new AbstractVisitor() {
            @Override
            public void visit(Link link) {
                String name = link.getDestination().replaceAll("#.*", "");
                pages.values().stream()
                        .filter(page -> page.name().equals(name) && !way.contains(page))
                        .forEach(way::add);
            }
        });
        return way;
    }

    private static String navigation(List<Page> way, Page at) {
        StringBuilder html = new StringBuilder();
        for (Page page : way) {
            html.append("<a href=\"")
                    .append(page.name())
                    .append('"')
                    .append(page.equals(at) ? " aria-current=\"page\">" : ">")
                    .append(escaped(page.title()))
                    .append("</a>\n");
        }
        return html.toString();
    }

    private static String searched(List<Page> way) {
        List<Map<String, String>> all = new ArrayList<>();
        for (Page page : way) {
            all.add(Map.of("name", page.name(), "title", page.title(), "text", page.text()));
        }
        return new Gson().toJson(all);
    }

    private static String escaped(String text) {
        return text.replace("&", "&amp;").replace("<", "&lt;");
    }

    private static String resource(String name) throws IOException {
        try (InputStream stream = Objects.requireNonNull(Site.class.getResourceAsStream(name), name)) {
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static void write(Path file, String text) throws IOException {
        Path temporary = file.resolveSibling(file.getFileName() + ".part");
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.REPLACE_EXISTING);
    }
}
