package io.ocelli.site;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SiteTest {
    @TempDir
    Path folder;

    private Path docs;

    @BeforeEach
    void pages() throws IOException {
        docs = Files.createDirectories(folder.resolve("checkout/docs"));
        for (String name : new String[] {"README.md", "CONTRIBUTING.md", "CHANGELOG.md"}) {
            Files.writeString(docs.resolveSibling(name), "# " + name + "\n");
        }
    }

    @Test
    void linksOfTheManualLeadSomewhere() throws IOException {
        Path checkout = Path.of("").toAbsolutePath();
        while (!Files.exists(checkout.resolve("README.md"))) {
            checkout = checkout.getParent();
        }

        assertThat(Site.write(checkout, folder.resolve("site"))).isGreaterThan(20);
        assertThat(folder.resolve("site/index.html")).content().contains("aria-current");
    }

    @Test
    void linksArePagesOfTheSiteAndFilesAreWords() throws IOException {
        Files.writeString(docs.resolve("index.md"), "# One\n\n[two](two.md#a-part), [read](../README.md), [all](..)\n");
        Files.writeString(docs.resolve("two.md"), "# Two & three\n\n## A part\n\n| a |\n|---|\n| b |\n");

        Site.write(docs.getParent(), folder.resolve("site"));

        assertThat(folder.resolve("site/index.html"))
                .content()
                .contains("<a href=\"two.html#a-part\">two</a>, <a href=\"README.html\">read</a>, all</p>");
        assertThat(folder.resolve("site/two.html")).content().contains("<title>Two &amp; three", "<td>b</td>");
        assertThat(folder.resolve("site/search.js")).content().contains("\"two.html\"");
    }

    @Test
    void whatLeadsNowhereIsSaidAtOnce() throws IOException {
        Files.writeString(docs.resolve("index.md"), "# One\n\n[a](gone.md), [b](#gone), [c](https://example.org)\n");
        Files.writeString(docs.resolve("alone.md"), "# Alone\n");

        assertThatThrownBy(() -> Site.write(docs.getParent(), folder.resolve("site")))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("Links of the manual lead somewhere; these do not:\nindex.md: gone.md\nindex.md: #gone\n"
                        + "index.md has no link to alone.md");
        assertThat(folder.resolve("site")).doesNotExist();
    }

    @Test
    void theJavadocLiesBesideThePages() throws IOException {
        Files.writeString(docs.resolve("index.md"), "# One\n");
        Path site = folder.resolve("site");
        String[] arguments = {docs.getParent().toString(), site.toString()};

        assertThatThrownBy(() -> Site.main(arguments))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("Pages of the site refer to what is there; this is not:\nCHANGELOG.html:"
                        + " apidocs/index.html\n");

        Files.createDirectories(site.resolve("apidocs"));
        Files.writeString(site.resolve("apidocs/index.html"), "");
        Site.main(arguments);
        assertThat(References.broken(site)).isEmpty();
    }
}
