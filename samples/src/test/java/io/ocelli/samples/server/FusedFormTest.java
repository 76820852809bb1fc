package io.ocelli.samples.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.ocelli.Classifier;
import io.ocelli.data.DataSet;
import io.ocelli.data.Datum;
import io.ocelli.data.ImageSource;
import io.ocelli.data.Sample;
import io.ocelli.image.Image;
import io.ocelli.learning.Columns;
import io.ocelli.learning.Fusion;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Fields of a form beside the picture, {@code curl -F picture=@a.jpg -F degrees=12}, for a classifier that looks at them. */
class FusedFormTest {
    private static String field(String name, String value) {
        return "--edge\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + value + "\r\n";
    }

    private static HttpResponse<String> send(Client client, String form) throws Exception {
        return client.send(HttpRequest.newBuilder(client.at("/classify?top=1"))
                .header("Content-Type", "multipart/form-data; boundary=edge")
                .POST(HttpRequest.BodyPublishers.ofString(form + "--edge--\r\n"))
                .build());
    }

    @Test
    void areWhatItIsAskedByAndThePictureMayBeMissing() throws Exception {
        ImageSource black = ImageSource.of(Image.black(8, 8, 3));
        DataSet table = DataSet.of(
                List.of("a"),
                List.of(
                        new Sample("1", black, Map.of("degrees", Datum.text("10"))),
                        new Sample("2", black, Map.of("degrees", Datum.text("30")))));
        Columns columns = Columns.fit(table);
        try (Classifier rows = Classifier.model("simple_cnn")
                        .inputSize(8, 8)
                        .head("a", "b", "c")
                        .then(Fusion.early(columns))
                        .untrained();
                Classifier classifier = rows.with(columns);
                ClassifierServer server =
                        Service.of("rows", () -> classifier).at("127.0.0.1", 0).start()) {
            Client client = new Client(server.port());
            for (String degrees : List.of("-90", "12", "500")) {
                HttpResponse<String> response = send(client, field("degrees", degrees));
                double confidence = classifier
                        .classify(Sample.withoutPicture("asked", Map.of("degrees", Datum.text(degrees))))
                        .confidence();
                assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
                assertThat(response.body()).contains("\"confidence\":" + (float) confidence);
            }
            HttpResponse<String> wrong = send(client, field("degrees", "hot"));
            assertThat(wrong.statusCode()).isEqualTo(400);
            assertThat(wrong.body()).contains("The column 'degrees' holds finite numbers, received 'hot'");
        }
    }
}
