package io.ocelli.testing;

import io.ocelli.engine.Engine;

/** What every part of the contract asks for. */
interface EngineUnderTest {
    /** The engine, made anew at each call or not. */
    Engine engine();
}
