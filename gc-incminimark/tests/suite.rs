//! The collector suite, on this collector; and its random programs in nurseries of many sizes, as mistakes show in windows of size.

use std::process::Command;

gc_api::collector_suite!(gc_incminimark::Incminimark);

/// Each size in a process of its own: the suite takes it from the environment.
#[test]
fn nurseries_of_all_sizes() {
    let powers = (12..=23).map(|power: u32| 1usize << power);
    for bytes in powers.chain([5000, 12_000, 100_000, 700_000]) {
        let suite = std::env::current_exe().unwrap();
        let output = Command::new(suite)
            .args(["programs::plain", "programs::every_third", "programs::all_knobs", "duties::large_array"])
            .env("TENURE_SUITE_NURSERY", bytes.to_string())
            .env("TENURE_SUITE_CASES", "24")
            .output()
            .unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        assert!(output.status.success() && told.contains("4 passed"), "a nursery of {bytes} bytes:\n{told}");
    }
}
