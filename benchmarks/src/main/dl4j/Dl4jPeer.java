import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.zoo.model.ResNet50;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Deeplearning4j, to be timed beside ours: its zoo's ResNet-50 with drawn weights. Reads lines with a number of pictures and
 * answers each with the milliseconds of one forward pass, float32 N C H W to probabilities. An empty line ends it. Run from its
 * source by {@code java -cp CLASSPATH Dl4jPeer.java}.
 */
final class Dl4jPeer {
    private Dl4jPeer() {}

    public static void main(String[] args) throws IOException {
        ComputationGraph network = ResNet50.builder().numClasses(1000).build().init();
        Matcher jar = Pattern.compile("deeplearning4j-nn-([^/]+)\\.jar").matcher(System.getProperty("java.class.path"));
        System.out.println("Deeplearning4j " + (jar.find() ? jar.group(1) : "of a version that its jars do not say"));
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null && !line.isBlank(); line = lines.readLine()) {
            INDArray pictures = Nd4j.rand(DataType.FLOAT, Integer.parseInt(line), 3, 224, 224);
            long start = System.nanoTime();
            INDArray probabilities = network.outputSingle(pictures);
            probabilities.getFloat(0);
            System.out.println((System.nanoTime() - start) / 1e6);
        }
    }
}
