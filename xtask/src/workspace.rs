//! Where things are, and which of the two builds is meant.

use std::env;
use std::path::{Path, PathBuf};

use crate::fault::{Fault, Result};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Profile {
    Debug,
    Release,
}

impl Profile {
    /// The folder under the target folder that holds programs built this way.
    pub fn folder(self) -> &'static str {
        match self {
            Self::Debug => "debug",
            Self::Release => "release",
        }
    }
}

/// The checkout this tool was started in.
pub struct Workspace {
    root: PathBuf,
    target: PathBuf,
}

impl Workspace {
    pub fn find() -> Result<Self> {
        // Cargo says at run time which package it runs; the path known at compile time is
        // wrong when two checkouts share a target folder.
        let package =
            env::var_os("CARGO_MANIFEST_DIR").map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = package
            .parent()
            .ok_or_else(|| Fault::new("Start this with cargo xtask, inside the checkout"))?
            .to_path_buf();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => root.join(folder),
            None => root.join("target"),
        };
        Ok(Self { root, target })
    }

    pub fn root(&self) -> &Path {
        &self.root
    }

    pub fn path(&self, below: &str) -> PathBuf {
        self.root.join(below)
    }

    /// What the browser loads. It stays in the checkout even when cargo's target folder is
    /// elsewhere, so that checkouts which share one cannot serve each other's pages.
    pub fn site(&self) -> PathBuf {
        self.root.join("target/site")
    }

    /// Results kept between builds to save work; deleting the folder is harmless.
    pub fn cache(&self, profile: Profile) -> PathBuf {
        self.root.join("target/site-cache").join(profile.folder())
    }

    /// The package's styles on their way into ours.
    pub fn style_cache(&self) -> PathBuf {
        self.root.join("target/site-cache/style")
    }

    pub fn server(&self, profile: Profile) -> PathBuf {
        self.target.join(profile.folder()).join("server")
    }

    pub fn browser_module(&self, profile: Profile, name: &str) -> PathBuf {
        let folder = match profile {
            Profile::Debug => "debug",
            Profile::Release => "wasm-release",
        };
        self.target.join("wasm32-unknown-unknown").join(folder).join(format!("{name}.wasm"))
    }
}
