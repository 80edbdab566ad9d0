//! `-X gc-log` and `-X gc-stats`: what is written about the collector's work.

use std::fs::File;
use std::io::{BufWriter, Write};

use gc_api::EventSink;
use gc_api::sinks::{JsonLines, Summary, Tee};
use vm_core::Thread;

use crate::options::Options;
use crate::tell;

/// What is to be reported at the end.
pub struct Watch(Option<Summary>);

impl Watch {
    /// Connects the sinks the options ask for.
    pub fn start(t: &mut Thread, options: &Options) -> Result<Watch, String> {
        let summary = options.gc_stats.then(Summary::new);
        let mut sinks: Vec<Box<dyn EventSink>> = Vec::new();
        if let Some(summary) = &summary {
            sinks.push(Box::new(summary.clone()));
        }
        if let Some(file) = &options.gc_log {
            let out: Box<dyn Write> = match file.is_empty() {
                true => Box::new(std::io::stderr()),
                false => match File::create(file) {
                    Ok(file) => Box::new(BufWriter::new(file)),
                    Err(error) => return Err(format!("-X gc-log: {}: {error}", file.display())),
                },
            };
            sinks.push(Box::new(JsonLines::new(out)));
        }
        match sinks.len() {
            0 => {}
            1 => sinks.into_iter().for_each(|sink| t.set_gc_events(sink)),
            _ => t.set_gc_events(Box::new(Tee(sinks))),
        }
        Ok(Watch(summary))
    }

    /// The summary, on standard error.
    pub fn report(&self, t: &Thread) {
        if let Some(summary) = &self.0 {
            tell(&summary.report(vm_core::COLLECTOR, &t.heap_stats()));
        }
    }
}
