//! Lists the pictures of the guides, so that the program carries those that have been taken.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

fn main() -> io::Result<()> {
    let guides = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/user");
    println!("cargo::rerun-if-changed={}", guides.display());
    let pictures = guides.join("pictures");
    let mut found: Vec<PathBuf> = Vec::new();
    if pictures.is_dir() {
        println!("cargo::rerun-if-changed={}", pictures.display());
        for entry in fs::read_dir(&pictures)? {
            let path = entry?.path();
            if path.extension().is_some_and(|ending| ending == "png") {
                found.push(path);
            }
        }
    }
    found.sort();
    let mut list = String::from("&[\n");
    for path in found {
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        let path = fs::canonicalize(&path)?.to_string_lossy().into_owned();
        let _ = writeln!(list, "({name:?}, include_bytes!({path:?})),");
    }
    list.push_str("]\n");
    #[allow(
        clippy::disallowed_methods,
        reason = "a build script is told by cargo where to write"
    )]
    let out = env::var_os("OUT_DIR").ok_or_else(|| io::Error::other("cargo names no OUT_DIR"))?;
    fs::write(Path::new(&out).join("pictures.rs"), list)
}
