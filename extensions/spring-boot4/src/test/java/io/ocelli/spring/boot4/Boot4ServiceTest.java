package io.ocelli.spring.boot4;

import io.ocelli.spring.ServiceContract;

class Boot4ServiceTest extends ServiceContract {}
