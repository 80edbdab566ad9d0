//! Runs a program on a machine without standard library, and says how long it took: for profiling the interpreter.
//!
//! `cargo run --release -p vm-core --example bare -- FILE`; the program's global `result` is printed if it is an int.

use std::process::ExitCode;
use std::time::Instant;

use compiler::{Mode, Options};
use gc_api::HeapConfig;
use vm_core::natives::Tail;
use vm_core::objects::dict::Dict;
use vm_core::{Thread, Value};

fn main() -> ExitCode {
    match std::env::args().nth(1).map(run) {
        Some(Ok(())) => ExitCode::SUCCESS,
        Some(Err(message)) => {
            eprintln!("{message}");
            ExitCode::FAILURE
        }
        None => {
            eprintln!("usage: bare FILE");
            ExitCode::from(2)
        }
    }
}

fn run(path: String) -> Result<(), String> {
    let source = std::fs::read_to_string(&path).map_err(|e| format!("{path}: {e}"))?;
    let code = compiler::compile(&source, &path, Mode::Exec, &Options::default())
        .map_err(|e| format!("{path}:{}: {}", e.line, e.message))?;
    let start = Instant::now();
    let mut t = Thread::new(&HeapConfig::default(), &[], (1, 2)).map_err(|e| e.to_string())?;
    let namespace = t.new_root(t.new_dict().value());
    eprintln!("start: {:?}", start.elapsed());
    let start = Instant::now();
    let outcome = t.run_tail(|t| {
        let code = t.load_code(code)?;
        let function = t.new_function(code, t.root(namespace).expect::<Dict>());
        Ok(Tail::call(function.value(), &[Value::UNSET]))
    });
    eprintln!("run: {:?}", start.elapsed());
    if let Err(raised) = outcome {
        let exception = t.take_exception(raised);
        return Err(t.describe(exception));
    }
    let result = t.root(namespace).expect::<Dict>().get_str(&t, t.intern_text("result"));
    if let Some(result) = result.and_then(|value| value.as_small_int()) {
        println!("{result}");
    }
    Ok(())
}
