package io.ocelli.pytorch;

import io.ocelli.engine.Precision;
import io.ocelli.engine.Program;
import io.ocelli.error.EngineException;
import io.ocelli.graph.FoldBatchNorms;
import io.ocelli.weights.Weights;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A program as a TorchScript class with the method {@code forward}, and {@code prepare}, which is called once before it.
 *
 * @param source the class
 * @param attributes its weights and constants
 */
record ScriptedProgram(String source, List<Archive.Attribute> attributes) {
    private static final String FORWARD = "forward";

    /** In float32, as it stands; there is nothing to prepare. */
    static ScriptedProgram of(Program program, Weights weights) {
        Source source = new Source(program);
        return of(program, weights, source, source.method(FORWARD));
    }

    /** In bfloat16, its batch norms folded; on the processor its layers are oneDNN's. */
    static ScriptedProgram mixed(Program program, Weights weights, boolean onProcessor) {
        FoldBatchNorms.Folded folded = fold(program, weights);
        Program served = new Program(folded.graph(), program.inputs());
        Packed packed = onProcessor ? Packed.of(served.graph(), served.shapes()) : Packed.none(served.graph());
        Source source = new Source(served, Precision.MIXED, packed);
        return of(served, folded.weights(), source, source.method(FORWARD), source.preparing(Module.PREPARE));
    }

    private static FoldBatchNorms.Folded fold(Program program, Weights weights) {
        try {
            return FoldBatchNorms.fold(program.graph(), weights);
        } catch (IllegalArgumentException e) {
            throw new EngineException(String.valueOf(e.getMessage()), e);
        }
    }

    private static ScriptedProgram of(Program program, Weights weights, Source source, String... methods) {
        Set<String> names = new LinkedHashSet<>(source.attributes().values());
        names.addAll(source.constants().values());
        List<Archive.Attribute> attributes =
                new ArrayList<>(Attributes.of(program.graph(), weights, source.attributes(), source::learns));
        attributes.addAll(Attributes.constants(source.constants()));
        return new ScriptedProgram(Source.module(names, source.learnt(), methods), attributes);
    }
}
