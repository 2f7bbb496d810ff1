//! A local Discord: the REST API and the gateway, strict, for tests.
