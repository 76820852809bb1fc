package io.ocelli.spring;

import io.ocelli.Prediction;
import io.ocelli.data.ImageSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What an application writes. */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class Service {
    private final ReloadableClassifier imagenet;

    public static void main(String[] arguments) {
        SpringApplication.run(Service.class, arguments);
    }

    Service(ReloadableClassifier imagenet) {
        this.imagenet = imagenet;
    }

    /** What is answered. */
    record Said(String label, float confidence) {}

    @PostMapping("/classify")
    Said classify(@RequestParam("picture") ImageSource picture) {
        Prediction prediction = imagenet.classify(picture);
        return new Said(prediction.label(), prediction.confidence());
    }
}
