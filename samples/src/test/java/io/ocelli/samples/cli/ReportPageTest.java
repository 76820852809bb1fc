package io.ocelli.samples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openqa.selenium.By;
import org.openqa.selenium.OutputType;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.chrome.ChromeDriver;
import org.openqa.selenium.chrome.ChromeDriverService;
import org.openqa.selenium.chrome.ChromeOptions;

/** The page of the verb report in a real browser; skipped where Debian's chromium and chromium-driver are not installed. */
@Tag("proof")
class ReportPageTest {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    @TempDir
    Path folder;

    private Path pictures() throws Exception {
        List<String> classes = List.of("goldfish", "tench", "lemon");
        for (int i = 0; i < 18; i++) {
            Random random = new Random(i);
            BufferedImage picture = new BufferedImage(320, 240, BufferedImage.TYPE_INT_RGB);
            Graphics2D graphics = picture.createGraphics();
            graphics.setColor(new Color(random.nextInt(0x1000000)));
            graphics.fillRect(0, 0, 320, 240);
            for (int k = 0; k < 9; k++) {
                graphics.setColor(new Color(random.nextInt(0x1000000)));
                graphics.fillOval(random.nextInt(300), random.nextInt(220), 20 + random.nextInt(90), 60);
            }
            graphics.dispose();
            Path to = Files.createDirectories(folder.resolve("data").resolve(classes.get(i % 3)));
            ImageIO.write(picture, "png", to.resolve(i + ".png").toFile());
        }
        return folder.resolve("data");
    }

    @Test
    void aClickOnACellShowsItsPictures() throws Exception {
        Assumptions.assumeTrue(
                Files.exists(BROWSER) && Files.exists(DRIVER),
                "skipped: the browser test needs the packages chromium and chromium-driver");
        Path page = folder.resolve("report.html");
        // A head of three classes that has learnt a little.
        Path saved = folder.resolve("saved");
        Path data = pictures();
        Ran trained = Ran.cli(
                "train", "--model", "simple_cnn", "--train", data, "--validation", data, "--epochs", 2, "--out", saved);
        assertThat(trained.code()).as(trained.err()).isZero();
        Ran ran = Ran.cli("report", "--model", saved, "--data", data, "--out", page);
        assertThat(ran.code()).as(ran.err()).isZero();

        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1120,1400");
        ChromeDriver browser = new ChromeDriver(
                new ChromeDriverService.Builder()
                        .usingDriverExecutable(DRIVER.toFile())
                        .build(),
                options);
        try {
            browser.get(page.toUri().toString());
            WebElement cell =
                    browser.findElements(By.cssSelector("button[data-cell]")).get(0);
            String count = cell.getText();
            cell.click();

            List<WebElement> shown = browser.findElements(By.cssSelector("#shown figure"));
            assertThat(shown).hasSize(Integer.parseInt(count));
            assertThat(browser.findElement(By.cssSelector("#shown p")).getText())
                    .endsWith(": " + count + " of " + count + " pictures");
            assertThat((Long) browser.executeScript(
                            "return arguments[0].naturalWidth", shown.get(0).findElement(By.tagName("img"))))
                    .as("the thumbnail is a picture")
                    .isEqualTo(128);
            assertThat(browser.manage().logs().get("browser").getAll()).isEmpty();
            for (String scheme : List.of("light", "dark")) {
                browser.executeCdpCommand(
                        "Emulation.setEmulatedMedia",
                        Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
                Files.write(
                        Path.of("samples", "target", "report-" + scheme + ".png"),
                        browser.getScreenshotAs(OutputType.BYTES));
            }
        } finally {
            browser.quit();
        }
    }
}
