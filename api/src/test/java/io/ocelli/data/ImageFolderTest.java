package io.ocelli.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ocelli.error.ImageException;
import io.ocelli.image.Image;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImageFolderTest {
    @TempDir
    Path root;

    @Test
    void subFoldersAreClassesInCodePointOrder() throws IOException {
        files("b/1.jpg", "Z/1.jpg", "a/1.jpg", "\uFF5E/1.jpg", "\uD83D\uDC1C/1.jpg", "10/1.jpg", "9/1.jpg");
        assertThat(ImageFolder.of(root).classes()).containsExactly("10", "9", "Z", "a", "b", "\uFF5E", "\uD83D\uDC1C");
    }

    @Test
    void filesComeFolderByFolderAsPythonSorts() throws IOException {
        files("a/y.jpg", "a/x/1.jpg", "a/x-y/1.jpg", "a/x/z/1.jpg", "a/Z.jpg");
        assertThat(names(ImageFolder.of(root)))
                .containsExactly("a/Z.jpg", "a/y.jpg", "a/x/1.jpg", "a/x-y/1.jpg", "a/x/z/1.jpg");
    }

    @Test
    void labelsAreIndexesOfClasses() throws IOException {
        files("ants/1.jpg", "bees/1.jpg", "bees/2.jpg");
        DataSet insects = ImageFolder.of(root);
        assertThat(insects.labels()).containsExactly(0, 1, 1);
        assertThat(insects.counts()).containsExactly(1, 2);
        assertThat(insects.sample(2).source().file()).isEqualTo(root.resolve("bees/2.jpg"));
    }

    @Test
    void allFoldersThatAPictureLiesInAreItsClasses() throws IOException {
        files("sea/1.jpg", "sea/sand/2.jpg", "sky/sea/3.jpg", "4.jpg");
        DataSet several = ImageFolder.multiLabel(root);
        assertThat(several.classes()).containsExactly("sand", "sea", "sky");
        assertThat(several.labels()).containsOnly(Sample.UNLABELLED);
        List<Datum> targets = new ArrayList<>();
        for (int i = 0; i < several.size(); i++) {
            targets.add(several.sample(i).values().get(Batch.TARGETS));
        }
        assertThat(targets)
                .containsExactly(Datum.labels(3), Datum.labels(3, 1), Datum.labels(3, 1, 0), Datum.labels(3, 2, 1));
    }

    @Test
    void withoutFoldersThereAreNoClassesToBeOf() throws IOException {
        files("4.jpg");
        assertThatThrownBy(() -> ImageFolder.multiLabel(root))
                .isInstanceOf(ImageException.class)
                .hasMessage("The classes of pictures are the folders that they lie in, and in those of " + root
                        + " there is no picture (.jpg .jpeg .png .ppm .bmp .pgm .tif .tiff .webp).");
    }

    @Test
    void takesTorchvisionsExtensionsAndListsTheRest() throws IOException {
        files(
                "a/1.JPG",
                "a/2.jpeg",
                "a/3.Png",
                "a/4.ppm",
                "a/5.bmp",
                "a/6.pgm",
                "a/7.tif",
                "a/8.tiff",
                "a/9.webp",
                "a/stray.gif",
                "a/notes.txt",
                "readme.jpg");
        ImageFolder folder = ImageFolder.of(root);
        assertThat(folder.size()).isEqualTo(9);
        assertThat(folder.ignored()).containsExactly(root.resolve("a/notes.txt"), root.resolve("a/stray.gif"));
    }

    @Test
    void followsLinks() throws IOException {
        files("elsewhere/1.jpg");
        Files.createDirectories(root.resolve("pictures"));
        Files.createSymbolicLink(root.resolve("pictures/a"), root.resolve("elsewhere"));
        assertThat(ImageFolder.of(root.resolve("pictures")).size()).isEqualTo(1);
    }

    @Test
    void whatIsNoRegularFileIsListedAndSkipped() throws Exception {
        files("a/1.jpg");
        assertThat(new ProcessBuilder("mkfifo", root.resolve("a/pipe.jpg").toString())
                        .start()
                        .waitFor())
                .isZero();
        Files.createSymbolicLink(root.resolve("a/nowhere.jpg"), root.resolve("gone.jpg"));
        ImageFolder folder = ImageFolder.of(root);
        assertThat(folder.size()).isEqualTo(1);
        assertThat(folder.ignored()).containsExactly(root.resolve("a/nowhere.jpg"), root.resolve("a/pipe.jpg"));
    }

    @Test
    void aLinkThatLeadsBackIsNamed() throws IOException {
        files("a/x/1.jpg");
        Files.createSymbolicLink(root.resolve("a/x/back"), root.resolve("a"));
        assertThatThrownBy(() -> ImageFolder.of(root))
                .isInstanceOf(ImageException.class)
                .hasMessage("Links are followed, and " + root.resolve("a/x/back")
                        + " leads back to a folder that it lies in. Remove the link.");
    }

    @Test
    void filesThatTwoSetsShareAreCounted() throws IOException {
        files("train/a/1.jpg", "train/a/2.jpg", "train/b/1.jpg", "val/a/1.jpg");
        Files.createSymbolicLink(root.resolve("again"), root.resolve("train"));
        DataSet train = ImageFolder.of(root.resolve("train"));
        assertThat(train.sharedFiles(ImageFolder.of(root.resolve("val")))).isZero();
        assertThat(train.sharedFiles(train)).isEqualTo(3);
        assertThat(train.subset(0, 2).sharedFiles(ImageFolder.of(root.resolve("again"))))
                .isEqualTo(2);
        assertThat(train.sharedFiles(DataSet.of(List.of(Image.black(1, 1, 1)), "a")))
                .isZero();
    }

    @Test
    void aMissingFolderIsNamed() {
        assertThatThrownBy(() -> ImageFolder.of(root.resolve("trian")))
                .isInstanceOf(ImageException.class)
                .hasMessage("There is no folder " + root.resolve("trian")
                        + ". Give the folder that holds one sub-folder for each class.");
    }

    @Test
    void aFileIsNoFolder() throws IOException {
        files("labels.csv");
        assertThatThrownBy(() -> ImageFolder.of(root.resolve("labels.csv")))
                .hasMessage("An image folder is a folder, and " + root.resolve("labels.csv") + " is a file. Give the"
                        + " folder that holds the class folders; a CSV of path,label is read by ImageTable.");
    }

    @Test
    void aFolderWithoutClassesSaysWhatToDo() throws IOException {
        files("1.jpg");
        assertThatThrownBy(() -> ImageFolder.of(root))
                .isInstanceOf(ImageException.class)
                .hasMessage("An image folder has one sub-folder for each class, and " + root + " has none. Move each"
                        + " picture into a folder named as its class; a CSV of path,label is read by ImageTable,"
                        + " pictures without labels by ImageFolder.unlabelled.");
    }

    @Test
    void classesWithoutPicturesAreListed() throws IOException {
        files("a/1.jpg", "b/1.gif", "c/notes.txt");
        assertThatThrownBy(() -> ImageFolder.of(root))
                .isInstanceOf(ImageException.class)
                .hasMessage("Each class folder of an image folder has a picture (.jpg .jpeg .png .ppm .bmp .pgm .tif"
                        + " .tiff .webp), and of those in " + root
                        + " these have none: ['b', 'c']. Remove them, or put pictures into them.");
    }

    @Test
    void picturesWithoutLabels() throws IOException {
        files("2.jpg", "1.jpg", "more/0.jpg");
        DataSet pictures = ImageFolder.unlabelled(root);
        assertThat(names(pictures)).containsExactly("1.jpg", "2.jpg", "more/0.jpg");
        assertThat(pictures.labels()).containsExactly(-1, -1, -1);
        assertThat(pictures.classes()).isEmpty();
    }

    private void files(String... names) throws IOException {
        for (String name : names) {
            Files.createDirectories(root.resolve(name).getParent());
            Files.createFile(root.resolve(name));
        }
    }

    private List<String> names(DataSet pictures) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < pictures.size(); i++) {
            names.add(root.relativize(Path.of(pictures.sample(i).name())).toString());
        }
        return names;
    }
}
