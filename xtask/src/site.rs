//! `cargo xtask build`: everything the browser loads, in `target/site`.
//!
//! The files are gathered in memory first. Only what changed is written, and what no longer
//! belongs is deleted, so a file of an earlier build can never be served. `build.txt` names the
//! build by the hash of all of it: the server sends it along, and a page of an older build knows
//! to load itself anew.

use std::collections::BTreeMap;
use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use sha2::{Digest as _, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::command::{cargo, run, run_quietly, shown_step, step};
use crate::fault::{Fault, Result, While};
use crate::pictures;
use crate::prerequisites;
use crate::workspace::{Profile, Workspace};

/// Files by their path below `target/site`.
pub type Files = BTreeMap<String, Vec<u8>>;

const BUILD_ID: &str = "build.txt";
const COMPRESSIBLE: [&str; 7] = ["css", "html", "js", "json", "svg", "txt", "wasm"];

pub fn build(workspace: &Workspace, profile: Profile) -> Result<()> {
    prerequisites::wasm_target(workspace)?;
    prerequisites::npm_packages(workspace.root())?;

    let mut files = Files::new();
    shown_step("Browser modules: compile", || compile(workspace, profile))?;
    for module in MODULES {
        bind(workspace, profile, module, &mut files)?;
    }
    step("Stylesheet", || stylesheet(workspace, &mut files))?;
    step("Pictures", || pictures::draw(workspace, &mut files))?;
    static_files(workspace, &mut files)?;

    let id = build_id(&files);
    files.insert(String::from(BUILD_ID), format!("{id}\n").into_bytes());
    let written = step("Files", || publish(&workspace.site(), &files, profile))?;
    println!("target/site is build {id} ({written} files changed)");
    Ok(())
}

/// What the browser runs on every page, and what it fetches where a page has islands.
const MODULES: [&str; 2] = ["frontend", "islands"];

fn compile(workspace: &Workspace, profile: Profile) -> Result<()> {
    let mut arguments = vec!["build", "--target", "wasm32-unknown-unknown"];
    arguments.extend(MODULES.iter().flat_map(|module| ["--package", module]));
    match profile {
        Profile::Debug => {}
        Profile::Release => arguments.extend(["--profile", "wasm-release"]),
    }
    run(&mut cargo(workspace, &arguments))
}

/// Makes the compiled module callable from JavaScript and, for a release, small.
///
/// The result is kept with the hash of what it was made from.
fn bind(workspace: &Workspace, profile: Profile, name: &str, files: &mut Files) -> Result<()> {
    let module = workspace.browser_module(profile, name);
    let compiled = fs::read(&module).or_fault(module.display())?;
    let cache = workspace.cache(profile).join(name);
    let stamp = cache.with_extension("stamp");
    let hash = hex(&Sha256::digest(&compiled));

    if fs::read_to_string(&stamp).is_ok_and(|kept| kept == hash) {
        return gather(&cache, "pkg", files);
    }
    // Without its stamp a half-written result counts as none.
    remove_if_there(&stamp)?;
    if cache.exists() {
        fs::remove_dir_all(&cache).or_fault(cache.display())?;
    }
    fs::create_dir_all(&cache).or_fault(cache.display())?;
    step("Browser module: bind to JavaScript", || {
        let mut bindgen = Bindgen::new();
        bindgen.input_bytes(name, compiled).out_name(name).typescript(false);
        bindgen.web(true).or_fault("wasm-bindgen")?;
        match profile {
            Profile::Debug => {}
            Profile::Release => {
                bindgen.remove_name_section(true).remove_producers_section(true);
            }
        }
        bindgen.generate(&cache).map_err(|error| Fault::new(format!("wasm-bindgen: {error:#}")))
    })?;
    match profile {
        Profile::Debug => {}
        Profile::Release => shrink(workspace, &cache.join(format!("{name}_bg.wasm")))?,
    }
    fs::write(&stamp, hash).or_fault(stamp.display())?;
    gather(&cache, "pkg", files)
}

fn shrink(workspace: &Workspace, module: &Path) -> Result<()> {
    let tools = workspace.path("xtask/npm");
    prerequisites::npm_packages(&tools)?;
    prerequisites::node()?;
    step("Browser module: shrink", || {
        run_quietly(
            Command::new("node")
                .arg(tools.join("node_modules/binaryen/bin/wasm-opt"))
                .args(["-Oz", "--enable-bulk-memory", "--enable-nontrapping-float-to-int"])
                .arg(module)
                .arg("-o")
                .arg(module),
        )
        .map(drop)
    })
}

/// Compiles the parts of nhsuk-frontend, makes them follow the reader's settings, and compiles
/// all of our own around them.
fn stylesheet(workspace: &Workspace, files: &mut Files) -> Result<()> {
    let style = workspace.path("style");
    // The package's own deprecation notices are for its authors.
    let options = grass::Options::default().quiet(true).load_path(workspace.path("node_modules"));
    let package = grass::from_path(style.join("nhsuk.scss"), &options).or_fault("style/nhsuk.scss")?;
    let between = workspace.style_cache();
    fs::create_dir_all(&between).or_fault(between.display())?;
    let plain = between.join("nhsuk.css");
    fs::write(&plain, package).or_fault(plain.display())?;
    let retuned =
        run_quietly(Command::new("node").arg(style.join("retune.mjs")).arg(plain).arg(workspace.path("app/src")))?;
    fs::write(between.join("_retuned.scss"), retuned).or_fault(between.display())?;

    let options = options.style(grass::OutputStyle::Compressed).load_path(&between).load_path(&style);
    let compiled = grass::from_path(style.join("main.scss"), &options).or_fault("style/main.scss")?;
    keeps_to_itself(&compiled)?;
    files.insert(String::from("pkg/main.css"), compiled.into_bytes());
    Ok(())
}

/// Refuses a style sheet that fetches a font, or anything from elsewhere: Frutiger is for services that
/// the NHS owns, and another host would learn who reads what.
fn keeps_to_itself(style: &str) -> Result<()> {
    match ["@font-face", "frutiger", "@import", "url(http", "url(//", "url(\"http", "url(\"//"]
        .into_iter()
        .find(|word| style.to_ascii_lowercase().contains(word))
    {
        Some(word) => Err(Fault::new(format!("The style sheet holds {word}: it must fetch nothing from elsewhere"))),
        None => Ok(()),
    }
}

fn static_files(workspace: &Workspace, files: &mut Files) -> Result<()> {
    gather(&workspace.path("assets/static"), "pkg", files)
}

/// Reads a folder and the folders in it; `prefix` is what it is called below `target/site`.
fn gather(folder: &Path, prefix: &str, files: &mut Files) -> Result<()> {
    for entry in fs::read_dir(folder).or_fault(folder.display())? {
        let path = entry.or_fault(folder.display())?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            return Err(Fault::new(format!("{} has no usable name", path.display())));
        };
        let inside = format!("{prefix}/{name}");
        if path.is_dir() {
            gather(&path, &inside, files)?;
        } else {
            files.insert(inside, fs::read(&path).or_fault(path.display())?);
        }
    }
    Ok(())
}

fn build_id(files: &Files) -> String {
    let mut hash = Sha256::new();
    for (name, content) in files {
        hash.update(name.as_bytes());
        // The zero and the content's own hash keep a name and its content apart.
        hash.update([0]);
        hash.update(Sha256::digest(content));
    }
    hex(&hash.finalize())[..12].to_owned()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Makes the folder hold these files and their compressed copies, and nothing else.
fn publish(site: &Path, files: &Files, profile: Profile) -> Result<usize> {
    let mut wanted: Vec<PathBuf> = Vec::new();
    let mut written = 0;
    for (name, content) in files {
        let path = site.join(name);
        let copies =
            if compresses(name, profile) { vec![beside(&path, "br"), beside(&path, "gz")] } else { Vec::new() };
        if fs::read(&path).map_or(true, |there| there != *content) {
            // A copy that is there was made from the file that is there, so it goes first.
            for copy in &copies {
                remove_if_there(copy)?;
            }
            write(&path, content)?;
            written += 1;
        }
        for copy in &copies {
            if !copy.is_file() {
                write(copy, &compressed(copy, content)?)?;
            }
        }
        wanted.push(path);
        wanted.extend(copies);
    }
    remove_others(site, &wanted)?;
    Ok(written)
}

fn compresses(name: &str, profile: Profile) -> bool {
    let known = || {
        Path::new(name)
            .extension()
            .and_then(|extension| extension.to_str())
            .is_some_and(|extension| COMPRESSIBLE.contains(&extension))
    };
    match profile {
        Profile::Debug => false,
        Profile::Release => name != BUILD_ID && known(),
    }
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(ending);
    PathBuf::from(name)
}

fn compressed(copy: &Path, content: &[u8]) -> Result<Vec<u8>> {
    let mut bytes = Vec::new();
    if copy.extension().is_some_and(|ending| ending == "br") {
        let mut writer = brotli::CompressorWriter::new(&mut bytes, 1 << 16, 11, 22);
        writer.write_all(content).or_fault(copy.display())?;
        writer.flush().or_fault(copy.display())?;
        drop(writer);
    } else {
        let mut writer = flate2::write::GzEncoder::new(&mut bytes, flate2::Compression::best());
        writer.write_all(content).or_fault(copy.display())?;
        writer.finish().or_fault(copy.display())?;
    }
    Ok(bytes)
}

/// Writes beside the place and moves it there, so that a server that is running reads the old
/// file or the new one and never half of it.
fn write(path: &Path, content: &[u8]) -> Result<()> {
    if let Some(folder) = path.parent() {
        fs::create_dir_all(folder).or_fault(folder.display())?;
    }
    let unfinished = beside(path, "unfinished");
    fs::write(&unfinished, content).or_fault(unfinished.display())?;
    fs::rename(&unfinished, path).or_fault(path.display())
}

fn remove_if_there(path: &Path) -> Result<()> {
    match fs::remove_file(path) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => Err(error).or_fault(path.display()),
        Ok(()) | Err(_) => Ok(()),
    }
}

fn remove_others(folder: &Path, wanted: &[PathBuf]) -> Result<()> {
    for entry in fs::read_dir(folder).or_fault(folder.display())? {
        let path = entry.or_fault(folder.display())?.path();
        if path.is_dir() {
            remove_others(&path, wanted)?;
        } else if !wanted.contains(&path) {
            fs::remove_file(&path).or_fault(path.display())?;
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn files(content: &str) -> Files {
        Files::from([(String::from("pkg/main.css"), content.as_bytes().to_vec())])
    }

    #[test]
    fn the_build_is_named_by_what_is_in_it() {
        assert_eq!(build_id(&files("a")), build_id(&files("a")));
        assert_ne!(build_id(&files("a")), build_id(&files("b")));
        assert_eq!(build_id(&files("a")).len(), 12);
    }

    #[test]
    fn a_style_sheet_that_fetches_a_font_is_refused() {
        assert!(keeps_to_itself("body{font-family:arial;background:url(data:image/png;base64,x)}").is_ok());
        for style in [
            "@font-face{font-family:x}",
            "body{font-family:Frutiger W01}",
            "@import \"x.css\";",
            "a{background:url(\"https://assets.nhs.uk/x.png\")}",
        ] {
            assert!(keeps_to_itself(style).is_err(), "{style}");
        }
    }

    #[test]
    fn compressed_copies_hold_the_file() {
        use std::io::Read as _;

        let content = "nhsuk-".repeat(1000).into_bytes();
        let (mut brotli, mut gzip) = (Vec::new(), Vec::new());
        let copy = compressed(Path::new("main.css.br"), &content).unwrap();
        brotli::Decompressor::new(copy.as_slice(), 4096).read_to_end(&mut brotli).unwrap();
        let copy = compressed(Path::new("main.css.gz"), &content).unwrap();
        flate2::read::GzDecoder::new(copy.as_slice()).read_to_end(&mut gzip).unwrap();
        assert_eq!(brotli, content);
        assert_eq!(gzip, content);
    }

    #[test]
    fn a_debug_build_leaves_no_compressed_copy_of_a_release() {
        let site = prerequisites::temporary_folder("site-test").unwrap();
        publish(&site, &files("a"), Profile::Release).unwrap();
        assert!(site.join("pkg/main.css.br").is_file());
        assert!(site.join("pkg/main.css.gz").is_file());

        publish(&site, &files("b"), Profile::Debug).unwrap();
        assert_eq!(fs::read(site.join("pkg/main.css")).unwrap(), b"b");
        assert!(!site.join("pkg/main.css.br").exists());
        assert!(!site.join("pkg/main.css.gz").exists());
        fs::remove_dir_all(site).unwrap();
    }
}
