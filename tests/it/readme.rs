//! README and docs are honest: every command that stands in a `console` block is run, and what the
//! page prints must be what the program prints.
//!
//! A line that begins with `$ ` is a command, what follows is its output; `…` stands for anything.
//! White space and rules of tables do not count. A command must end with 0, unless `$ echo $?`
//! after it says else. Of a pipe the part before the bar is run.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

const PAGES: &[&str] = &[
    "README.md",
    "docs/sparql.md",
    "docs/data-model.md",
    "docs/paths.md",
    "docs/questions.md",
    "docs/store.md",
];
const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A command of a page, with what should come of it.
struct Case {
    place: String,
    command: String,
    output: String,
    code: i32,
}

#[test]
fn transcripts_are_true() {
    let folder = folder();
    let mut faults = Vec::new();
    let mut run = 0;
    for page in PAGES {
        for case in cases(page) {
            let Some(mut words) = words_of(&case.command) else {
                continue;
            };
            // On a terminal the form is a table.
            let own_form = ["export", "man", "completions"].contains(&words[0].as_str());
            if !own_form && !words.iter().any(|word| word == "--format") {
                words.extend(["--format", "table"].map(str::to_owned));
            }
            let Output {
                status,
                stdout,
                stderr,
            } = Command::new(env!("CARGO_BIN_EXE_actorgraph"))
                .args(&words)
                .current_dir(&folder)
                .output()
                .expect("the program starts");
            run += 1;
            let text = [stdout, stderr]
                .map(|bytes| String::from_utf8(bytes).expect("UTF-8"))
                .concat();
            if status.code() != Some(case.code) {
                faults.push(format!(
                    "{}: exit {:?}, the page says {}",
                    case.place,
                    status.code(),
                    case.code
                ));
            }
            if let Some(missing) = missing(&case.output, &text) {
                faults.push(format!(
                    "{}: not printed: {missing}\nprinted was:\n{text}",
                    case.place
                ));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
    assert!(run >= 30, "only {run} commands were found");
}

#[test]
fn links_lead_somewhere() {
    let pages = [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/sparql.md",
        "docs/data-model.md",
        "docs/paths.md",
        "docs/questions.md",
        "docs/store.md",
    ];
    for page in pages {
        let text = read(page);
        let from = Path::new(ROOT).join(page);
        for (place, _) in text.match_indices("](") {
            let target = text[place + 2..].split(')').next().unwrap_or_default();
            let file = target.split('#').next().unwrap_or_default();
            if !file.is_empty() && !file.contains("://") {
                let file = from.with_file_name(file);
                assert!(file.exists(), "{page} links to {target}");
            }
        }
    }
}

#[test]
fn the_picture_shows_what_is_exported() {
    let output = Command::new(env!("CARGO_BIN_EXE_actorgraph"))
        .args(["export", "dot", "--around", "DeepSeek", "--hops", "1"])
        .output()
        .expect("the program starts");
    let dot = String::from_utf8(output.stdout).expect("DOT is UTF-8");
    let picture = read("docs/deepseek.svg");
    let mut drawn = 0;
    for line in dot
        .lines()
        .map(str::trim)
        .filter(|line| line.contains("[label="))
    {
        let name: String = line.split(" [").next().unwrap_or_default().replace('"', "");
        let title = name
            .replace(" -> ", "->")
            .replace('-', "&#45;")
            .replace('>', "&gt;");
        assert!(
            picture.contains(&format!("<title>{title}</title>")),
            "the picture lacks {name}"
        );
        drawn += 1;
    }
    assert!(drawn > 10);
}

/// Returns a fresh folder to run in, with the tables that the pages speak of.
fn folder() -> PathBuf {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("readme");
    let _ = fs::remove_dir_all(&folder);
    fs::create_dir_all(folder.join("data")).expect("the folder for tests can be written");
    for entry in fs::read_dir(Path::new(ROOT).join("data")).expect("data/ is there") {
        let path = entry.expect("data/ can be read").path();
        let name = path.file_name().expect("it has a name").to_owned();
        fs::copy(&path, folder.join("data").join(name)).expect("tables can be copied");
    }
    folder
}

fn read(page: &str) -> String {
    fs::read_to_string(Path::new(ROOT).join(page)).unwrap_or_else(|error| panic!("{page}: {error}"))
}

fn cases(page: &str) -> Vec<Case> {
    let mut cases: Vec<Case> = Vec::new();
    let mut inside = false;
    for (number, line) in read(page).lines().enumerate() {
        if line.starts_with("```") {
            inside = line == "```console";
        } else if !inside {
        } else if cases.last().is_some_and(|case| case.command == "echo $?") {
            cases.pop();
            let case = cases.last_mut().expect("a command stands before `echo $?`");
            case.code = line.trim().parse().expect("a number follows `echo $?`");
        } else if let Some(command) = line.strip_prefix("$ ") {
            cases.push(Case {
                place: format!("{page}:{}: {command}", number + 1),
                command: command.to_owned(),
                output: String::new(),
                code: 0,
            });
        } else if let Some(case) = cases.last_mut() {
            case.output.push_str(line);
            case.output.push('\n');
        }
    }
    cases
}

/// Returns the words behind `actorgraph`, or `None` for a command that is another program's.
fn words_of(command: &str) -> Option<Vec<String>> {
    let command = command
        .strip_prefix("cargo run --release -- ")
        .or_else(|| command.strip_prefix("actorgraph "))?;
    let mut words = vec![String::new()];
    let mut quote = None;
    for letter in command.chars() {
        let word = words.last_mut().expect("there is always one");
        match (quote, letter) {
            (None, '\'' | '"') => quote = Some(letter),
            (Some(mark), letter) if mark == letter => quote = None,
            (None, '|') => break,
            (None, ' ') => words.push(String::new()),
            _ => word.push(letter),
        }
    }
    words.retain(|word| !word.is_empty());
    Some(words)
}

/// Returns the first part of `expected`, between two `…`, that does not follow in `text`.
fn missing(expected: &str, text: &str) -> Option<String> {
    let bare = |text: &str| -> String {
        let text = text.replace('─', " ");
        text.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    let text = bare(text);
    let mut rest = text.as_str();
    for part in expected.split('…').map(bare) {
        match rest.find(&part) {
            Some(place) => rest = &rest[place + part.len()..],
            None => return Some(part),
        }
    }
    None
}
