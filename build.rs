//! Lists the texts under `content/en/` that are one file each, so that adding one needs no code.
//!
//! What must stay true: everything in these folders is compiled in, in the order of the file names, and nothing is read
//! from disk when the program runs.

use std::{
    error::Error,
    fmt::Write as _,
    fs,
    path::{Path, PathBuf},
};

/// The folder, and the name that `src/content` knows it by.
const FOLDERS: [(&str, &str); 3] =
    [("guide", "GUIDE"), ("practices", "PRACTICES"), ("reflections", "REFLECTIONS")];

#[expect(clippy::disallowed_methods, reason = "cargo tells a build script its folders in no other way")]
fn folder(variable: &str) -> Result<PathBuf, Box<dyn Error>> {
    Ok(std::env::var_os(variable).ok_or("cargo did not say where it builds")?.into())
}

fn list(root: &Path, name: &str, constant: &str) -> Result<String, Box<dyn Error>> {
    let folder = root.join("content/en").join(name);
    println!("cargo::rerun-if-changed={}", folder.display());
    let mut paths = fs::read_dir(&folder)?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<PathBuf>, std::io::Error>>()?;
    paths.sort();
    let mut code = format!(
        "/// Every file of `content/en/{name}/`, in the order of the names.\npub const {constant}: &[File] = &[\n"
    );
    for path in paths {
        let file = path.file_name().ok_or("a file without a name")?.to_string_lossy();
        let path = path.to_str().ok_or("a path that is not UTF-8")?;
        writeln!(code, "    File {{ name: {file:?}, text: include_str!({path:?}) }},")?;
    }
    code.push_str("];\n");
    Ok(code)
}

fn main() -> Result<(), Box<dyn Error>> {
    let root = folder("CARGO_MANIFEST_DIR")?;
    println!("cargo::rerun-if-changed=build.rs");
    let lists =
        FOLDERS.iter().map(|(name, constant)| list(&root, name, constant)).collect::<Result<String, _>>()?;
    fs::write(folder("OUT_DIR")?.join("content.rs"), lists)?;
    Ok(())
}
