//! Command lines and environments, and what is made of them.

use super::*;

fn parsed(line: &str, environment: &[(&str, &str)]) -> Result<Options, Stop> {
    let words = std::iter::once("tenure").chain(line.split_whitespace()).map(OsString::from).collect();
    parse(words, &|name| environment.iter().find(|(n, _)| *n == name).map(|(_, v)| v.into()))
}

#[test]
fn options_end_at_the_program() {
    let options = parsed("-Bq -X gc-stats script.py -c -V", &[]).unwrap();
    assert_eq!(options.run, Run::File("script.py".into()));
    assert_eq!(options.argv, ["script.py", "-c", "-V"]);
    assert!(options.dont_write_bytecode && options.quiet == 1 && options.gc_stats);
}

#[test]
fn commands_and_modules_take_what_follows() {
    let options = parsed("-Ic pass a -b", &[]).unwrap();
    assert_eq!(options.run, Run::Command("pass".into()));
    assert_eq!(options.argv, ["-c", "a", "-b"]);
    assert!(options.isolated && options.ignore_environment && options.safe_path && options.no_user_site);
    let options = parsed("-mjson.tool --indent 2", &[]).unwrap();
    assert_eq!(options.run, Run::Module("json.tool".into()));
    assert_eq!(options.argv, ["-m", "--indent", "2"]);
    assert_eq!(parsed("- x", &[]).unwrap().argv, ["-", "x"]);
    assert_eq!(parsed("", &[]).unwrap().argv, [""]);
}

#[test]
fn mistakes_are_explained_as_python_does() {
    let Err(Stop::Usage(text)) = parsed("-z", &[]) else { panic!() };
    assert!(text.starts_with("Unknown option: -z\nusage: tenure "));
    let Err(Stop::Usage(text)) = parsed("-c", &[]) else { panic!() };
    assert!(text.starts_with("Argument expected for the -c option\n"));
    assert!(matches!(parsed("-V", &[]), Err(Stop::Say(text)) if text.starts_with("Python 3.14")));
    assert!(matches!(parsed("-X heap=lots x.py", &[]), Err(Stop::Usage(_))));
}

#[test]
fn the_environment_fills_gaps() {
    let environment = [("PYTHONOPTIMIZE", "2"), ("PYTHONPATH", "a:b"), ("PYTHONHASHSEED", "7"), ("TENURE_HEAP", "1g")];
    let options = parsed("-X heap=64M x.py", &environment).unwrap();
    assert_eq!((options.optimize, options.hash_seed, options.heap.limit), (2, Some(7), Some(64 << 20)));
    assert_eq!(options.path, ["a", "b"]);
    let options = parsed("-E x.py", &environment).unwrap();
    assert_eq!((options.optimize, options.hash_seed, options.heap.limit), (0, None, Some(1 << 30)));
    assert!(matches!(parsed("x.py", &[("PYTHONHASHSEED", "-1")]), Err(Stop::Fatal(_))));
    let options = parsed("-X gc-trace=a x.py", &[("TENURE_GC_TRACE", "b"), ("TENURE_GC_LOG", "1")]).unwrap();
    assert_eq!((options.gc_trace, options.gc_log), (Some("a".into()), Some("".into())));
    let options = parsed("-E x.py", &[("TENURE_GC_TRACE", "b")]).unwrap();
    assert_eq!((options.gc_trace, options.gc_log), (Some("b".into()), None));
}
