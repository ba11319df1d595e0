//! What must be on the machine. What can be fetched is fetched; for the rest there is one
//! sentence that says what to install.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{is_missing, run, run_quietly, shown_step, step};
use crate::fault::{Fault, Result, While};
use crate::workspace::Workspace;

const OLDEST_NODE: u32 = 20;
const WASM: &str = "wasm32-unknown-unknown";

/// Adds the WebAssembly target unless the toolchain has it.
pub fn wasm_target(workspace: &Workspace) -> Result<()> {
    let mut rustc = Command::new("rustc");
    rustc.args(["--print", "sysroot"]).current_dir(workspace.root());
    let sysroot = run_quietly(&mut rustc)?;
    // Looking at the folder also serves Rust that did not come by rustup.
    if Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).join("lib").is_dir() {
        return Ok(());
    }
    if is_missing("rustup") {
        return Err(Fault::new(
            "rustup is missing: install it from https://rustup.rs, so that Rust's WebAssembly target can be added.",
        ));
    }
    shown_step("Adding Rust's WebAssembly target", || {
        run(Command::new("rustup").args(["target", "add", WASM]).current_dir(workspace.root()))
    })
}

/// Checks that Node.js and npm are here and new enough.
pub fn node() -> Result<()> {
    let advice = format!("install Node.js {OLDEST_NODE} or newer from https://nodejs.org (it brings npm).");
    if is_missing("node") {
        return Err(Fault::new(format!("Node.js is missing: {advice}")));
    }
    let version = run_quietly(Command::new("node").arg("--version"))?;
    match major_version(&version) {
        Some(major) if major >= OLDEST_NODE => {}
        Some(_) | None => {
            return Err(Fault::new(format!("Node.js {} is too old: {advice}", version.trim())));
        }
    }
    if is_missing("npm") {
        return Err(Fault::new(format!("npm is missing: {advice}")));
    }
    Ok(())
}

/// Installs the npm packages a folder's lock file names, unless they are there already.
pub fn npm_packages(folder: &Path) -> Result<()> {
    let lock = folder.join("package-lock.json");
    if !lock.is_file() {
        return Err(Fault::new(format!("{} is missing", lock.display())));
    }
    if installed_since(&lock, &folder.join("node_modules/.package-lock.json")) {
        return Ok(());
    }
    node()?;
    step(format!("Installing npm packages of {} (takes a minute)", name_of(folder)), || {
        // No package's script may run on the developer's machine; nothing we use needs one.
        run_quietly(
            Command::new("npm")
                .args(["ci", "--no-audit", "--no-fund", "--ignore-scripts", "--loglevel=error"])
                .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")
                .current_dir(folder),
        )
        .map(drop)
    })
}

/// Chromium for the browser tests: the system's, installed if need be.
///
/// Debian has it without its windows too, as `chromium-headless-shell`: the same engine, and a third less work for
/// each page. Where neither that nor the whole browser is here, the former is tried first.
pub fn chromium() -> Result<PathBuf> {
    const PURPOSE: &str = "Chromium for the browser tests";
    if let Some(found) = chromium_found() {
        return Ok(found);
    }
    if apt_install("chromium-headless-shell", PURPOSE).is_err() {
        apt_install("chromium", PURPOSE)?;
    }
    chromium_found()
        .ok_or_else(|| Fault::new("Chromium was installed but is not in the path: set CHROMIUM to its full path."))
}

fn chromium_found() -> Option<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM") {
        return Some(PathBuf::from(named));
    }
    ["chromium-headless-shell", "chromium", "chromium-browser", "google-chrome"].into_iter().find_map(in_path)
}

/// What the browser tests read PDFs with, installed if need be.
pub fn pdf_readers() -> Result<()> {
    if ["pdfinfo", "pdftotext"].into_iter().any(is_missing) {
        apt_install("poppler-utils", "What reads PDFs in the browser tests (pdfinfo, pdftotext)")?;
    }
    Ok(())
}

/// Installs a Debian package, or says that it has to be installed.
pub fn apt_install(package: &str, purpose: &str) -> Result<()> {
    let by_hand = || Fault::new(format!("{purpose} is missing: install the package {package}."));
    if is_missing("apt-get") {
        return Err(by_hand());
    }
    let prefix: &[&str] = if is_root() {
        &[]
    } else if is_missing("sudo") {
        return Err(by_hand());
    } else {
        &["sudo"]
    };
    let words = |more: &[&str]| {
        let words: Vec<String> = prefix
            .iter()
            .chain(["env", "DEBIAN_FRONTEND=noninteractive", "apt-get"].iter())
            .chain(more)
            .map(|word| String::from(*word))
            .collect();
        let mut command = Command::new(&words[0]);
        command.args(&words[1..]);
        command
    };
    step(format!("Installing {package} by apt-get (takes a minute)"), || {
        run_quietly(&mut words(&["update"]))?;
        run_quietly(&mut words(&["install", "-y", "--no-install-recommends", package]))?;
        Ok(())
    })
}

pub fn is_root() -> bool {
    run_quietly(Command::new("id").arg("-u")).is_ok_and(|id| id.trim() == "0")
}

pub fn in_path(program: &str) -> Option<PathBuf> {
    env::split_paths(&env::var_os("PATH")?).map(|folder| folder.join(program)).find(|file| file.is_file())
}

/// An empty folder of our own below the system's temporary folder.
pub fn temporary_folder(name: &str) -> Result<PathBuf> {
    let folder = env::temp_dir().join(format!("dsr-{name}-{}", std::process::id()));
    // Left over from a process that had the same number.
    if folder.exists() {
        fs::remove_dir_all(&folder).or_fault(folder.display())?;
    }
    fs::create_dir_all(&folder).or_fault(folder.display())?;
    Ok(folder)
}

fn installed_since(lock: &Path, marker: &Path) -> bool {
    let changed = |file: &Path| fs::metadata(file).and_then(|found| found.modified());
    match (changed(lock), changed(marker)) {
        (Ok(locked), Ok(installed)) => installed >= locked,
        (Ok(_) | Err(_), Ok(_) | Err(_)) => false,
    }
}

fn name_of(folder: &Path) -> String {
    folder.file_name().map_or_else(|| folder.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// The first number in what a program prints about its version.
pub fn major_version(printed: &str) -> Option<u32> {
    let start = printed.find(|letter: char| letter.is_ascii_digit())?;
    let digits = &printed[start..];
    let end = digits.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(digits.len());
    digits[..end].parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_the_first_number() {
        assert_eq!(major_version("v20.20.2\n"), Some(20));
        assert_eq!(major_version("initdb (PostgreSQL) 15.18 (Debian 15.18-0+deb12u1)"), Some(15));
        assert_eq!(major_version("none"), None);
    }
}
