//! `tenure-stress`: the same Python programs under every collector and many settings.
//!
//! It drives built `tenure` commands as processes and knows nothing of what is inside them. `docs/stress.md` is its manual.

mod bisect;
mod builds;
mod campaign;
mod case;
mod catalogue;
mod cli;
mod commands;
mod configuration;
mod examine;
mod faults;
mod generate;
mod judge;
mod matrix;
mod minimise;
mod mutate;
mod report;
mod run;
mod store;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    match commands::run(&cli::Cli::parse()) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("tenure-stress: {error:#}");
            ExitCode::from(2)
        }
    }
}
