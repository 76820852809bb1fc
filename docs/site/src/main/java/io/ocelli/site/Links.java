package io.ocelli.site;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Link;
import org.commonmark.node.Node;

/**
 * Turns a page's links to those of the site. One to a file of the checkout that is no page stays as its words; one that leads
 * nowhere is noted.
 */
final class Links extends AbstractVisitor {
    private final Page page;
    private final Map<Path, Page> pages;
    private final List<String> broken = new ArrayList<>();

    private Links(Page page, Map<Path, Page> pages) {
        this.page = page;
        this.pages = pages;
    }

    /** Those that lead nowhere, each with the page that it stands on. */
    static List<String> turn(Page page, Map<Path, Page> pages) {
        Links links = new Links(page, pages);
        page.document().accept(links);
        return links.broken;
    }

    @Override
    public void visit(Link link) {
        visitChildren(link);
        String to = link.getDestination();
        if (to.matches("[a-z]+:.*")) {
            return;
        }
        int hash = to.indexOf('#');
        String file = hash < 0 ? to : to.substring(0, hash);
        String anchor = hash < 0 ? "" : to.substring(hash + 1);
        Path there =
                file.isEmpty() ? page.file() : page.file().resolveSibling(file).normalize();
        Page other = pages.get(there);
        if (other != null && (anchor.isEmpty() || other.anchors().contains(anchor))) {
            link.setDestination((file.isEmpty() ? "" : other.name()) + (anchor.isEmpty() ? "" : "#" + anchor));
        } else if (other == null && anchor.isEmpty() && Files.exists(there)) {
            unwrap(link);
        } else {
            broken.add(page.file().getFileName() + ": " + to);
        }
    }

    private static void unwrap(Link link) {
        for (Node child = link.getFirstChild(); child != null; ) {
            Node next = child.getNext();
            link.insertBefore(child);
            child = next;
        }
        link.unlink();
    }
}
