/**
 * Boxes around what pictures show: how far two overlap, which of many that overlap stay, and how good detections are, as COCO
 * counts it. Nothing here needs an engine.
 */
@NullMarked
package io.ocelli.boxes;

import org.jspecify.annotations.NullMarked;
