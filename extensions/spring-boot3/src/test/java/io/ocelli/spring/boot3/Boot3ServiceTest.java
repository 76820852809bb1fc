package io.ocelli.spring.boot3;

import io.ocelli.spring.ServiceContract;

class Boot3ServiceTest extends ServiceContract {}
