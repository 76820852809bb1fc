package io.ocelli;

import static java.util.stream.Collectors.joining;

import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Writes a public type down: its header, then its public and protected members in the order of the alphabet. */
final class ApiListing {
    private static final Pattern QUALIFIER = Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.)+(?=[A-Z])");

    private ApiListing() {}

    /** Package name to text. Packages named {@code internal} promise nothing and are left out. */
    static Map<String, String> ofPackages(Stream<Class<?>> types) {
        Map<String, TreeSet<String>> blocks = new TreeMap<>();
        types.filter(ApiListing::isExported)
                .forEach(type -> blocks.computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                        .add(block(type)));
        Map<String, String> listing = new TreeMap<>();
        blocks.forEach((name, texts) -> listing.put(name, String.join("\n", texts)));
        return listing;
    }

    private static boolean isExported(Class<?> type) {
        if (Arrays.asList(type.getPackageName().split("\\.")).contains("internal")) {
            return false;
        }
        for (Class<?> at = type; at != null; at = at.getDeclaringClass()) {
            if (!isVisible(at.getModifiers()) || at.isAnonymousClass() || at.isLocalClass()) {
                return false;
            }
        }
        return !type.isAnonymousClass() && !type.isLocalClass();
    }

    private static boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers);
    }

    private static String block(Class<?> type) {
        TreeSet<String> members = new TreeSet<>();
        for (Field field : type.getDeclaredFields()) {
            if (isListed(field)) {
                members.add(mark(field) + modifiers(field) + name(field.getGenericType()) + " " + field.getName());
            }
        }
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            if (isListed(constructor) && !isImplied(type, constructor)) {
                members.add(
                        mark(constructor) + modifiers(constructor) + type.getSimpleName() + parameters(constructor));
            }
        }
        for (Method method : type.getDeclaredMethods()) {
            if (isListed(method) && !isImplied(type, method)) {
                members.add(mark(method)
                        + modifiers(method)
                        + variables(method.getTypeParameters())
                        + name(method.getGenericReturnType())
                        + " "
                        + method.getName()
                        + parameters(method));
            }
        }
        return header(type)
                + "\n"
                + members.stream().map(member -> "    " + member + "\n").collect(joining());
    }

    private static boolean isListed(Member member) {
        return isVisible(member.getModifiers()) && !member.isSynthetic();
    }

    /** What the header says already, and what every object has. */
    private static boolean isImplied(Class<?> type, Executable member) {
        List<Class<?>> parameters = List.of(member.getParameterTypes());
        String name = member.getName();
        if (type.isRecord()) {
            List<Class<?>> components = Arrays.stream(type.getRecordComponents())
                    .<Class<?>>map(RecordComponent::getType)
                    .toList();
            boolean accessor = parameters.isEmpty()
                    && Arrays.stream(type.getRecordComponents())
                            .anyMatch(component -> component.getName().equals(name));
            if (accessor || member instanceof Constructor<?> && parameters.equals(components)) {
                return true;
            }
        }
        if (type.isEnum() && Modifier.isStatic(member.getModifiers())) {
            return name.equals("values") && parameters.isEmpty()
                    || name.equals("valueOf") && parameters.equals(List.of(String.class));
        }
        return name.equals("equals") && parameters.equals(List.of(Object.class))
                || (name.equals("hashCode") || name.equals("toString")) && parameters.isEmpty();
    }

    private static String header(Class<?> type) {
        StringBuilder header = new StringBuilder(mark(type));
        int modifiers = type.getModifiers();
        if (type.isInterface() || type.isEnum() || type.isRecord()) {
            modifiers &= ~(Modifier.ABSTRACT | Modifier.STATIC | Modifier.FINAL);
        }
        header.append(words(modifiers & ~Modifier.INTERFACE));
        header.append(type.isSealed() ? "sealed " : "").append(kind(type)).append(' ');
        header.append(
                type.getName().substring(type.getPackageName().length() + 1).replace('$', '.'));
        header.append(variables(type.getTypeParameters()).stripTrailing());
        if (type.isRecord()) {
            header.append(Arrays.stream(type.getRecordComponents())
                    .map(component -> name(component.getGenericType()) + " " + component.getName())
                    .collect(joining(", ", "(", ")")));
        }
        Type parent = type.getGenericSuperclass();
        if (parent != null && parent != Object.class && !type.isEnum() && !type.isRecord()) {
            header.append(" extends ").append(name(parent));
        }
        header.append(list(type.isInterface() ? " extends " : " implements ", type.getGenericInterfaces()));
        if (type.isSealed()) {
            header.append(list(" permits ", type.getPermittedSubclasses()));
        }
        return header.toString();
    }

    private static String kind(Class<?> type) {
        if (type.isAnnotation()) {
            return "@interface";
        }
        return type.isInterface() ? "interface" : type.isEnum() ? "enum" : type.isRecord() ? "record" : "class";
    }

    private static String mark(AnnotatedElement element) {
        return element.isAnnotationPresent(Deprecated.class) ? "@Deprecated " : "";
    }

    private static String modifiers(Member member) {
        boolean inInterface = member.getDeclaringClass().isInterface();
        int implied = inInterface ? Modifier.PUBLIC | Modifier.ABSTRACT : 0;
        int kept = Modifier.PUBLIC | Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT;
        String text = words(member.getModifiers() & kept & ~implied);
        return member instanceof Method method && method.isDefault() ? text + "default " : text;
    }

    private static String words(int modifiers) {
        String words = Modifier.toString(modifiers);
        return words.isEmpty() ? "" : words + " ";
    }

    private static String parameters(Executable executable) {
        Type[] types = executable.getGenericParameterTypes();
        String text = Arrays.stream(types).map(ApiListing::name).collect(joining(", ", "(", ")"));
        if (executable.isVarArgs()) {
            text = text.substring(0, text.length() - "[])".length()) + "...)";
        }
        return text + list(" throws ", executable.getGenericExceptionTypes());
    }

    private static String variables(TypeVariable<?>[] variables) {
        if (variables.length == 0) {
            return "";
        }
        return Arrays.stream(variables).map(ApiListing::variable).collect(joining(", ", "<", "> "));
    }

    private static String variable(TypeVariable<?> variable) {
        List<Type> bounds = Arrays.stream(variable.getBounds())
                .filter(bound -> bound != Object.class)
                .toList();
        return variable.getName()
                + (bounds.isEmpty()
                        ? ""
                        : bounds.stream().map(ApiListing::name).collect(joining(" & ", " extends ", "")));
    }

    private static String list(String before, Type[] types) {
        return types.length == 0
                ? ""
                : Arrays.stream(types).map(ApiListing::name).collect(joining(", ", before, ""));
    }

    /** The name without the packages that every reader knows; other packages stay, for two types may share a name. */
    private static String name(Type type) {
        Matcher qualifier = QUALIFIER.matcher(type.getTypeName());
        return qualifier
                .replaceAll(found -> found.group().matches("java\\..*|io\\.ocelli\\..*") ? "" : found.group())
                .replace('$', '.');
    }
}
