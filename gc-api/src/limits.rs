//! How much memory a heap may use when nobody says: what the machine has, or what the control group allows.

use std::fs;
use std::path::{Path, PathBuf};

/// The heap's default hard limit: seven eighths of the memory this process may use, the rest being for all that is not heap.
pub fn default_limit() -> usize {
    let memory = available_memory(Path::new("/"));
    memory - memory / 8
}

/// Where the system does not say.
const UNKNOWN: usize = 16 << 30;

/// Memory this process may use, from the files under `root`.
fn available_memory(root: &Path) -> usize {
    [physical_memory(root), group_limit(root)].into_iter().flatten().min().unwrap_or(UNKNOWN)
}

fn physical_memory(root: &Path) -> Option<usize> {
    let text = fs::read_to_string(root.join("proc/meminfo")).ok()?;
    let line = text.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    let kib: usize = line.split_whitespace().next()?.parse().ok()?;
    kib.checked_mul(1024)
}

/// The least limit of the process's control groups, of either version, parents included.
fn group_limit(root: &Path) -> Option<usize> {
    let text = fs::read_to_string(root.join("proc/self/cgroup")).ok()?;
    let mut least = None;
    for line in text.lines() {
        let mut parts = line.splitn(3, ':').skip(1);
        let (Some(controllers), Some(path)) = (parts.next(), parts.next()) else { continue };
        let (mount, file) = match controllers {
            "" => ("sys/fs/cgroup", "memory.max"),
            _ if controllers.split(',').any(|name| name == "memory") => {
                ("sys/fs/cgroup/memory", "memory.limit_in_bytes")
            }
            _ => continue,
        };
        for limit in limits_up_to(&root.join(mount), path, file) {
            least = Some(least.map_or(limit, |least: usize| least.min(limit)));
        }
    }
    least
}

/// The limits of a group and its parents. Inside a container the group's own path may not exist below the mount; its root then holds the limit.
fn limits_up_to(mount: &Path, group: &str, file: &str) -> Vec<usize> {
    let mut directory: PathBuf = mount.join(group.trim_start_matches('/'));
    let mut limits = Vec::new();
    loop {
        let text = fs::read_to_string(directory.join(file)).unwrap_or_default();
        // "max", and the huge number that version 1 shows for "none", are no limits.
        limits.extend(text.trim().parse::<usize>().ok().filter(|&limit| limit < 1 << 60));
        if directory == mount || !directory.pop() || !directory.starts_with(mount) {
            return limits;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Root(PathBuf);

    impl Root {
        fn new(name: &str, files: &[(&str, &str)]) -> Root {
            let root = std::env::temp_dir().join(format!("gc-api-limits-{}-{name}", std::process::id()));
            for (path, text) in files {
                let path = root.join(path);
                fs::create_dir_all(path.parent().unwrap()).unwrap();
                fs::write(path, text).unwrap();
            }
            Root(root)
        }
    }

    impl Drop for Root {
        fn drop(&mut self) {
            let _ = fs::remove_dir_all(&self.0);
        }
    }

    const MEMINFO: (&str, &str) = ("proc/meminfo", "MemTotal:  4096 kB\nMemFree: 1 kB\n");

    #[test]
    fn machine_without_groups() {
        assert_eq!(available_memory(&Root::new("plain", &[MEMINFO]).0), 4 << 20);
        assert_eq!(available_memory(&Root::new("nothing", &[("proc/x", "")]).0), UNKNOWN);
    }

    #[test]
    fn version_2_takes_the_tightest_of_the_parents() {
        let files = [
            MEMINFO,
            ("proc/self/cgroup", "0::/a/b\n"),
            ("sys/fs/cgroup/a/b/memory.max", "max\n"),
            ("sys/fs/cgroup/a/memory.max", "1048576\n"),
        ];
        assert_eq!(available_memory(&Root::new("v2", &files).0), 1 << 20);
    }

    #[test]
    fn version_1_and_a_container_that_hides_the_path() {
        let files = [
            MEMINFO,
            ("proc/self/cgroup", "5:devices:/x\n4:cpu,memory:/docker/abc\n"),
            ("sys/fs/cgroup/memory/memory.limit_in_bytes", "2097152\n"),
        ];
        assert_eq!(available_memory(&Root::new("v1", &files).0), 2 << 20);
        let none = [
            MEMINFO,
            ("proc/self/cgroup", "4:memory:/\n"),
            ("sys/fs/cgroup/memory/memory.limit_in_bytes", "9223372036854771712\n"),
        ];
        assert_eq!(available_memory(&Root::new("v1-none", &none).0), 4 << 20);
    }

    #[test]
    fn this_machine_has_some() {
        assert!(default_limit() > 16 << 20);
    }
}
