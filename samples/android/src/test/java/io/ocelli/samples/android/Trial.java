package io.ocelli.samples.android;

import io.ocelli.Classifier;
import java.io.File;
import java.nio.file.Path;
import java.util.Arrays;

/** What the shrunk application does on the JVM. Arguments: the delivered model, the folder for the user's classes. */
final class Trial {
    private Trial() {}

    public static void main(String[] args) {
        try (Recogniser recogniser = new Recogniser(Classifier.saved(Path.of(args[0])), new File(args[1]))) {
            System.out.println(recogniser.learn(Things.photos(4, 1)).accuracy());
            System.out.println(Arrays.toString(
                    recogniser.classify(Things.photo("ball", 100)).probabilities()));
        }
    }
}
