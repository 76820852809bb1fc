package io.ocelli.learning;

import io.ocelli.engine.Projection;
import io.ocelli.graph.Compare;
import io.ocelli.graph.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The nearest vector to a gradient g that leads against no reference's, the rows of M: g + M'v, where v is the smallest of
 * 1/2 v'(MM' + eps I)v + (Mg)'v with each number at least the margin. It is found one number of v after the other, in turns
 * (Hildreth 1957), a fixed number of them, so that it is plain arithmetic on the engine.
 */
record EpisodicProjection(double margin, double eps) implements Projection {
    private static final int TURNS = 40;

    @Override
    public Map<String, Value> of(Map<String, Value> gradients, List<Map<String, Value>> references) {
        List<Value> products = new ArrayList<>();
        references.forEach(reference -> products.add(Projection.product(reference, gradients)));
        List<Value> shares = new ArrayList<>();
        Value least = products.get(0);
        for (Value product : products) {
            least = least.minimum(product);
            shares.add(product.constant(margin));
        }
        List<List<Value>> gram = gram(references);
        for (int turn = 0; turn < TURNS; turn++) {
            for (int i = 0; i < shares.size(); i++) {
                Value slope = products.get(i);
                for (int j = 0; j < shares.size(); j++) {
                    slope = i == j ? slope : slope.plus(gram.get(i).get(j).times(shares.get(j)));
                }
                Value best = slope.negate().dividedBy(gram.get(i).get(i));
                shares.set(i, best.clamp(margin, Float.MAX_VALUE));
            }
        }
        Value leadsAgainst = least.is(Compare.Kind.LESS, 0);
        shares.replaceAll(leadsAgainst::times);
        return sum(gradients, references, shares);
    }

    /** MM' + eps I. */
    private List<List<Value>> gram(List<Map<String, Value>> references) {
        List<List<Value>> gram = new ArrayList<>();
        for (int i = 0; i < references.size(); i++) {
            List<Value> row = new ArrayList<>();
            for (int j = 0; j < i; j++) {
                row.add(gram.get(j).get(i));
            }
            for (int j = i; j < references.size(); j++) {
                Value product = Projection.product(references.get(i), references.get(j));
                row.add(i == j ? product.plus(eps).clamp(Float.MIN_NORMAL, Float.MAX_VALUE) : product);
            }
            gram.add(row);
        }
        return gram;
    }

    /** Gradients, and shares of others. */
    static Map<String, Value> sum(Map<String, Value> gradients, List<Map<String, Value>> others, List<Value> shares) {
        Map<String, Value> sums = new LinkedHashMap<>();
        gradients.forEach((name, gradient) -> {
            Value sum = gradient;
            for (int i = 0; i < others.size(); i++) {
                Value other = others.get(i).get(name);
                sum = other == null ? sum : sum.plus(other.times(shares.get(i)));
            }
            sums.put(name, sum);
        });
        return sums;
    }
}
