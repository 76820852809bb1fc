package io.ocelli.samples.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
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

/** The page in a real browser; skipped where Debian's chromium and chromium-driver are not installed. */
@Tag("proof")
class PageTest {
    private static final Path BROWSER = Path.of("/usr/bin/chromium");
    private static final Path DRIVER = Path.of("/usr/bin/chromedriver");

    @TempDir
    Path folder;

    @Test
    void showsTheFiveLikeliestClassesOfChosenPicturesAndWhatWentWrong() throws Exception {
        Assumptions.assumeTrue(
                Files.exists(BROWSER) && Files.exists(DRIVER),
                "skipped: the browser test needs the packages chromium and chromium-driver");
        ChromeOptions options = new ChromeOptions();
        options.setBinary(BROWSER.toFile());
        options.addArguments("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1120,1000");
        ChromeDriverService service = new ChromeDriverService.Builder()
                .usingDriverExecutable(DRIVER.toFile())
                .build();
        try (Running running = new Running(8, 1 << 20)) {
            ChromeDriver browser = new ChromeDriver(service, options);
            try {
                browser.get(running.at("/").toString());
                WebElement files = browser.findElement(By.id("files"));
                for (int i = 0; i < 5; i++) {
                    Path file = folder.resolve("picture " + i + ".jpg");
                    Files.write(file, Running.picture(i, 600, 400));
                    files.sendKeys(file.toString());
                }
                files.sendKeys(Files.write(folder.resolve("broken.jpg"), new byte[] {1, 2, 3})
                        .toString());
                await(() -> browser.findElements(By.className("time")).size() == 5
                        && browser.findElements(By.className("error")).size() == 1);
                Thread.sleep(600); // the bars grow for 400 ms
                Files.write(Path.of("samples", "target", "page.png"), browser.getScreenshotAs(OutputType.BYTES));

                List<WebElement> cards = browser.findElements(By.className("card"));
                assertThat(cards).hasSize(6);
                WebElement first = cards.get(5);
                assertThat(first.findElement(By.className("name")).getText()).isEqualTo("picture 0.jpg");
                assertThat(first.findElements(By.className("guess"))).hasSize(5);
                assertThat(first.findElement(By.className("label")).getText())
                        .isEqualTo(running.classifier
                                .classify(folder.resolve("picture 0.jpg"))
                                .label());
                assertThat(first.findElement(By.className("time")).getText()).contains("decode", "network", "ms");
                assertThat(browser.findElement(By.className("error")).getText())
                        .contains("in none of the formats that are read");
                assertThat(browser.findElement(By.id("model")).getText()).contains("efficientnet_lite0");

                WebElement image = first.findElement(By.tagName("img"));
                WebElement why = first.findElement(By.className("why"));
                why.click();
                await(() -> why.getText().equals("Show the picture"));
                assertThat(image.getDomAttribute("src")).startsWith("data:image/png;base64,");
                assertThat(why.getDomAttribute("aria-pressed")).isEqualTo("true");
                assertThat(first.findElement(By.className("legend")).getText()).contains("nothing", "speaks most for ");
                Files.write(Path.of("samples", "target", "page-why.png"), browser.getScreenshotAs(OutputType.BYTES));
                why.click();
                await(() -> why.getText().equals("Show why"));
                assertThat(image.getDomAttribute("src")).startsWith("blob:");
                assertThat(first.findElement(By.className("legend")).isDisplayed())
                        .isFalse();
            } finally {
                browser.quit();
            }
        }
    }

    private interface Condition {
        boolean holds();
    }

    private static void await(Condition condition) throws InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.holds()) {
            assertThat(System.nanoTime()).as("the page took more than 60 s").isLessThan(end);
            Thread.sleep(100);
        }
    }
}
