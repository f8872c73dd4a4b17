//! Files that people write too, written whole or not at all.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

/// Puts a text in the place of a file's: whoever reads in between reads the old one, and after a power cut one of the two is
/// there. Who may read it stays as it was, and a link stays one.
pub fn write(path: &Path, text: &str) -> io::Result<()> {
    // Renamed onto a link, the new file would take the link's place and leave what it leads to as it was.
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    // Files that begin with a point are nobody's topics, rules or sources.
    let aside = path.with_file_name(format!(".{name}.new"));
    let mut file = fs::File::create(&aside)?;
    // A list of sources may hold passwords, and be for its owner alone.
    if let Ok(known) = fs::metadata(&path) {
        file.set_permissions(known.permissions())?;
    }
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&aside, &path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn who_may_read_a_file_and_where_a_link_leads_stay() {
        use std::os::unix::fs::{PermissionsExt, symlink};
        let folder = tempfile::tempdir().unwrap();
        let (path, link) = (folder.path().join("sources.toml"), folder.path().join("link.toml"));
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o600)).unwrap();
        symlink(&path, &link).unwrap();
        write(&link, "new").unwrap();
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::read_to_string(&path).unwrap(), "new");
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 2);
    }
}
