package io.ocelli.release;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * What an artifact needs, as CycloneDX's plugin for Maven wrote it.
 *
 * @param ours other artifacts of ours that it brings
 * @param libraries of others
 */
record Sbom(String artifact, List<String> ours, List<Library> libraries) {
    private static final Path BROUGHT = Path.of("target", "bom.json");

    /** Those of all modules below a folder: what each brings, and what its host has. */
    static List<Sbom> below(Path checkout) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(checkout)) {
            files = all.filter(each -> each.endsWith(BROUGHT)).sorted().toList();
        }
        List<Sbom> sboms = new ArrayList<>();
        for (Path file : files) {
            sboms.add(read(Files.readString(file), host(file.resolveSibling("host.json"))));
        }
        return sboms;
    }

    private static String host(Path file) throws IOException {
        if (Files.exists(file)) {
            return Files.readString(file);
        }
        Path pom = file.resolveSibling(Path.of("..", "pom.xml")).normalize();
        if (Files.readString(pom).contains("<scope>provided</scope>")) {
            throw new IllegalStateException(pom + " has what its host provides, which " + file.getFileName()
                    + " lists, and that was not made: set ocelli.hostless to false there");
        }
        return "{}";
    }

    /**
     * @param brought CycloneDX, 1.4 or newer, of what is needed to compile and to run; what is optional is the host's
     * @param host the same and what is provided; empty where nothing is
     */
    static Sbom read(String brought, String host) {
        JsonObject bom = JsonParser.parseString(brought).getAsJsonObject();
        List<Library> all = new ArrayList<>(libraries(bom, true));
        List<String> names = all.stream().map(Library::id).toList();
        libraries(JsonParser.parseString(host).getAsJsonObject(), false).stream()
                .filter(each -> !names.contains(each.id()))
                .forEach(all::add);
        return new Sbom(
                text(bom.getAsJsonObject("metadata").getAsJsonObject("component"), "name"),
                all.stream().filter(Library::isOurs).map(Library::name).toList(),
                all.stream().filter(each -> !each.isOurs()).toList());
    }

    private static List<Library> libraries(JsonObject bom, boolean brought) {
        List<Library> libraries = new ArrayList<>();
        for (JsonElement each : array(bom, "components")) {
            libraries.add(library(each.getAsJsonObject(), brought));
        }
        return libraries;
    }

    boolean brings(Library library) {
        return libraries.stream()
                .anyMatch(each -> each.brought()
                        && each.id().equals(library.id())
                        && each.version().equals(library.version()));
    }

    private static Library library(JsonObject component, boolean brought) {
        List<String> licences = new ArrayList<>();
        for (JsonElement each : array(component, "licenses")) {
            JsonObject choice = each.getAsJsonObject();
            if (choice.has("expression")) {
                licences.addAll(List.of(text(choice, "expression").split(" OR ")));
            } else {
                JsonObject licence = choice.getAsJsonObject("license");
                licences.add(licence.has("id") ? text(licence, "id") : text(licence, "name"));
            }
        }
        return new Library(
                text(component, "group"),
                text(component, "name"),
                text(component, "version"),
                licences,
                brought && (!component.has("scope") || text(component, "scope").equals("required")));
    }

    private static JsonArray array(JsonObject object, String name) {
        return object.has(name) ? object.getAsJsonArray(name) : new JsonArray();
    }

    private static String text(JsonObject object, String name) {
        return object.get(name).getAsString();
    }
}
