package io.ocelli.reports;

import java.util.Base64;
import java.util.List;

/** A page in one file, its pictures within it. */
final class Html {
    private static final String STYLE =
            "body{font:16px/1.5 system-ui,sans-serif;max-width:960px;margin:2em auto;padding:0 1em;"
                    + "color:#1a1a1a}table{border-collapse:collapse;font-variant-numeric:tabular-nums}"
                    + "td,th{padding:.2em .9em;text-align:right;border-bottom:1px solid #ddd}th{font-weight:600}"
                    + "img{max-width:100%}.pictures img{width:128px;height:128px;object-fit:contain;margin:2px}"
                    + "pre{background:#f4f4f4;padding:1em;white-space:pre-wrap}.failed{color:#b00020}";

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

    /** @param png what is seen, in words in {@code says} */
    Html picture(byte[] png, String says) {
        body.append("<img alt=\"")
                .append(text(says))
                .append("\" src=\"data:image/png;base64,")
                .append(Base64.getEncoder().encodeToString(png))
                .append("\">\n");
        return this;
    }

    Html pictures(List<byte[]> pngs, String says) {
        body.append("<div class=\"pictures\">\n");
        pngs.forEach(png -> picture(png, says));
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

    private static String text(String raw) {
        return raw.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replace("\"", "&quot;");
    }

    @Override
    public String toString() {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" + text(title)
                + "</title>\n<style>" + STYLE + "</style>\n</head>\n<body>\n" + body + "</body>\n</html>\n";
    }
}
