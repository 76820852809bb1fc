package io.ocelli.spring.boot3;

import io.ocelli.spring.LoadContract;

class Boot3LoadTest extends LoadContract {}
