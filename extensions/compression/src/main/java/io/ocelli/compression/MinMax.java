package io.ocelli.compression;

/** The range of all numbers that were seen. */
record MinMax() implements CalibrationMethod {
    @Override
    public Observer observer(Spread seen, Levels levels) {
        return new Observer() {
            @Override
            public void add(float[] values) {
                // the range says all
            }

            @Override
            public QuantizationParameters parameters() {
                return QuantizationParameters.of(seen.range(), levels);
            }
        };
    }

    @Override
    public boolean isDecidedByRange() {
        return true;
    }

    @Override
    public String name() {
        return "minmax";
    }
}
