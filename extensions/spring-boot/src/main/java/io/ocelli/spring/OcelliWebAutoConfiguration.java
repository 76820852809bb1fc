package io.ocelli.spring;

import io.ocelli.data.ImageSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.core.convert.converter.Converter;
import org.springframework.http.ProblemDetail;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.servlet.DispatcherServlet;

/** In a servlet application: {@code @RequestParam ImageSource picture} takes an upload, and errors are problem details. */
@AutoConfiguration
@ConditionalOnClass({DispatcherServlet.class, ProblemDetail.class})
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
public class OcelliWebAutoConfiguration {
    /** For Spring. */
    public OcelliWebAutoConfiguration() {}

    @Bean
    PictureProblems ocelliPictureProblems() {
        return new PictureProblems();
    }

    @Bean
    UploadConverter ocelliUploadConverter() {
        return new UploadConverter();
    }

    /** A class, as a lambda would not tell Spring its types. */
    static final class UploadConverter implements Converter<MultipartFile, ImageSource> {
        @Override
        public ImageSource convert(MultipartFile upload) {
            return SpringPictures.of(upload);
        }
    }
}
