//! `-X gc-log`, `-X gc-trace` and `-X gc-stats`: what is written about the collector's work.

use std::ffi::OsStr;
use std::fs::File;
use std::io::{BufWriter, Write};

use gc_api::EventSink;
use gc_api::sinks::{JsonLines, Process, Shared, Summary, Tee, Trace};
use vm_core::Thread;

use crate::options::{Options, Run};
use crate::tell;

type Out = Box<dyn Write>;

/// What is to be finished and reported at the end.
#[derive(Default)]
pub struct Watch {
    summary: Option<Shared<Summary>>,
    log: Option<Shared<JsonLines<Out>>>,
    trace: Option<Shared<Trace<Out>>>,
}

impl Watch {
    /// Connects the sinks the options ask for.
    pub fn start(t: &mut Thread, options: &Options) -> Result<Watch, String> {
        let mut watch = Watch { summary: options.gc_stats.then(Shared::default), ..Watch::default() };
        if let Some(file) = &options.gc_log {
            let out = if file.is_empty() { Box::new(std::io::stderr()) } else { create("gc-log", file)? };
            watch.log = Some(Shared::new(JsonLines::new(out)));
        }
        if let Some(file) = &options.gc_trace {
            watch.trace = Some(Shared::new(Trace::new(create("gc-trace", file)?, &what_runs(options))));
        }
        let mut sinks: Vec<Box<dyn EventSink>> = Vec::new();
        watch.summary.iter().for_each(|sink| sinks.push(Box::new(sink.clone())));
        watch.log.iter().for_each(|sink| sinks.push(Box::new(sink.clone())));
        watch.trace.iter().for_each(|sink| sinks.push(Box::new(sink.clone())));
        match sinks.len() {
            0 => {}
            1 => sinks.into_iter().for_each(|sink| t.set_gc_events(sink)),
            _ => t.set_gc_events(Box::new(Tee(sinks))),
        }
        Ok(watch)
    }

    /// Ends what is written to files; the summary goes to standard error.
    pub fn finish(&self, t: &Thread) {
        if let Some(trace) = &self.trace
            && let Err(error) = trace.with(Trace::finish)
        {
            tell(&format!("tenure: -X gc-trace: {error}\n"));
        }
        if let Some(log) = &self.log {
            log.with(|log| log.error().into_iter().for_each(|error| tell(&format!("tenure: -X gc-log: {error}\n"))));
        }
        if let Some(summary) = &self.summary {
            let collector = match t.gc_plan() {
                Some(plan) => format!("{} {plan}", vm_core::COLLECTOR),
                None => vm_core::COLLECTOR.to_owned(),
            };
            let process = Process { peak_resident_bytes: peak_resident_bytes() };
            tell(&summary.with(|summary| summary.report(&collector, &t.heap_stats(), &process)));
        }
    }
}

fn create(option: &str, file: &OsStr) -> Result<Out, String> {
    match File::create(file) {
        Ok(file) => Ok(Box::new(BufWriter::new(file))),
        Err(error) => Err(format!("-X {option}: {}: {error}", file.display())),
    }
}

/// How a trace calls the process.
fn what_runs(options: &Options) -> String {
    let program = match &options.run {
        Run::File(file) => file.to_string_lossy().into_owned(),
        Run::Module(name) => format!("-m {name}"),
        Run::Command(_) => "-c".to_owned(),
        Run::Input | Run::Disassemble(_) => "-".to_owned(),
    };
    format!("tenure ({}) {program}", vm_core::COLLECTOR)
}

/// The most memory this process has had, if the system says.
fn peak_resident_bytes() -> Option<u64> {
    // SAFETY: an all-zero rusage is valid, and the call writes nothing but it.
    let (outcome, usage) = unsafe {
        let mut usage: libc::rusage = std::mem::zeroed();
        (libc::getrusage(libc::RUSAGE_SELF, &mut usage), usage)
    };
    // In units of 1024 bytes.
    (outcome == 0).then(|| usage.ru_maxrss as u64 * 1024)
}
