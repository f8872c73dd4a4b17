//! The files under a path, in an order that never changes.

use std::collections::VecDeque;
use std::fs;
use std::path::{Path, PathBuf};

use crate::ArchiveError;

/// Directories inside directories that are followed before something must be wrong.
const DEPTH_MAX: usize = 64;

/// A directory about to be read, or a file.
#[derive(Debug)]
pub(crate) enum Step {
    /// Its entries come next. In a directory that was opened by a file's name they are that file alone.
    Directory(PathBuf),
    File(PathBuf),
}

/// Walks a path depth first, entries sorted by name, hidden ones left out; one directory's names in memory for each
/// level.
#[derive(Debug)]
pub(crate) struct Walk {
    levels: Vec<VecDeque<PathBuf>>,
    /// The directory that was announced last and is entered next.
    announced: Option<PathBuf>,
}

impl Walk {
    pub(crate) fn new(root: &Path) -> Self {
        Self { levels: vec![VecDeque::from([root.to_owned()])], announced: None }
    }

    /// Leaves out the names for which `ignored` holds, in the directory that was announced last.
    pub(crate) fn enter(&mut self, ignored: impl Fn(&str) -> bool) -> Result<(), ArchiveError> {
        let Some(directory) = self.announced.take() else { return Ok(()) };
        let failed = |source| ArchiveError::io(&directory, source);
        let mut names = Vec::new();
        for entry in fs::read_dir(&directory).map_err(failed)? {
            let name = entry.map_err(failed)?.file_name();
            let text = name.to_string_lossy();
            // `.git`, `.DS_Store`, an editor's swap file.
            if !text.starts_with('.') && !ignored(&text) {
                names.push(name);
            }
        }
        // `read_dir` gives the file system's order, which another machine does not share: replays would differ.
        names.sort();
        self.levels.push(names.into_iter().map(|name| directory.join(name)).collect());
        Ok(())
    }

    fn step(&mut self, path: PathBuf) -> Result<Step, ArchiveError> {
        let failed = |source| ArchiveError::io(&path, source);
        let metadata = fs::metadata(&path).map_err(failed)?;
        if metadata.is_file() {
            return Ok(Step::File(path));
        }
        if !metadata.is_dir() {
            // Opening a named pipe would wait for a writer for ever.
            return Err(ArchiveError::skipped(&path, "neither a file nor a directory"));
        }
        let is_root = self.levels.len() == 1;
        // A link may lead in a circle. What the user named is followed, link or not.
        if !is_root && fs::symlink_metadata(&path).map_err(failed)?.is_symlink() {
            return Err(ArchiveError::skipped(&path, "a symbolic link to a directory"));
        }
        if self.levels.len() > DEPTH_MAX {
            return Err(ArchiveError::skipped(&path, "too many directories inside directories"));
        }
        self.announced = Some(path.clone());
        Ok(Step::Directory(path))
    }
}

impl Iterator for Walk {
    type Item = Result<Step, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        self.announced = None;
        loop {
            match self.levels.last_mut()?.pop_front() {
                Some(path) => return Some(self.step(path)),
                None => {
                    self.levels.pop();
                }
            }
        }
    }
}
