//! Alone in its file: it limits the whole process.

#![cfg(target_os = "linux")]

#[test]
fn a_refusal_of_the_system_is_an_answer() {
    gc_api::suite::refused::a_refusal_of_the_system_is_an_answer::<gc_incminimark::Incminimark>();
}
