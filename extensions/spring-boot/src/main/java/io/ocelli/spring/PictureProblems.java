package io.ocelli.spring;

import io.ocelli.error.BusyException;
import io.ocelli.error.EngineException;
import io.ocelli.error.ImageException;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** What a classifier throws, as problem details (RFC 9457). An application's own advice of a higher precedence goes first. */
@RestControllerAdvice
@Order(Ordered.LOWEST_PRECEDENCE)
final class PictureProblems {
    /** The sender's matter: it is told what is wrong with the picture. */
    @ExceptionHandler
    ProblemDetail unreadable(ImageException error) {
        return problem(HttpStatus.UNPROCESSABLE_ENTITY, "Unreadable picture", String.valueOf(error.getMessage()));
    }

    /** The service's matter: its log has the cause, and the sender learns nothing of the machine. */
    @ExceptionHandler
    ProblemDetail failed(EngineException error) {
        org.slf4j.LoggerFactory.getLogger(PictureProblems.class).error("A picture could not be classified", error);
        return problem(
                HttpStatus.INTERNAL_SERVER_ERROR, "Classification failed", "The picture could not be classified");
    }

    /** More ask than the classifier's queue holds. */
    @ExceptionHandler
    ProblemDetail refused(BusyException error) {
        return problem(HttpStatus.SERVICE_UNAVAILABLE, "Too many pictures", String.valueOf(error.getMessage()));
    }

    private static ProblemDetail problem(HttpStatus status, String title, String detail) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
        problem.setTitle(title);
        return problem;
    }
}
