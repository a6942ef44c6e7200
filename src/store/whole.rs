//! Files that are written whole or not at all.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write};
use std::path::Path;
use tempfile::NamedTempFile;

/// Writes a file under another name in its folder, brings it to disk and gives it its name.
///
/// Whoever reads `path` sees the file of before or the new one. If anything fails, or the process
/// is killed, the file of before stays; what a killed writer left goes with the next write.
///
/// # Errors
///
/// What the system says; nothing is left behind then.
pub(crate) fn write_whole(
    path: &Path,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> io::Result<()> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    let beginning = format!(".{}.", name.to_string_lossy());
    remove_leftovers(folder, &beginning);
    let mut builder = tempfile::Builder::new();
    builder.prefix(&beginning).suffix(ENDING);
    #[cfg(unix)]
    builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    let mut unfinished: NamedTempFile = builder.tempfile_in(folder)?;
    // Some file systems know no locks; there, leftovers stay.
    drop(fs4::FileExt::try_lock(unfinished.as_file()));
    let mut writer = BufWriter::with_capacity(1 << 20, unfinished.as_file_mut());
    write(&mut writer)?;
    writer.flush()?;
    drop(writer);
    unfinished.as_file().sync_all()?;
    unfinished.persist(path).map_err(|failed| failed.error)?;
    // The new name lies in the folder, which is a file of its own.
    #[cfg(unix)]
    File::open(folder)?.sync_all()?;
    Ok(())
}

/// How the names of unfinished files end.
const ENDING: &str = ".part";

/// Removes unfinished files that nobody writes any more: a writer holds a lock while it lives.
pub(crate) fn remove_leftovers(folder: &Path, beginning: &str) {
    let Ok(entries) = fs::read_dir(folder) else {
        return;
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if !name.starts_with(beginning) || !name.ends_with(ENDING) {
            continue;
        }
        let abandoned = |file: File| fs4::FileExt::try_lock(&file).is_ok();
        if File::open(entry.path()).is_ok_and(abandoned) {
            // If it cannot be removed it does no harm but the room that it takes.
            drop(fs::remove_file(entry.path()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(folder: &Path) -> Vec<String> {
        let entries = fs::read_dir(folder).unwrap().map(Result::unwrap);
        let mut names: Vec<String> = entries
            .map(|entry| entry.file_name().into_string().unwrap())
            .collect();
        names.sort();
        names
    }

    #[test]
    fn a_write_that_fails_leaves_the_file_of_before() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("facts");
        write_whole(&path, |out| out.write_all(b"before")).unwrap();
        let failed = write_whole(&path, |out| {
            out.write_all(b"half")?;
            Err(io::ErrorKind::StorageFull.into())
        });
        assert!(failed.is_err());
        assert_eq!(fs::read(&path).unwrap(), b"before");
        assert_eq!(names(folder.path()), ["facts"]);
    }

    #[test]
    fn leftovers_go_and_files_in_work_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("facts");
        fs::write(folder.path().join(".facts.abc.part"), "left").unwrap();
        fs::write(folder.path().join(".other.abc.part"), "not ours").unwrap();
        write_whole(&path, |out| {
            out.write_all(b"outer")?;
            write_whole(&path, |out| out.write_all(b"inner"))
        })
        .unwrap();
        assert_eq!(fs::read(&path).unwrap(), b"outer");
        assert_eq!(names(folder.path()), [".other.abc.part", "facts"]);
    }
}
