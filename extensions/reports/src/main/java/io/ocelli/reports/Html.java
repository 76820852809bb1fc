package io.ocelli.reports;

import io.ocelli.image.Image;
import java.awt.image.BufferedImage;
import java.util.Base64;
import java.util.List;

/** A page in one file, its pictures within it. */
final class Html {
    private static final String STYLE =
            ":root{color-scheme:light dark;--text:#1a1a1a;--back:#fff;--line:#ddd;--cell:#f4f4f4;--faint:#767676;"
                    + "--wrong:#d55e00;--right:#0072b2;--failed:#b00020}"
                    + "@media(prefers-color-scheme:dark){:root{--text:#e6e6e6;--back:#16181c;--line:#3a3d44;--cell:#24272d;"
                    + "--faint:#92969e;--wrong:#d55e00;--right:#3b8fc9;--failed:#ff7a8a}"
                    + ".chart{filter:invert(.91) hue-rotate(180deg)}}"
                    + "body{font:16px/1.5 system-ui,sans-serif;max-width:960px;margin:2em auto;padding:0 1em;"
                    + "color:var(--text);background:var(--back)}"
                    + "table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
                    + "td,th{padding:.2em .9em;text-align:right;border-bottom:1px solid var(--line)}th{font-weight:600}"
                    + ".facts td{text-align:left}"
                    + "img{max-width:100%}.pictures img{width:128px;height:128px;object-fit:contain;margin:2px}"
                    + "pre{background:var(--cell);padding:1em;white-space:pre-wrap;overflow-wrap:anywhere}"
                    + ".failed{color:var(--failed)}";

    private final StringBuilder style = new StringBuilder(STYLE);
    private final StringBuilder body = new StringBuilder();
    private final String title;

    Html(String title) {
        this.title = title;
        body.append("<h1>").append(text(title)).append("</h1>\n");
    }

    Html heading(String heading) {
        body.append("<h2>").append(text(heading)).append("</h2>\n");
        return this;
    }

    Html paragraph(String paragraph) {
        body.append("<p>").append(text(paragraph)).append("</p>\n");
        return this;
    }

    Html failure(String sentence) {
        body.append("<p class=\"failed\">").append(text(sentence)).append("</p>\n");
        return this;
    }

    Html code(String code) {
        body.append("<pre>").append(text(code)).append("</pre>\n");
        return this;
    }

    /**
     * A chart.
     *
     * @param png what is seen, in words in {@code says}
     */
    Html picture(byte[] png, String says) {
        return picture(png, says, " class=\"chart\"");
    }

    private Html picture(byte[] png, String says, String attributes) {
        body.append("<img alt=\"")
                .append(text(says))
                .append('"')
                .append(attributes)
                .append(" src=\"data:image/png;base64,")
                .append(Base64.getEncoder().encodeToString(png))
                .append("\">\n");
        return this;
    }

    Html pictures(List<byte[]> pngs, String says) {
        body.append("<div class=\"pictures\">\n");
        pngs.forEach(png -> picture(png, says, ""));
        body.append("</div>\n");
        return this;
    }

    Html table(List<String> head, List<List<String>> rows) {
        body.append("<table>\n");
        row("th", head);
        rows.forEach(row -> row("td", row));
        body.append("</table>\n");
        return this;
    }

    /** Pairs of what something is called and what it is. */
    Html facts(List<List<String>> rows) {
        body.append("<table class=\"facts\">\n");
        rows.forEach(row -> row("td", row));
        body.append("</table>\n");
        return this;
    }

    private void row(String cell, List<String> cells) {
        body.append("<tr>");
        cells.forEach(each -> body.append('<')
                .append(cell)
                .append('>')
                .append(text(each))
                .append("</")
                .append(cell)
                .append('>'));
        body.append("</tr>\n");
    }

    Html list(List<String> lines) {
        body.append("<ul>\n");
        lines.forEach(line -> body.append("<li>").append(text(line)).append("</li>\n"));
        body.append("</ul>\n");
        return this;
    }

    /** What is markup already. */
    Html markup(String markup) {
        body.append(markup);
        return this;
    }

    /** More style for this page. */
    Html style(String css) {
        style.append(css);
        return this;
    }

    /** A picture as AWT has it, in 8 bits. */
    static BufferedImage buffered(Image image) {
        Image bytes = image.depth() == Image.Depth.UINT8
                ? image
                : image.toBytes(image.depth().least(), image.depth().largest());
        BufferedImage picture = new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < image.height(); y++) {
            for (int x = 0; x < image.width(); x++) {
                int rgb = 0;
                for (int c = 0; c < 3; c++) {
                    rgb = rgb << 8 | bytes.sample(y, x, image.channels() < 3 ? 0 : c);
                }
                picture.setRGB(x, y, rgb);
            }
        }
        return picture;
    }

    static String text(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + text(title)
                + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
    }
}
