package io.ocelli.spring.boot4;

import io.ocelli.spring.LoadContract;

class Boot4LoadTest extends LoadContract {}
