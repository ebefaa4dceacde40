//! The files an import is to read: every named path, folders with all that is in them.

use std::path::{Path, PathBuf};

/// One file to read.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct File {
    /// Relative to the folder that was named, `/` between its parts; the file's own name when the
    /// file itself was named. Records without id and address get theirs from it.
    pub relative: String,
    /// Where it lies.
    pub path: PathBuf,
    /// Whether it was named itself, and not the folder it lies in: then somebody expects that it
    /// is read.
    pub is_named: bool,
}

/// Deeper folders are a loop of links or a mistake.
const MAX_DEPTH: usize = 32;

/// Every file under `path`, by name, so that the order is the same on every machine. Hidden files
/// and folders are left out: editors and version control keep their own things there.
///
/// # Errors
///
/// When a folder cannot be listed; names the folder.
pub fn under(path: &Path) -> Result<Vec<File>, (PathBuf, std::io::Error)> {
    let mut files = Vec::new();
    if path.is_dir() {
        collect(path, "", 0, &mut files)?;
        files.sort();
    } else {
        // A missing file is told when it is opened, like any that cannot be read.
        let relative = path.file_name().map(|name| name.to_string_lossy().into_owned());
        files.push(File {
            relative: relative.unwrap_or_default(),
            path: path.to_owned(),
            is_named: true,
        });
    }
    Ok(files)
}

fn collect(
    folder: &Path,
    prefix: &str,
    depth: usize,
    files: &mut Vec<File>,
) -> Result<(), (PathBuf, std::io::Error)> {
    if depth > MAX_DEPTH {
        return Ok(());
    }
    let failed = |error| (folder.to_owned(), error);
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let entry = entry.map_err(failed)?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if name.starts_with('.') {
            continue;
        }
        let relative = if prefix.is_empty() { name } else { format!("{prefix}/{name}") };
        let path = entry.path();
        // Follows links: a folder of articles may be linked in.
        if path.is_dir() {
            collect(&path, &relative, depth + 1, files)?;
        } else {
            files.push(File { relative, path, is_named: false });
        }
    }
    Ok(())
}
