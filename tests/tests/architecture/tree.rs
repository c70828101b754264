//! The files of the project as they lie on disk: sources, documents, and nothing that was built or fetched.

use std::fs;
use std::path::{Path, PathBuf};

/// Folders that hold no source of ours.
const SKIPPED: [&str; 4] = ["target", "node_modules", ".git", ".test"];

/// The root of the work tree.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .expect("the tests lie in a folder of the project")
        .to_path_buf()
}

/// A file by its path from the root, with `/` between the parts.
pub(crate) struct File {
    /// The path from the root.
    pub(crate) path: String,
    /// What it says.
    pub(crate) text: String,
}

impl File {
    /// The crate it belongs to, where it is under `crates/`.
    pub(crate) fn krate(&self) -> Option<&str> {
        self.path.strip_prefix("crates/")?.split('/').next()
    }

    /// Whether it is Rust that ships: under a crate's `src`, neither a test module nor ground for tests (`testing`, behind a feature).
    pub(crate) fn is_production(&self) -> bool {
        let mut parts = self.path.split('/');
        let shipped = parts.next() == Some("crates") && parts.nth(1) == Some("src");
        let test = self.path.split('/').any(|part| {
            ["tests", "tests.rs", "testing", "testing.rs"].contains(&part)
                || part.ends_with("_tests.rs")
        });
        shipped && !test && has_extension(&self.path, "rs")
    }
}

/// Whether a path ends in this extension.
pub(crate) fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path)
        .extension()
        .is_some_and(|found| found == extension)
}

/// Every text file under a folder of the project; `""` is the whole of it.
pub(crate) fn files(under: &str) -> Vec<File> {
    let root = root();
    let mut found = Vec::new();
    collect(&root, &root.join(under), &mut found);
    found.sort_by(|one, other| one.path.cmp(&other.path));
    found
}

/// Every Rust file that ships.
pub(crate) fn production() -> Vec<File> {
    let files: Vec<File> = files("crates")
        .into_iter()
        .filter(File::is_production)
        .collect();
    assert!(!files.is_empty(), "no production source found");
    files
}

/// The names of the crates' folders.
pub(crate) fn crates() -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(root().join("crates"))
        .expect("the project has crates")
        .map(|entry| entry.expect("a readable folder"))
        .filter(|entry| entry.path().join("Cargo.toml").is_file())
        .map(|entry| {
            entry
                .file_name()
                .into_string()
                .expect("a crate's name is plain")
        })
        .collect();
    names.sort();
    names
}

fn collect(root: &Path, folder: &Path, found: &mut Vec<File>) {
    for entry in
        fs::read_dir(folder).unwrap_or_else(|fault| panic!("{}: {fault}", folder.display()))
    {
        let path = entry.expect("a readable folder").path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.is_dir() {
            if !SKIPPED.contains(&name.as_str()) {
                collect(root, &path, found);
            }
        } else if let Ok(text) = fs::read_to_string(&path) {
            let inside = path.strip_prefix(root).expect("under the root");
            let parts: Vec<_> = inside
                .components()
                .map(|part| part.as_os_str().to_string_lossy())
                .collect();
            found.push(File {
                path: parts.join("/"),
                text,
            });
        }
    }
}
