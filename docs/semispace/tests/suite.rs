//! The collector suite, on this collector.

gc_api::collector_suite!(gc_semispace::SemiSpace);
