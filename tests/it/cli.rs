//! The terminal door: transcripts, and what transcripts cannot show.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

fn actorgraph(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_actorgraph"));
    command
        .args(words)
        .env_remove("NO_COLOR")
        .env_remove("CLICOLOR_FORCE");
    command
}

fn run(words: &[&str]) -> Output {
    actorgraph(words).output().expect("the program starts")
}

fn stdout(words: &[&str]) -> String {
    String::from_utf8(run(words).stdout).expect("output is UTF-8")
}

/// Returns a fresh folder for one test.
fn folder(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("the folder for tests can be written");
    path
}

#[test]
fn transcripts() {
    trycmd::TestCases::new().case("tests/cmd/*.trycmd");
}

#[test]
fn a_closed_pipe_ends_quietly() {
    for words in [
        &["export", "nquads"][..],
        &["list", "--class", "event", "--format", "csv"],
        &["show", "dod-1260h", "--format", "table", "--limit", "0"],
        &["query", "SELECT * { ?s ?p ?o }", "--format", "tsv"],
        &["completions", "bash"],
    ] {
        let mut child = actorgraph(words)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .expect("the program starts");
        let mut line = String::new();
        let mut reader = BufReader::new(child.stdout.take().expect("it is piped"));
        reader
            .read_line(&mut line)
            .expect("the first line can be read");
        drop(reader);
        let output = child.wait_with_output().expect("the program ends");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "", "{words:?}");
        assert_eq!(output.status.code(), Some(0), "{words:?}");
    }
}

#[test]
fn pipes_get_json_and_no_color() {
    let text = stdout(&["search", "hesai"]);
    assert!(
        text.starts_with("{\n  \"schema\": \"actorgraph.search/1\""),
        "{text}"
    );
    assert!(!stdout(&["search", "hesai", "--format", "table"]).contains('\u{1b}'));
    let colored = ["search", "hesai", "--format", "table", "--color", "always"];
    assert!(stdout(&colored).contains('\u{1b}'));
}

#[test]
fn two_runs_agree_to_the_byte() {
    for words in [
        &["show", "Alibaba"][..],
        &["path", "DeepSeek", "Alibaba", "--all"],
        &["list", "--class", "event"],
        &["diff", "2021", "2026", "--list", "dod-1260h"],
        &["export", "graphml"],
        &["analyze", "betweenness"],
        &["analyze", "communities"],
        &["stats"],
    ] {
        let words: Vec<&str> = words
            .iter()
            .copied()
            .chain(["--as-of", "2026-08-01"])
            .collect();
        assert_eq!(run(&words).stdout, run(&words).stdout, "{words:?}");
    }
}

#[test]
fn a_batch_answers_line_by_line() {
    let mut child = actorgraph(&["ask", "--batch", "-", "--as-of", "2026-08-01"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    let questions = "who requested DeepSeek\n\nis YMTC on the 1260H list\nblue is the sky\n";
    stdin
        .write_all(questions.as_bytes())
        .expect("the program reads");
    drop(stdin);
    let output = child.wait_with_output().expect("the program ends");
    let text = String::from_utf8(output.stdout).expect("output is UTF-8");
    let answers: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect();
    let told: Vec<&str> = answers
        .iter()
        .filter_map(|answer| answer["status"].as_str())
        .collect();
    assert_eq!(told, ["answered", "answered", "unknown"]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn a_batch_keeps_the_order_and_loses_no_line() {
    let questions: Vec<String> = (0..300)
        .map(|number| match number % 3 {
            0 => format!("who requested company {number}"),
            1 => format!("is YMTC on the 1260H list in {number}"),
            // A megabyte is no question.
            _ if number == 200 => "x".repeat(1 << 20),
            _ => format!("which companies did {number} list"),
        })
        .collect();
    let file = folder("batch").join("questions.txt");
    fs::write(&file, questions.join("\n")).expect("the folder can be written");
    let path = file.display().to_string();
    let text = stdout(&["ask", "--batch", &path, "--as-of", "2026-08-01"]);
    assert_eq!(text.lines().count(), questions.len());
    for (question, line) in questions.iter().zip(text.lines()) {
        let answer: serde_json::Value = serde_json::from_str(line).expect("each line is JSON");
        let told = answer["question"].as_str().expect("it is text");
        if question.len() < 1000 {
            assert_eq!(told, question);
        } else {
            assert_eq!(
                (told, &answer["status"]),
                (&question[..200], &"unknown".into())
            );
            assert_eq!(
                answer["text"],
                "Line 201 has more than 64 KiB and was not read."
            );
        }
    }
}

#[test]
fn a_batch_answers_before_the_next_question_comes() {
    let mut child = actorgraph(&["ask", "--batch", "-", "--as-of", "2026-08-01"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("the program starts");
    let mut stdin = child.stdin.take().expect("it is piped");
    let mut reader = BufReader::new(child.stdout.take().expect("it is piped"));
    for question in ["who requested DeepSeek", "is YMTC on the 1260H list"] {
        writeln!(stdin, "{question}").expect("the program reads");
        let mut line = String::new();
        reader.read_line(&mut line).expect("the program answers");
        assert!(line.contains(question), "{line}");
    }
    drop(stdin);
    assert!(child.wait().expect("the program ends").success());
}

#[test]
fn an_export_is_whole_or_not_there() {
    let folder = folder("export");
    let file = folder.join("graph.dot");
    let path = file.display().to_string();
    fs::write(&file, "old").expect("the folder can be written");
    let output = run(&["export", "dot", "--around", "DeepSeek", "--output", &path]);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty());
    let new = fs::read_to_string(&file).expect("it was written");
    assert!(new.starts_with("digraph"));
    // A mistake costs no file.
    let output = run(&[
        "export",
        "dot",
        "--around",
        "Nobody Ever",
        "--output",
        &path,
    ]);
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(fs::read_to_string(&file).expect("it is still there"), new);
    // Neither does a folder in the place of a file.
    let output = run(&["export", "dot", "--output", &folder.display().to_string()]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("error[cannot-write]"));
    let names: Vec<_> = fs::read_dir(&folder).expect("it can be read").collect();
    assert_eq!(names.len(), 1, "nothing else was left");
    // A folder of csv.
    let tables = folder.join("tables/").display().to_string() + "/";
    let output = run(&["export", "csv", "--around", "DeepSeek", "--output", &tables]);
    assert_eq!(output.status.code(), Some(0));
    assert!(folder.join("tables/nodes.csv").is_file() && folder.join("tables/edges.csv").is_file());
}

#[test]
#[cfg(unix)]
fn an_export_takes_the_place_of_files_only() {
    use std::os::unix::fs::{FileTypeExt, PermissionsExt, symlink};
    let folder = folder("export-kinds");
    let export = |name: &str| {
        let path = folder.join(name).display().to_string();
        let words = ["export", "dot", "--around", "DeepSeek", "--output", &path];
        run(&words).status.code()
    };
    // A link is followed, one to the next, and the file keeps its permissions.
    fs::write(folder.join("real.dot"), "old").unwrap();
    let mode = |mode| PermissionsExt::from_mode(mode);
    fs::set_permissions(folder.join("real.dot"), mode(0o600)).unwrap();
    symlink("real.dot", folder.join("second")).unwrap();
    symlink(folder.join("second"), folder.join("first")).unwrap();
    assert_eq!(export("first"), Some(0));
    assert!(folder.join("first").is_symlink() && folder.join("second").is_symlink());
    let real = fs::read_to_string(folder.join("real.dot")).unwrap();
    assert!(real.starts_with("digraph"));
    let kept = fs::metadata(folder.join("real.dot")).unwrap().permissions();
    assert_eq!(kept.mode() & 0o777, 0o600);
    // A link to nothing makes the file that it names.
    symlink("new.dot", folder.join("third")).unwrap();
    assert_eq!(export("third"), Some(0));
    assert!(folder.join("third").is_symlink() && folder.join("new.dot").is_file());
    // Links in a ring lead nowhere.
    symlink("ring", folder.join("ring")).unwrap();
    assert_eq!(export("ring"), Some(3));
    // A pipe stays one, and its reader gets everything.
    let pipe = folder.join("pipe");
    let made = Command::new("mkfifo").arg(&pipe).status().unwrap();
    assert!(made.success());
    let reader = std::thread::spawn({
        let pipe = pipe.clone();
        move || fs::read_to_string(pipe).unwrap()
    });
    assert_eq!(export("pipe"), Some(0));
    assert_eq!(reader.join().unwrap(), real);
    assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
    // So does a device.
    symlink("/dev/full", folder.join("full")).unwrap();
    assert_eq!(export("full"), Some(3));
    assert_eq!(export("/dev/null"), Some(0));
    for device in ["/dev/full", "/dev/null"] {
        let kind = fs::metadata(device).unwrap().file_type();
        assert!(kind.is_char_device(), "{device}");
    }
    let parts = fs::read_dir(&folder).unwrap();
    let names: Vec<_> = parts.map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        names
            .iter()
            .all(|name| !name.to_string_lossy().ends_with(".part")),
        "{names:?}"
    );
}

#[test]
fn a_measure_that_is_written_is_the_one_that_is_told() {
    let folder = folder("measured");
    let tables = folder.join("tables").display().to_string() + "/";
    let words = [
        "analyze",
        "pagerank",
        "--relation",
        "owned-by",
        "--top",
        "0",
    ];
    let words = words
        .iter()
        .chain(&["--as-of", "2026-08-01", "--format", "csv"]);
    let words: Vec<&str> = words.chain(&["--write", &tables]).copied().collect();
    let output = run(&words);
    assert_eq!(output.status.code(), Some(0));
    // The id is the third column of what is told and the end of the first of what is written.
    let told = String::from_utf8(output.stdout).expect("output is UTF-8");
    let values = |text: &str, id: usize| {
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows = reader.records().map(|row| row.expect("it is csv"));
        let pair = |row: csv::StringRecord| {
            let iri = row[id].rsplit('/').next().unwrap_or_default().to_owned();
            (iri, row[row.len() - 1].to_owned())
        };
        rows.map(pair).collect::<std::collections::BTreeMap<_, _>>()
    };
    let nodes = fs::read_to_string(folder.join("tables/nodes.csv")).expect("it was written");
    let told = values(&told, 2);
    assert!(told.len() > 20);
    assert_eq!(told, values(&nodes, 0));
}

#[test]
fn what_is_exported_can_be_read_back() {
    let folder = folder("store");
    for format in ["trig", "nquads"] {
        let file = folder.join(format!("all.{format}"));
        let file = file.with_extension(if format == "trig" { "trig" } else { "nq" });
        let path = file.display().to_string();
        assert!(run(&["export", format, "--output", &path]).status.success());
        let show = |words: &[&str]| {
            let words: Vec<&str> = ["show", "hesai", "--as-of", "2026-08-01"]
                .iter()
                .chain(words)
                .copied()
                .collect();
            let text = stdout(&words);
            let mut value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
            value["basis"] = serde_json::Value::Null;
            value
        };
        assert_eq!(show(&[]), show(&["--store", &path]), "{format}");
    }
}

#[test]
fn tables_are_read_as_they_are_built_in() {
    let data = concat!(env!("CARGO_MANIFEST_DIR"), "/data");
    let read = |words: &[&str]| {
        let text = stdout(words);
        let mut value: serde_json::Value = serde_json::from_str(&text).expect("it is JSON");
        value["basis"] = serde_json::Value::Null;
        value
    };
    assert_eq!(read(&["stats"]), read(&["stats", "--data", data]));
}

#[test]
fn a_slow_query_is_stopped() {
    let query = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    let output = run(&["query", query, "--timeout", "0.2"]);
    assert_eq!(output.status.code(), Some(3));
    assert!(String::from_utf8_lossy(&output.stderr).contains("error[timeout]"));
}

#[test]
fn a_slow_search_is_stopped() {
    let search = [
        "Tencent",
        "CATL",
        "--selector",
        "all",
        "--restrictor",
        "trail",
    ];
    for door in [&["path"][..], &["export", "dot", "--path"]] {
        let rest = ["--limit", "0", "--timeout", "0.2"];
        let words = [door, &search, &rest].concat();
        let output = run(&words);
        assert_eq!(output.status.code(), Some(3), "{words:?}");
        assert!(output.stdout.is_empty());
        assert!(String::from_utf8_lossy(&output.stderr).contains("error[timeout]"));
    }
    // What is found in time is told.
    let output = run(&["path", "Tencent", "CATL", "--timeout", "60"]);
    assert_eq!(output.status.code(), Some(0));
}

#[test]
fn man_pages_and_completions_tell_every_command() {
    let folder = folder("man");
    let path = folder.display().to_string();
    assert!(run(&["man", "--output", &path]).status.success());
    let pages: Vec<_> = fs::read_dir(&folder).expect("it can be read").collect();
    let bash = stdout(&["completions", "bash"]);
    for command in [
        "ask", "query", "path", "analyze", "show", "list", "search", "diff", "export", "check",
        "stats",
    ] {
        assert!(
            folder.join(format!("actorgraph-{command}.1")).is_file(),
            "{command}"
        );
        assert!(bash.contains(&format!("actorgraph__subcmd__{command}")) || bash.contains(command));
    }
    assert!(pages.len() > 10);
}

#[test]
fn a_query_cannot_exhaust_the_stack() {
    for text in [
        format!(
            "SELECT * {{ FILTER({}1{}) }}",
            "(".repeat(50_000),
            ")".repeat(50_000)
        ),
        format!("SELECT * {{ FILTER({}?x) }}", "!".repeat(50_000)),
        format!("SELECT * {}{}", "{".repeat(50_000), "}".repeat(50_000)),
        format!("ASK {{ ?s ag:p{} ?o }}", "/ag:p".repeat(20_000)),
    ] {
        let output = run(&["query", &text]);
        assert_eq!(output.status.code(), Some(2));
        assert!(String::from_utf8_lossy(&output.stderr).contains("error[too-deep]"));
    }
}
