package io.ocelli.pytorch;

import io.ocelli.engine.Program;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A program as a TorchScript class with one method, {@code forward}.
 *
 * @param source the class
 * @param attributes its weights and constants
 */
record ScriptedProgram(String source, List<Archive.Attribute> attributes) {
    static ScriptedProgram of(Program program, Weights weights) {
        Source source = new Source(program);
        Set<String> names = new LinkedHashSet<>(source.attributes().values());
        names.addAll(source.constants().values());
        List<Archive.Attribute> attributes =
                new ArrayList<>(Attributes.of(program.graph(), weights, source.attributes(), source::learns));
        attributes.addAll(Attributes.constants(source.constants()));
        return new ScriptedProgram(Source.module(names, source.learnt(), source.method("forward")), attributes);
    }
}
