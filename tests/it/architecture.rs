//! The floors of the house: a room uses only rooms on lower floors, an outside crate has its home.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

/// The rooms by floor, as STYLE has them. `builtin` is the dataset that the program carries.
const FLOORS: &[&[&str]] = &[
    &["model"],
    &["names", "ontology", "store"],
    &["query", "view", "resolve", "builtin"],
    &["path", "analysis", "timeline", "import", "export"],
    &["ask"],
    &["app"],
    &["cli", "serve"],
];

/// Outside crates and the rooms that may name them. What is not here is free to all.
const HOMES: &[(&str, &[&str])] = &[
    ("anstream", &["cli"]),
    ("anstyle", &["cli"]),
    ("anyhow", &["cli"]),
    ("bytemuck", &["resolve", "store", "view"]),
    ("clap", &["cli"]),
    ("clap_complete", &["cli"]),
    ("clap_mangen", &["cli"]),
    ("comfy_table", &["cli"]),
    ("terminal_size", &["cli"]),
    ("bzip2", &["import"]),
    ("csv", &["cli", "import", "export"]),
    ("ctrlc", &["cli"]),
    ("etcetera", &["cli"]),
    ("flate2", &["import", "store"]),
    ("fs4", &["store"]),
    ("rustix", &["import"]),
    ("glob", &["import"]),
    ("indicatif", &["cli"]),
    ("include_dir", &["ontology", "query"]),
    ("lzma_rust2", &["import"]),
    ("memchr", &["import"]),
    ("memmap2", &["store"]),
    ("oxigraph", &["store"]),
    ("oxiri", &["import"]),
    ("oxrdfio", &["store", "ontology", "import", "export"]),
    ("petgraph", &["view", "path"]),
    ("postcard", &["ontology"]),
    ("quick_xml", &["import", "export"]),
    ("rapidfuzz", &["names"]),
    ("rustyline", &["cli"]),
    ("ruzstd", &["import"]),
    ("sha2", &["import"]),
    ("sparesults", &["export"]),
    ("spareval", &["store"]),
    ("spargebra", &["path", "store"]),
    ("tempfile", &["store", "import"]),
    ("unicode_normalization", &["names"]),
    ("xxhash_rust", &["store"]),
];

#[test]
fn arrows_point_down() {
    let mut faults = String::new();
    for (room, path, number, line) in lines() {
        for used in words_after(&line, "crate::") {
            let (Some(here), Some(there)) = (floor(&room), floor(&used)) else {
                continue;
            };
            if used != room && there >= here {
                let way = if there == here { "sideways" } else { "upward" };
                let _ = writeln!(
                    faults,
                    "{}:{number}: {room} uses {used}: {way}",
                    path.display()
                );
            }
        }
    }
    assert!(faults.is_empty(), "rooms use only lower floors:\n{faults}");
}

#[test]
fn every_room_has_a_floor() {
    for (room, path, ..) in lines() {
        assert!(
            floor(&room).is_some(),
            "{} is in no floor: {room}",
            path.display()
        );
    }
}

#[test]
fn doors_know_app_and_model_only() {
    let mut faults = String::new();
    for (room, path, number, line) in lines() {
        if room != "cli" && room != "serve" {
            continue;
        }
        for used in words_after(&line, "crate::") {
            if floor(&used).is_some() && used != room && used != "app" && used != "model" {
                let _ = writeln!(faults, "{}:{number}: {room} uses {used}", path.display());
            }
        }
    }
    assert!(faults.is_empty(), "doors use app and model only:\n{faults}");
}

#[test]
fn outside_crates_stay_at_home() {
    let mut faults = String::new();
    for (room, path, number, line) in lines() {
        for (name, homes) in HOMES {
            if homes.contains(&room.as_str()) {
                continue;
            }
            let used = line.match_indices(&format!("{name}::")).any(|(place, _)| {
                let before = line[..place].chars().next_back();
                before.is_none_or(|c| !c.is_alphanumeric() && c != '_' && c != ':')
            });
            if used {
                let _ = writeln!(
                    faults,
                    "{}:{number}: {room} uses {name}, at home in {}",
                    path.display(),
                    homes.join(", ")
                );
            }
        }
    }
    assert!(
        faults.is_empty(),
        "outside crates have their homes:\n{faults}"
    );
}

/// Maps of files are the one thing that needs it; they have a file to themselves.
#[test]
fn unsafe_stands_in_one_file() {
    let allowed = source().join("store").join("mapped.rs");
    let mut faults = String::new();
    for (_, path, number, line) in lines() {
        let words = line.split(|c: char| !c.is_alphanumeric() && c != '_');
        if path != allowed && words.into_iter().any(|word| word.starts_with("unsafe")) {
            let _ = writeln!(faults, "{}:{number}: {line}", path.display());
        }
    }
    assert!(
        faults.is_empty(),
        "only store/mapped.rs is unsafe:\n{faults}"
    );
}

#[test]
fn main_fits_on_one_screen() {
    let main = fs::read_to_string(source().join("main.rs")).expect("main.rs is there");
    assert!(main.lines().count() <= 30);
}

fn source() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

/// Returns all lines of code with their room, file and number; comments and tests left out, which
/// may use what they like.
fn lines() -> Vec<(String, PathBuf, usize, String)> {
    let mut files = Vec::new();
    let mut open = vec![source()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(&folder).expect("src can be read") {
            let path = entry.expect("src can be read").path();
            if path.is_dir() {
                open.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    let tests = test_modules(&files);
    let mut lines = Vec::new();
    for path in files {
        let inside = path.strip_prefix(source()).expect("it was found there");
        let first = inside
            .iter()
            .next()
            .expect("it has a name")
            .to_string_lossy();
        let room = first.trim_end_matches(".rs").to_owned();
        if room == "lib" || room == "main" {
            continue;
        }
        let modules = inside.iter().map(|part| part.to_string_lossy());
        if modules
            .map(|part| part.trim_end_matches(".rs").to_owned())
            .any(|module| tests.contains(&(room.clone(), module)))
        {
            continue;
        }
        let text = fs::read_to_string(&path).expect("src can be read");
        for (number, line) in text.lines().enumerate() {
            if line == "#[cfg(test)]"
                && text
                    .lines()
                    .nth(number + 1)
                    .is_some_and(|next| next.ends_with('{'))
            {
                break;
            }
            if !line.trim_start().starts_with("//") {
                lines.push((room.clone(), path.clone(), number + 1, line.to_owned()));
            }
        }
    }
    lines
}

/// Returns the modules that `#[cfg(test)]` stands before, each with its room.
fn test_modules(files: &[PathBuf]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    for path in files {
        let inside = path.strip_prefix(source()).expect("it was found there");
        let room = inside
            .iter()
            .next()
            .expect("it has a name")
            .to_string_lossy();
        let text = fs::read_to_string(path).expect("src can be read");
        let pairs = text.lines().zip(text.lines().skip(1));
        for (_, line) in pairs.filter(|(line, _)| *line == "#[cfg(test)]") {
            let module = line
                .strip_prefix("mod ")
                .and_then(|rest| rest.strip_suffix(';'));
            found.extend(module.map(|module| (room.to_string(), module.to_owned())));
        }
    }
    found
}

/// Returns the words that follow a text in a line; of `crate::{a, b}` each one.
fn words_after(line: &str, text: &str) -> Vec<String> {
    let word = |text: &str| -> String {
        let letters = text.trim_start().chars();
        letters
            .take_while(|c| c.is_alphanumeric() || *c == '_')
            .collect()
    };
    let mut words = Vec::new();
    for (place, _) in line.match_indices(text) {
        let rest = &line[place + text.len()..];
        match rest.strip_prefix('{') {
            Some(list) => words.extend(list.split(',').map(word)),
            None => words.push(word(rest)),
        }
    }
    words
}
