package io.ocelli.testing;

/**
 * What every engine keeps. An engine's own tests have a class that implements this and says which {@link #engine()}; the
 * parts about training are skipped, visibly, where it does not train.
 */
public interface EngineContract
        extends OperationContract,
                FormulaContract,
                HeadContract,
                RunnerContract,
                TrainerContract,
                UpdateContract,
                AverageContract,
                BroadcastContract {}
