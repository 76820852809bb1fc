package io.ocelli.saving;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.ocelli.graph.Parameter;
import io.ocelli.image.Intensities;
import io.ocelli.image.Preprocessing;
import io.ocelli.image.Transform;
import io.ocelli.image.Transforms;
import io.ocelli.model.Architecture;
import io.ocelli.model.InputSize;
import io.ocelli.model.Model;
import io.ocelli.model.TimmLayout;
import io.ocelli.serving.Answering;
import io.ocelli.serving.Decorators;
import io.ocelli.tensor.Shape;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes {@code config.json}: what timm reads, and in a part {@code ocelli} of our own the graph itself and how the classifier
 * answers.
 */
final class ConfigWriter {
    /** Says which weights belong to the configuration; the same stands in theirs. */
    static final String WEIGHTS_ID = "weights_id";

    static final String ANSWERING = "answering";

    /** What the network takes beside pictures, with the shape of one sample's. */
    static final String REDUCING_GAP = "reducing_gap";

    static final String COMPANY = "company";

    private ConfigWriter() {}

    static JsonObject config(TrainedModel model, String weightsId) {
        Architecture architecture = model.architecture();
        JsonObject config = new JsonObject();
        Model timm = TimmFolder.namesake(architecture);
        config.addProperty("architecture", timm == null ? architecture.name() : timm.timmName());
        config.addProperty("num_classes", architecture.classes());
        config.add("label_names", texts(model.labels()));
        config.add("pretrained_cfg", pretrained(model, timm));
        if (timm != null) {
            config.add("model_args", TimmFolder.arguments(timm, architecture));
        }
        JsonObject names = timm == null ? new JsonObject() : names(timm, architecture);
        JsonObject own = new JsonObject();
        own.addProperty("format", 0); // its place is the first; what it has to be is known at the end
        own.addProperty("model", architecture.name());
        own.add("input_size", size(architecture.input()));
        own.add("preprocessing", preprocessing(model.preprocessing()));
        own.addProperty("features", architecture.features());
        own.add("classifiers", texts(architecture.classifiers()));
        JsonObject stages = new JsonObject();
        architecture.stages().forEach(stages::addProperty);
        own.add("stages", stages);
        if (!architecture.auxiliary().isEmpty()) {
            JsonObject auxiliary = new JsonObject();
            architecture.auxiliary().forEach(auxiliary::addProperty);
            own.add("auxiliary", auxiliary);
        }
        if (!architecture.company().isEmpty()) {
            JsonObject company = new JsonObject();
            architecture.company().forEach((name, shape) -> company.add(name, extents(shape)));
            own.add(COMPANY, company);
        }
        own.add("names", names);
        own.add("graph", JsonParser.parseString(architecture.graph().toJson()));
        own.addProperty(WEIGHTS_ID, weightsId);
        if (!model.answering().equals(Answering.PLAIN)) {
            own.add(ANSWERING, answering(model.answering()));
        }
        own.addProperty("format", Formats.needed(own));
        config.add("ocelli", own);
        return config;
    }

    private static JsonObject answering(Answering answering) {
        JsonObject json = new JsonObject();
        json.addProperty("scoring", answering.scoring().name());
        Transform transform = answering.transform();
        if (transform != null) {
            json.add("transform", Transforms.toJson(transform));
        }
        JsonArray decorators = new JsonArray();
        answering.decorators().forEach(decorator -> decorators.add(Decorators.toJson(decorator)));
        json.add("decorators", decorators);
        return json;
    }

    /**
     * Where an entry has another name in the file: the file's by the graph's. One that is there in parts has an object of
     * their names, each with the places of its first number and behind its last. It is saved, so that rules may change.
     */
    private static JsonObject names(Model timm, Architecture architecture) {
        JsonObject names = new JsonObject();
        for (Parameter parameter : architecture.graph().parameters()) {
            List<TimmLayout.Part> parts = timm.timm().parts(parameter);
            if (parts.size() > 1) {
                names.add(parameter.name(), places(parts));
            } else if (!parts.get(0).name().equals(parameter.name())) {
                names.addProperty(parameter.name(), parts.get(0).name());
            }
        }
        return names;
    }

    private static JsonObject places(List<TimmLayout.Part> parts) {
        JsonObject places = new JsonObject();
        for (TimmLayout.Part part : parts) {
            JsonArray range = new JsonArray();
            range.add(part.from());
            range.add(part.to());
            places.add(part.name(), range);
        }
        return places;
    }

    private static JsonObject pretrained(TrainedModel model, @Nullable Model timm) {
        Preprocessing preprocessing = model.preprocessing();
        JsonObject json = new JsonObject();
        json.add("input_size", size(model.architecture().input()));
        json.addProperty("interpolation", preprocessing.interpolation().label());
        json.addProperty("crop_pct", TimmFolder.share(preprocessing));
        json.add("mean", numbers(preprocessing.mean()));
        json.add("std", numbers(preprocessing.std()));
        json.addProperty("num_classes", model.architecture().classes());
        String head = model.architecture().classifiers().get(0);
        json.addProperty("classifier", timm == null ? head : timm.timm().name(head));
        if (timm != null) {
            TimmFolder.mark(json, timm, model.architecture());
        }
        return json;
    }

    static JsonObject preprocessing(Preprocessing preprocessing) {
        JsonObject json = new JsonObject();
        json.addProperty("resize", preprocessing.resize());
        JsonArray crop = new JsonArray();
        crop.add(preprocessing.cropHeight());
        crop.add(preprocessing.cropWidth());
        json.add("crop", crop);
        json.addProperty("interpolation", preprocessing.interpolation().label());
        json.add("mean", numbers(preprocessing.mean()));
        json.add("std", numbers(preprocessing.std()));
        Intensities intensities = preprocessing.intensities();
        if (intensities != null) {
            JsonObject how = new JsonObject();
            how.addProperty("kind", intensities.kind().name());
            how.addProperty("low", intensities.low());
            how.addProperty("high", intensities.high());
            json.add("intensities", how);
        }
        if (preprocessing.reducingGap() != 0) {
            json.addProperty(REDUCING_GAP, preprocessing.reducingGap());
        }
        return json;
    }

    private static JsonArray size(InputSize size) {
        JsonArray json = new JsonArray();
        json.add(size.channels());
        json.add(size.height());
        json.add(size.width());
        return json;
    }

    private static JsonArray extents(Shape shape) {
        JsonArray json = new JsonArray();
        for (int d = 0; d < shape.rank(); d++) {
            json.add(shape.get(d));
        }
        return json;
    }

    private static JsonArray texts(List<String> texts) {
        JsonArray json = new JsonArray();
        texts.forEach(json::add);
        return json;
    }

    private static JsonArray numbers(List<Float> numbers) {
        JsonArray json = new JsonArray();
        numbers.forEach(json::add);
        return json;
    }
}
