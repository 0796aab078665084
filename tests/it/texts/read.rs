//! Where people's texts stand in the source, and how they are taken out of it: templates without their tags, literals of
//! the program without its tests and its SQL, strings of the scripts, sentences of the content files.

use std::{
    collections::BTreeSet,
    path::{Path, PathBuf},
};

use scraper::{Html, Node};

/// Something that somebody may read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The file, from the root of the project.
    pub file: String,
    /// What is read.
    pub text: String,
}

/// Attributes that are read aloud or shown.
const READ_ATTRIBUTES: [&str; 5] = ["aria-label", "alt", "title", "placeholder", "content"];
/// In content files: what is looked for in people's words, and examples of it; and what belongs to machines.
const NOT_READ: [&str; 11] = [
    "small",
    "phrases",
    "unless",
    "marks",
    "leaves",
    "spellings",
    "words",
    "not",
    "always",
    "refuses",
    "holds",
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &str, ending: &str) -> Vec<(String, String)> {
    fn walk(folder: &Path, ending: &str, all: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                walk(&path, ending, all);
            } else if path.extension().is_some_and(|own| own == ending) {
                all.push(path);
            }
        }
    }
    let mut paths = Vec::new();
    walk(&root().join(folder), ending, &mut paths);
    paths.sort();
    let named = |path: PathBuf| {
        let name = path.strip_prefix(root()).unwrap().display().to_string();
        (name, std::fs::read_to_string(path).unwrap())
    };
    paths.into_iter().map(named).collect()
}

/// Every text of the project.
pub fn all() -> Vec<Text> {
    let mut all = Vec::new();
    for (file, source) in files("templates", "html") {
        all.extend(template(&file, &source));
    }
    let sources = files("src", "rs");
    let tests: BTreeSet<String> =
        sources.iter().flat_map(|(file, source)| super::rust::test_modules(file, source)).collect();
    for (file, source) in &sources {
        if !tests
            .iter()
            .any(|test| file.strip_prefix(test.as_str()).is_some_and(|rest| rest.starts_with(['.', '/'])))
        {
            all.extend(rust(file, source));
        }
    }
    for (file, source) in files("static/js", "js") {
        all.extend(script(&file, &source));
    }
    for folder in ["content", "src"] {
        for (file, source) in files(folder, "toml") {
            all.extend(toml(&file, &source));
        }
        for (file, source) in files(folder, "json") {
            all.extend(json(&file, &source));
        }
    }
    for (file, source) in files("content", "md").into_iter().filter(|(file, _)| !file.ends_with("README.md"))
    {
        all.extend(markdown(&file, &source));
    }
    all
}

/// The texts of a template: between its tags, in the attributes that are read, and in the literals of its own language.
pub fn template(file: &str, source: &str) -> Vec<Text> {
    let mut html = String::new();
    let mut texts = Vec::new();
    let mut rest = source;
    while let Some(at) = rest.find(['{']) {
        let (before, from) = rest.split_at(at);
        html.push_str(before);
        let ends = [("{#", "#}"), ("{%", "%}"), ("{{", "}}")];
        let Some((opens, closes)) = ends.into_iter().find(|(opens, _)| from.starts_with(opens)) else {
            html.push('{');
            rest = &from[1..];
            continue;
        };
        let end = from.find(closes).unwrap_or_else(|| panic!("{file}: {opens} without {closes}"));
        let inside = &from[2..end];
        if opens != "{#" {
            texts.extend(quoted(inside, &['"']));
        }
        // What stands there is somebody's name or words; it is no gap in the sentence around it.
        html.push_str(if opens == "{{" { "…" } else { "" });
        rest = &from[end + 2..];
    }
    html.push_str(rest);
    for node in Html::parse_fragment(&html).tree.nodes() {
        match node.value() {
            Node::Text(text) => texts.push(text.to_string()),
            Node::Element(element) => {
                let read = element.attrs().filter(|(name, _)| READ_ATTRIBUTES.contains(name));
                texts.extend(read.map(|(_, value)| value.to_owned()));
            }
            _ => {}
        }
    }
    named(file, texts)
}

/// The literals of a source file that may be read by somebody.
pub fn rust(file: &str, source: &str) -> Vec<Text> {
    named(file, super::rust::literals(source))
}

/// The strings of a script.
pub fn script(file: &str, source: &str) -> Vec<Text> {
    let mut code = String::new();
    let mut rest = source;
    // Comments first; no script of ours has their signs in a string.
    while let Some(at) = rest.find("/*").into_iter().chain(rest.find("//")).min() {
        code.push_str(&rest[..at]);
        let end = if rest[at..].starts_with("/*") { "*/" } else { "\n" };
        rest = rest[at..].split_once(end).map_or("", |(_, after)| after);
        code.push('\n');
    }
    code.push_str(rest);
    named(file, quoted(&code, &['\'', '"', '`']))
}

/// The strings of a content file, but those that are not read.
pub fn toml(file: &str, source: &str) -> Vec<Text> {
    fn walk(value: &toml::Value, texts: &mut Vec<String>) {
        match value {
            toml::Value::String(text) => texts.push(text.clone()),
            toml::Value::Array(all) => all.iter().for_each(|one| walk(one, texts)),
            toml::Value::Table(all) => {
                all.iter()
                    .filter(|(key, _)| !NOT_READ.contains(&key.as_str()))
                    .for_each(|(_, one)| walk(one, texts));
            }
            _ => {}
        }
    }
    let mut texts = Vec::new();
    let table: toml::Table = source.parse().unwrap_or_else(|error| panic!("{file}: {error}"));
    walk(&toml::Value::Table(table), &mut texts);
    named(file, texts)
}

/// The front matter and the paragraphs of a page of the guide.
pub fn markdown(file: &str, source: &str) -> Vec<Text> {
    let (front, body) = source.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++\n")).unwrap();
    let mut texts = toml(file, front);
    let blocks = toward::content::words::read(body, |to| Some(to.to_owned()))
        .unwrap_or_else(|error| panic!("{file}: {error}"));
    texts.extend(named(file, blocks.iter().map(toward::content::words::Block::text).collect()));
    texts
}

fn json(file: &str, source: &str) -> Vec<Text> {
    fn walk(value: &serde_json::Value, texts: &mut Vec<String>) {
        match value {
            serde_json::Value::String(text) => texts.push(text.clone()),
            serde_json::Value::Array(all) => all.iter().for_each(|one| walk(one, texts)),
            serde_json::Value::Object(all) => all.values().for_each(|one| walk(one, texts)),
            _ => {}
        }
    }
    let mut texts = Vec::new();
    walk(&serde_json::from_str(source).unwrap_or_else(|error| panic!("{file}: {error}")), &mut texts);
    named(file, texts)
}

/// What stands between quotation marks.
fn quoted(code: &str, marks: &[char]) -> Vec<String> {
    let mut texts = Vec::new();
    let mut open: Option<(char, String)> = None;
    let mut chars = code.chars();
    while let Some(c) = chars.next() {
        match &mut open {
            Some((mark, _)) if c == *mark => texts.extend(open.take().map(|(_, text)| text)),
            Some((_, text)) => text.push(if c == '\\' { chars.next().unwrap_or(' ') } else { c }),
            None if marks.contains(&c) => open = Some((c, String::new())),
            None => {}
        }
    }
    texts
}

/// What has letters, on one line.
fn named(file: &str, texts: Vec<String>) -> Vec<Text> {
    texts
        .into_iter()
        .map(|text| text.split_whitespace().collect::<Vec<_>>().join(" "))
        .filter(|text| text.chars().any(char::is_alphabetic))
        .map(|text| Text { file: file.to_owned(), text })
        .collect()
}
