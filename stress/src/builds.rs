//! The built virtual machines, one for each collector: Cargo builds what is stale, and a copy is kept for each, because they
//! share a name in Cargo's folder.
//!
//! It knows Cargo and the layout of the workspace; nothing of what the machines will run.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Error, bail};

use crate::configuration::Configuration;

/// Where the machines are.
pub struct Builds {
    binaries: BTreeMap<String, Binary>,
}

#[derive(Clone)]
struct Binary {
    path: PathBuf,
    /// Of its content: results of another build are another matter.
    digest: String,
}

/// The root of the workspace this program belongs to.
pub fn workspace() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crate lies in the workspace")
}

/// Where everything that is written goes, unless the user says otherwise.
pub fn default_output() -> PathBuf {
    target_folder().join("stress")
}

fn target_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| workspace().join("target"), |given| workspace().join(given))
}

impl Builds {
    /// Builds the machines of these configurations. With `use_built`, copies made earlier are taken as they are.
    pub fn prepare(configurations: &[Configuration], profile: &str, use_built: bool) -> Result<Builds, Error> {
        let collectors: BTreeSet<&str> = configurations.iter().map(|c| c.collector.as_str()).collect();
        let folder = default_output().join("bin").join(profile);
        fs::create_dir_all(&folder).with_context(|| format!("cannot create {}", folder.display()))?;
        let mut binaries = BTreeMap::new();
        for collector in collectors {
            let kept = folder.join(format!("tenure-{collector}"));
            if !(use_built && kept.exists()) {
                let built = build(collector, profile)?;
                // Another process may be running the old one: it keeps it.
                let fresh = folder.join(format!("tenure-{collector}.{}", std::process::id()));
                fs::copy(&built, &fresh).with_context(|| format!("cannot copy {}", built.display()))?;
                fs::rename(&fresh, &kept).with_context(|| format!("cannot write {}", kept.display()))?;
            }
            let content = fs::read(&kept).with_context(|| format!("cannot read {}", kept.display()))?;
            let digest = blake3::hash(&content).to_hex()[..12].to_owned();
            binaries.insert(collector.to_owned(), Binary { path: kept, digest });
        }
        Ok(Builds { binaries })
    }

    /// The command that runs Python with the collector of this configuration.
    pub fn command(&self, configuration: &Configuration) -> Result<&Path, Error> {
        self.binary(configuration).map(|binary| binary.path.as_path())
    }

    /// Tells builds apart.
    pub fn digest(&self, configuration: &Configuration) -> Result<&str, Error> {
        self.binary(configuration).map(|binary| binary.digest.as_str())
    }

    fn binary(&self, configuration: &Configuration) -> Result<&Binary, Error> {
        let binary = self.binaries.get(&configuration.collector);
        binary.with_context(|| format!("{} has not been built", configuration.collector))
    }
}

/// Has Cargo build one machine, and returns where it lies until the next is built.
fn build(collector: &str, profile: &str) -> Result<PathBuf, Error> {
    eprintln!("building {collector} ({profile})");
    let status = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .current_dir(workspace())
        .args(["build", "--quiet", "--locked", "--package", "tenure", "--bin", "tenure", "--no-default-features"])
        .args(["--profile", profile, "--features", collector])
        .status()
        .context("cannot start cargo")?;
    if !status.success() {
        bail!("{collector} does not build");
    }
    let folder = if profile == "dev" { "debug" } else { profile };
    Ok(target_folder().join(folder).join("tenure"))
}
