//! Where configuration is read from: a folder, or the files built into the program.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::exit::{Cause, failure};

mod builtin {
    include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
}

/// The configuration's files by their names inside its folder: `veille.toml`, `topics/negotiations.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Files {
    folder: Option<PathBuf>,
    texts: BTreeMap<String, String>,
}

impl Files {
    /// The named folder; else `./config` where it holds a veille.toml; else what is built in.
    pub fn find(named: Option<&Path>) -> Result<Self> {
        let here = Path::new("config");
        match named {
            Some(folder) if !folder.is_dir() => Err(failure(
                Cause::Configuration,
                format!(
                    "{}: not a folder; --config wants one with veille.toml and topics/",
                    folder.display()
                ),
            )),
            Some(folder) => Self::read(folder),
            None if here.join("veille.toml").is_file() => Self::read(here),
            None => Ok(Self::builtin()),
        }
    }

    /// The files built into the program.
    pub fn builtin() -> Self {
        let own = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        Self { folder: None, texts: builtin::FILES.iter().map(own).collect() }
    }

    fn read(folder: &Path) -> Result<Self> {
        let mut texts = BTreeMap::new();
        collect(folder, "", &mut texts)?;
        Ok(Self { folder: Some(folder.to_owned()), texts })
    }

    /// Reads the same place again.
    pub fn again(&self) -> Result<Self> {
        self.folder.as_deref().map_or_else(|| Ok(Self::builtin()), Self::read)
    }

    /// One file's text, empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// The files of a subfolder, as `(name for people, text)`, sorted.
    pub fn below(&self, subfolder: &str) -> Vec<(String, String)> {
        let inside = self.texts.iter().filter(|(name, _)| name.starts_with(&format!("{subfolder}/")));
        inside.map(|(name, text)| (self.shown(name), text.clone())).collect()
    }

    /// A file's name as a person can find it.
    pub fn shown(&self, name: &str) -> String {
        match &self.folder {
            Some(folder) => folder.join(name).display().to_string(),
            None => format!("(built in) {name}"),
        }
    }

    /// Where all of this comes from, for people.
    pub fn origin(&self) -> String {
        self.folder.as_ref().map_or_else(|| "built in".to_owned(), |folder| folder.display().to_string())
    }
}

fn collect(folder: &Path, prefix: &str, texts: &mut BTreeMap<String, String>) -> Result<()> {
    let unreadable =
        |error| failure(Cause::Configuration, format!("cannot read {}: {error}", folder.display()));
    for entry in fs::read_dir(folder).map_err(unreadable)? {
        let entry = entry.map_err(unreadable)?;
        let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
        let path = entry.path();
        if path.is_dir() {
            collect(&path, &format!("{name}/"), texts)?;
        } else if path.extension().is_some_and(|extension| extension == "toml") {
            let text = fs::read_to_string(&path)
                .map_err(|error| failure(Cause::Configuration, format!("{}: {error}", path.display())))?;
            texts.insert(name, text);
        }
    }
    Ok(())
}
