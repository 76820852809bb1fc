package io.ocelli.spring;

import io.ocelli.data.ImageSource;
import io.ocelli.error.ImageException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.springframework.core.io.InputStreamSource;
import org.springframework.core.io.Resource;
import org.springframework.web.multipart.MultipartFile;

/** Pictures from what Spring hands around: {@code classifier.classify(SpringPictures.of(upload))}. */
public final class SpringPictures {
    private SpringPictures() {}

    /** An uploaded picture; messages call it as its sender did. */
    public static ImageSource of(MultipartFile upload) {
        String name = Objects.requireNonNullElse(upload.getOriginalFilename(), "");
        return source(upload, "upload '" + name + "'");
    }

    /** A picture that lies anywhere a resource may. */
    public static ImageSource of(Resource resource) {
        return source(resource, resource.getDescription());
    }

    private static ImageSource source(InputStreamSource source, String name) {
        return ImageSource.of(name, () -> {
            try (InputStream stream = source.getInputStream()) {
                return stream.readAllBytes();
            } catch (IOException e) {
                throw new ImageException("The picture " + name + " cannot be read: " + e, e);
            }
        });
    }
}
