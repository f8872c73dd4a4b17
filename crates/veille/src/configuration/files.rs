//! Where configuration is read from: a folder, or the files built into the program.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fmt, fs};

use anyhow::Result;
use veille_model::{Fault, Severity, plain};

use super::encoding;
use crate::exit::{Cause, failure};

mod builtin {
    include!(concat!(env!("OUT_DIR"), "/builtin.rs"));
}

/// The files that a folder of configuration may hold, beside `topics/`.
const NAMES: &[&str] = &["veille.toml", "sources.toml", "sites.toml", "outlets.toml"];

/// Why this place and no other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reason {
    Argument,
    Environment,
    Here,
    NothingElse,
}

/// The configuration's files by their names inside its folder: `veille.toml`, `topics/negotiations.toml`.
#[derive(Clone, Debug, PartialEq)]
pub struct Files {
    folder: Option<PathBuf>,
    reason: Reason,
    texts: BTreeMap<String, String>,
    /// What cannot be read, and what is there and never will be.
    faults: Vec<Fault>,
    /// The topics of the store, which take the place of those of the folder, by their names.
    topics: Option<BTreeMap<String, String>>,
}

impl Files {
    /// The folder of `--config`; else that of VEILLE_CONFIG; else `./config` where it holds a veille.toml; else what is
    /// built in.
    pub fn find(argument: Option<&Path>) -> Result<Self> {
        let environment = std::env::var_os("VEILLE_CONFIG").filter(|folder| !folder.is_empty());
        let named = match (argument, &environment) {
            (Some(folder), _) => Some((folder, Reason::Argument)),
            (None, Some(folder)) => Some((Path::new(folder), Reason::Environment)),
            (None, None) => None,
        };
        let here = Path::new("config");
        match named {
            // A folder that was named and is not there must not fall back on the built-in rules in silence.
            Some((folder, reason)) if !folder.is_dir() => Err(failure(
                Cause::Configuration,
                format!(
                    "{}: not a folder; {reason} wants one with veille.toml and topics/",
                    folder.display()
                ),
            )),
            // One level too high or too low, nobody would be read and nothing found.
            Some((folder, reason)) if ours_in(folder).is_empty() => Err(failure(
                Cause::Configuration,
                format!(
                    "{}: no veille.toml there, nor anything else of a configuration; {reason} wants the folder that \
                     holds it (an empty one will do){}",
                    folder.display(),
                    nearby(folder)
                ),
            )),
            Some((folder, reason)) => Self::read(folder, reason),
            // Any project may have a `config/`: only one with our file is ours.
            None if here.join("veille.toml").is_file() => Self::read(here, Reason::Here),
            None => Ok(Self::builtin()),
        }
    }

    /// The files built into the program.
    pub fn builtin() -> Self {
        let own = |(name, text): &(&str, &str)| ((*name).to_owned(), (*text).to_owned());
        Self {
            folder: None,
            reason: Reason::NothingElse,
            texts: builtin::FILES.iter().map(own).collect(),
            faults: Vec::new(),
            topics: None,
        }
    }

    fn read(folder: &Path, reason: Reason) -> Result<Self> {
        let mut files = Self {
            folder: Some(folder.to_owned()),
            reason,
            texts: BTreeMap::new(),
            faults: Vec::new(),
            topics: None,
        };
        files.collect(folder, "")?;
        // A disk lists a folder in its own order, and one machine would tell the same mistakes in another than the next.
        files.faults.sort_by(|a, b| a.file.cmp(&b.file));
        Ok(files)
    }

    /// The folder that they are read from; none where they are built in.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// Reads the same place again; topics of a store stay as they are.
    pub fn again(&self) -> Result<Self> {
        let read = self
            .folder
            .as_deref()
            .map_or_else(|| Ok(Self::builtin()), |folder| Self::read(folder, self.reason));
        Ok(Self { topics: self.topics.clone(), ..read? })
    }

    /// The same with these topics in place of those of the folder.
    pub fn with_topics(self, topics: BTreeMap<String, String>) -> Self {
        Self { topics: Some(topics), ..self }
    }

    /// The topics of the folder, by their names in `topics/`, whatever takes their place.
    pub fn own_topics(&self) -> BTreeMap<String, String> {
        let inside =
            |(name, text): (&String, &String)| Some((name.strip_prefix("topics/")?.to_owned(), text.clone()));
        self.texts.iter().filter_map(inside).collect()
    }

    /// One file's text, empty where there is none.
    pub fn text(&self, name: &str) -> &str {
        self.texts.get(name).map_or("", String::as_str)
    }

    /// The files of a subfolder, as `(name for people, text)`, sorted.
    pub fn below(&self, subfolder: &str) -> Vec<(String, String)> {
        if let Some(topics) = self.topics.as_ref().filter(|_| subfolder == "topics") {
            let of_store =
                |(name, text): (&String, &String)| (format!("(store) topics/{name}"), text.clone());
            return topics.iter().map(of_store).collect();
        }
        let inside = self.texts.iter().filter(|(name, _)| name.starts_with(&format!("{subfolder}/")));
        inside.map(|(name, text)| (self.shown(name), text.clone())).collect()
    }

    /// What is wrong with the files as files.
    pub fn faults(&self) -> &[Fault] {
        &self.faults
    }

    /// A file's name as a person can find it.
    pub fn shown(&self, name: &str) -> String {
        match &self.folder {
            Some(folder) => folder.join(name).display().to_string(),
            None => format!("(built in) {name}"),
        }
    }

    /// Where all of this comes from, for people: `config (./config)`, `built in (there is no ./config)`.
    pub fn origin(&self) -> String {
        match (&self.folder, passed_over()) {
            (Some(folder), _) => format!("{} ({})", folder.display(), self.reason),
            (None, Some(_)) => "built in (./config holds no veille.toml)".to_owned(),
            (None, None) => "built in (there is no ./config here)".to_owned(),
        }
    }

    /// Where one part comes from: its file, what is built in, or that there is none.
    pub fn origin_of(&self, name: &str) -> String {
        match self.has(name) {
            true => self.shown(name),
            false => format!("there is no {}", self.shown(name)),
        }
    }

    /// Whether there is such a file, readable or not, or any in such a folder.
    pub fn has(&self, name: &str) -> bool {
        let shown = self.shown(name);
        let is_it =
            |known: &str, name: &str| known == name || (name.ends_with('/') && known.starts_with(name));
        self.texts.keys().any(|known| is_it(known, name))
            // Unreadable is there all the same: to say that there is none would send a person looking for it.
            || self.faults.iter().any(|fault| fault.is_error() && is_it(&fault.file, &shown))
    }

    /// What to say of a `./config` that looks like ours and is not used.
    pub fn note(&self) -> Option<String> {
        let found = passed_over().filter(|_| self.reason == Reason::NothingElse)?;
        Some(format!(
            "note: ./config holds {} but no veille.toml, so it is passed over and the built-in configuration is used; \
             to use it, put a veille.toml there (an empty one will do), or say --config config",
            found.join(", ")
        ))
    }

    fn collect(&mut self, folder: &Path, prefix: &str) -> Result<()> {
        let unreadable =
            |error| failure(Cause::Configuration, format!("cannot read {}: {error}", folder.display()));
        for entry in fs::read_dir(folder).map_err(unreadable)? {
            let entry = entry.map_err(unreadable)?;
            let name = format!("{prefix}{}", entry.file_name().to_string_lossy());
            let path = entry.path();
            // Editors' swap files, `.git`, and the `..data` links of a mounted Kubernetes ConfigMap.
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            if path.is_dir() {
                self.unless_known(&format!("{name}/"), &path);
                self.collect(&path, &format!("{name}/"))?;
            } else if path.extension().is_some_and(|extension| extension == "toml") {
                self.unless_known(&name, &path);
                self.take(name, &path);
            } else {
                self.unless_known(&name, &path);
            }
        }
        Ok(())
    }

    /// Reads a file; what is no text in UTF-8 is a fault.
    fn take(&mut self, name: String, path: &Path) {
        let text =
            fs::read(path).map_err(|error| (1, error.to_string())).and_then(|bytes| encoding::text(&bytes));
        match text {
            Ok(text) => drop(self.texts.insert(name, text)),
            Err((line, message)) => {
                let file = path.display().to_string();
                self.faults.push(Fault { severity: Severity::Error, file, line, column: 1, message });
            }
        }
    }

    /// Warns of what looks like ours and will not be read: a source.toml or a folder topic in the singular, a topic saved as
    /// `*.toml.txt`.
    fn unless_known(&mut self, name: &str, path: &Path) {
        let in_topics = name.starts_with("topics/");
        let is_toml = name.ends_with(".toml");
        let message = if in_topics && !is_toml && !name.ends_with('/') {
            let lower = name.to_lowercase();
            if !lower.contains(".toml") {
                return; // a README, a backup
            }
            "not read: its name does not end in .toml".to_owned()
        } else if in_topics
            || NAMES.contains(&name)
            || name.matches('/').count() > usize::from(name.ends_with('/'))
        {
            return;
        } else {
            let known = [NAMES, &["topics/"]].concat();
            // Windows hides the ending that it adds; other endings are backups.
            let name = name.strip_suffix(".txt").unwrap_or(name);
            let may_be_meant = name.ends_with(".toml") || name.ends_with('/');
            match plain::nearest(name, &known).filter(|_| may_be_meant) {
                Some(meant) => format!("not read; did you mean {meant}?"),
                None if is_toml => format!("not read; expected one of {}", known.join(", ")),
                None => return,
            }
        };
        let file = path.display().to_string();
        self.faults.push(Fault { severity: Severity::Warning, file, line: 1, column: 1, message });
    }
}

/// What of ours lies in a `./config` without a veille.toml.
fn passed_over() -> Option<Vec<&'static str>> {
    let found = ours_in(Path::new("config"));
    (!found.is_empty() && !found.contains(&"veille.toml")).then_some(found)
}

/// What of ours lies in a folder.
fn ours_in(folder: &Path) -> Vec<&'static str> {
    NAMES.iter().copied().chain(["topics/"]).filter(|name| folder.join(name).exists()).collect()
}

/// Where it lies that was looked for in a folder: below it, or around it.
fn nearby(folder: &Path) -> String {
    let around = folder.canonicalize().ok().and_then(|folder| folder.parent().map(Path::to_owned));
    let places = [Some(folder.join("config")), around];
    let found = places.into_iter().flatten().find(|place| place.join("veille.toml").is_file());
    found.map_or_else(String::new, |place| format!("; there is one in {}", place.display()))
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Argument => "--config",
            Self::Environment => "VEILLE_CONFIG",
            Self::Here => "./config",
            Self::NothingElse => "built in",
        })
    }
}
