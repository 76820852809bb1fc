package io.ocelli.site;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.commonmark.Extension;
import org.commonmark.ext.gfm.tables.TablesExtension;
import org.commonmark.ext.heading.anchor.HeadingAnchorExtension;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Heading;
import org.commonmark.node.Node;
import org.commonmark.parser.Parser;
import org.commonmark.renderer.html.HtmlRenderer;
import org.commonmark.renderer.text.TextContentRenderer;

/**
 * A file of Markdown.
 *
 * @param file where it was read
 * @param title its first heading
 */
record Page(Path file, String title, Node document) {
    private static final List<Extension> EXTENSIONS =
            List.of(TablesExtension.create(), HeadingAnchorExtension.create());
    private static final Parser PARSER = Parser.builder().extensions(EXTENSIONS).build();
    private static final HtmlRenderer HTML =
            HtmlRenderer.builder().extensions(EXTENSIONS).build();
    private static final TextContentRenderer TEXT = TextContentRenderer.builder()
            .extensions(List.of(TablesExtension.create()))
            .build();
    private static final Pattern ID = Pattern.compile("<h[1-6] id=\"([^\"]+)\"");

    static Page read(Path file) throws IOException {
        Node document = PARSER.parse(Files.readString(file));
        String[] first = {""};
        document.accept(new AbstractVisitor() {
            @Override
            public void visit(Heading heading) {
                if (first[0].isEmpty()) {
                    first[0] = TEXT.render(heading).trim();
                }
            }
        });
        return new Page(file.toAbsolutePath().normalize(), first[0], document);
    }

    /** Its name in the site. */
    String name() {
        return file.getFileName().toString().replaceAll("\\.md$", ".html");
    }

    String html() {
        return HTML.render(document);
    }

    String text() {
        return TEXT.render(document);
    }

    /** What a link can lead to within it. */
    Set<String> anchors() {
        Set<String> anchors = new LinkedHashSet<>();
        for (Matcher matcher = ID.matcher(html()); matcher.find(); ) {
            anchors.add(matcher.group(1));
        }
        return anchors;
    }
}
