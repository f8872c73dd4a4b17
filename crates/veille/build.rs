//! Embeds `config/`, so that the program runs with sensible rules from any folder.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    // Asked for now, and not when this was compiled: a target folder that was copied is of another checkout.
    let own = env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR");
    let config = Path::new(&own).join("../../config");
    println!("cargo::rerun-if-changed={}", config.display());
    let mut files = Vec::new();
    collect(&config, &mut files);
    // A folder is listed in whatever order its file system has; the program's bytes must not depend on it.
    files.sort();
    let mut code = String::from("pub const FILES: &[(&str, &str)] = &[\n");
    for file in files {
        let name = file.strip_prefix(&config).expect("files lie in config").display().to_string();
        let path = file.canonicalize().expect("the file was just listed");
        writeln!(code, "    ({name:?}, include_str!({path:?})),").expect("writing to a string");
    }
    code.push_str("];\n");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    fs::write(out.join("builtin.rs"), code).expect("OUT_DIR is writable");
}

/// Every .toml file below the folder.
fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("config/ is part of the checkout") {
        let path = entry.expect("config/ is readable").path();
        if path.is_dir() {
            collect(&path, files);
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            files.push(path);
        }
    }
}
