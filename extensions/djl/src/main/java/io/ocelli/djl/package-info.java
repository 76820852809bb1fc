/**
 * Both ways between Ocelli and the Deep Java Library: a classifier as a model of DJL's, run by DJL's own engines, and a model of
 * DJL's as a classifier.
 *
 * <p>A classifier becomes a folder that DJL loads ({@link io.ocelli.djl.DjlFolder}), or is named in a {@code Criteria} as
 * {@code ocelli://efficientnet_lite0} or {@code ocelli:///models/insects}. A folder or a {@code Criteria} becomes a classifier by
 * {@link io.ocelli.djl.DjlModel}.
 */
@NullMarked
package io.ocelli.djl;

import org.jspecify.annotations.NullMarked;
