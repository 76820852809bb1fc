package io.ocelli.pytorch;

import io.ocelli.tensor.Shape;
import io.ocelli.tensor.Tensor;
import java.util.List;

/**
 * The scale of a loss in float16, as PyTorch's {@code GradScaler} keeps it: an attribute of two numbers, the scale and how many
 * updates ago it changed.
 *
 * @param attribute where it is
 */
record LossScale(String attribute) {
    private static final float START = 65_536;
    private static final int INTERVAL = 2_000;

    /** What it begins with. */
    static Tensor start() {
        return Tensor.of(Shape.of(2), START, 0f);
    }

    /** The scale, as an expression. */
    static String of(String attribute) {
        return "torch.select(" + attribute + ", 0, 0)";
    }

    static String times(String value, String attribute) {
        return "torch.mul(" + value + ", " + of(attribute) + ")";
    }

    static String divided(String gradient, String attribute) {
        return "torch.div(" + gradient + ", " + of(attribute) + ")";
    }

    /**
     * The statements that update where no gradient overflowed, change the scale, and put behind {@code outputs} whether there was
     * an update.
     *
     * @param lines gets them
     * @param updating what an update does
     * @param count the number of gradients
     * @param gradient the name of their variables, before their number
     */
    void update(List<String> lines, List<String> updating, int count, String gradient) {
        lines.add("sum0 = torch.sum(" + gradient + "0)");
        for (int i = 1; i < count; i++) {
            lines.add("sum" + i + " = torch.add(sum" + (i - 1) + ", torch.sum(" + gradient + i + "))");
        }
        lines.add("finite = torch.isfinite(sum" + (count - 1) + ")");
        lines.add("scaling = float(" + of(attribute) + ")");
        lines.add("good = float(torch.select(" + attribute + ", 0, 1)) + 1.");
        lines.add("if bool(finite):");
        updating.forEach(line -> lines.add("  " + line));
        lines.add("  if good >= " + INTERVAL + ".:");
        lines.add("    " + set("scaling * 2.", "0."));
        lines.add("  else:");
        lines.add("    " + set("scaling", "good"));
        lines.add("else:");
        lines.add("  " + set("scaling * 0.5", "0."));
        lines.add("told = torch.append(outputs, torch.to(finite, 6))");
    }

    private String set(String scale, String good) {
        return "changed = torch.copy_(" + attribute + ", torch.tensor([" + scale + ", " + good + "]))";
    }
}
