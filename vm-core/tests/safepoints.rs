//! The rule everything rests on, held by the compiler: what refers to the heap does not outlive a safepoint.
//!
//! Each program under `safepoints/` breaks it in one way and must be refused for that reason.

#[test]
fn a_reference_across_a_safepoint_does_not_compile() {
    trybuild::TestCases::new().compile_fail("tests/safepoints/*.rs");
}
