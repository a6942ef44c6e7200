//! The prompt of `ask`, at a terminal that is none: keys in, what a person would see out.

use rexpect::process::WaitStatus;
use rexpect::session::{PtySession, spawn_command};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

/// How long an answer may take on a busy machine, in milliseconds.
const PATIENCE: u64 = 60_000;
const DOWN: &str = "\x1b[B";
const UP: &str = "\x1b[A";

/// Returns a fresh home for one test.
fn home(name: &str) -> PathBuf {
    let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
        .join("prompt")
        .join(name);
    let _ = fs::remove_dir_all(&path);
    fs::create_dir_all(&path).expect("the folder for tests can be written");
    path
}

fn start(home: &Path, words: &[&str]) -> PtySession {
    let mut command = Command::new(env!("CARGO_BIN_EXE_actorgraph"));
    command
        .arg("ask")
        .args(words)
        .args(["--as-of", "2026-08-01"])
        .env("HOME", home)
        .env("XDG_STATE_HOME", home.join("state"))
        .env("TERM", "xterm")
        .env("NO_COLOR", "1");
    spawn_command(command, Some(PATIENCE)).expect("the program starts")
}

fn ask(home: &Path, words: &[&str]) -> PtySession {
    let mut prompt = start(home, words);
    see(&mut prompt, "ask away");
    ready(&mut prompt, "ask> ");
    prompt
}

/// Waits for a new line that begins with this sign, and returns what stood before it. The line that
/// is edited begins with it too, each time it is drawn.
#[track_caller]
fn ready(prompt: &mut PtySession, sign: &str) -> String {
    let new = format!("\\n(\r|\x1b\\[[0-9;?]*[A-Za-z])*{sign}");
    match prompt.exp_regex(&new) {
        Ok((before, _)) => before,
        Err(error) => panic!("{sign}: {error}"),
    }
}

/// Waits until a text is seen and returns what stood before it.
#[track_caller]
fn see(prompt: &mut PtySession, text: &str) -> String {
    // What is read is told byte for byte.
    let bytes: String = text.bytes().map(char::from).collect();
    prompt
        .exp_string(&bytes)
        .unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn press(prompt: &mut PtySession, keys: &str) {
    prompt.send(keys).expect("the program reads");
    prompt.flush().expect("the program reads");
}

/// Drops the line with Ctrl-C.
fn drop_line(prompt: &mut PtySession) {
    prompt.send_control('c').expect("the program reads");
    ready(prompt, "ask> ");
}

fn leave(mut prompt: PtySession) {
    prompt.send_control('d').expect("the program reads");
    prompt.exp_eof().expect("the program ends");
    match prompt.process().wait().expect("the program ends") {
        WaitStatus::Exited(_, code) => assert_eq!(code, 0),
        other => panic!("the program was stopped: {other:?}"),
    }
}

#[test]
fn questions_are_answered_one_after_the_other() {
    let mut prompt = ask(&home("questions"), &["--no-history"]);
    press(&mut prompt, "who requested DeepSeek\r");
    see(&mut prompt, "Twelve actors");
    see(&mut prompt, "Evidence");
    ready(&mut prompt, "ask> ");
    press(&mut prompt, "blue is the sky\r");
    ready(&mut prompt, "ask> ");
    press(&mut prompt, "is DeepSeek on the Entity List\r");
    see(&mut prompt, "Entity List");
    ready(&mut prompt, "ask> ");
    leave(prompt);
}

#[test]
fn tab_completes_names_best_first() {
    let mut prompt = ask(&home("completion"), &["--no-history"]);
    press(&mut prompt, "who requested deeps\t");
    see(&mut prompt, "who requested DeepSeek");
    press(&mut prompt, "\r");
    see(&mut prompt, "Evidence");
    ready(&mut prompt, "ask> ");
    press(&mut prompt, "is tenc\t\x07");
    see(&mut prompt, "is Tencent");
    see(&mut prompt, "is tenc");
    drop_line(&mut prompt);
    press(&mut prompt, ":exp\t");
    see(&mut prompt, ":explain");
    drop_line(&mut prompt);
    press(&mut prompt, ":source seed-a\t");
    see(&mut prompt, "seed-article");
    press(&mut prompt, "\r");
    ready(&mut prompt, "ask by seed-article> ");
    leave(prompt);
}

#[test]
fn chinese_is_typed_erased_and_completed() {
    let mut prompt = ask(&home("chinese"), &["--no-history"]);
    // A character too many is one key to erase.
    press(&mut prompt, "谁列入華為華\x7f\t");
    see(&mut prompt, "谁列入华为");
    drop_line(&mut prompt);
    leave(prompt);
}

#[test]
fn the_commands_of_the_prompt_do_what_help_says() {
    let mut prompt = ask(&home("commands"), &["--no-history"]);
    press(&mut prompt, ":help\r");
    see(&mut prompt, ":as-of [DATE]");
    ready(&mut prompt, "ask> ");
    press(&mut prompt, ":explain on\r");
    ready(&mut prompt, "ask> ");
    press(&mut prompt, "is Hesai on the 1260H list\r");
    see(&mut prompt, "Read as");
    ready(&mut prompt, "ask> ");
    press(&mut prompt, ":as-of 2024-01-30\r");
    ready(&mut prompt, "ask as of 2024-01-30> ");
    press(&mut prompt, ":explain off\r");
    ready(&mut prompt, "ask as of 2024-01-30> ");
    press(&mut prompt, "is Hesai on the 1260H list\r");
    let answer = ready(&mut prompt, "ask as of 2024-01-30> ");
    assert!(!answer.contains("Read as"), "{answer}");
    press(&mut prompt, ":as-of\r");
    ready(&mut prompt, "ask> ");
    for (wrong, told) in [
        (":as-of soon", "error[bad-date]"),
        (":source nobody", "error[unknown-source]"),
        (":nothing", "error[unknown-command]"),
        (":quit now", "error[unfit-command]"),
    ] {
        press(&mut prompt, &format!("{wrong}\r"));
        see(&mut prompt, told);
        ready(&mut prompt, "ask> ");
    }
    press(&mut prompt, ":quit\r");
    prompt.exp_eof().expect("the program ends");
}

#[test]
fn questions_are_kept_for_their_owner_alone() {
    let home = home("history");
    let mut prompt = ask(&home, &[]);
    for line in [
        "who requested Quectel",
        " who is BYD",
        "who requested Quectel",
    ] {
        press(&mut prompt, &format!("{line}\r"));
        ready(&mut prompt, "ask> ");
    }
    leave(prompt);
    let file = home.join("state/actorgraph/questions");
    let kept = fs::read_to_string(&file).expect("it was written");
    assert_eq!(kept, "#V2\nwho requested Quectel\n");
    for (path, mode) in [(file.parent().expect("it has one"), 0o700), (&file, 0o600)] {
        let found = fs::metadata(path)
            .expect("it is there")
            .permissions()
            .mode();
        assert_eq!(found & 0o777, mode, "{}", path.display());
    }
    let mut prompt = ask(&home, &[]);
    press(&mut prompt, UP);
    see(&mut prompt, "who requested Quectel");
    press(&mut prompt, DOWN);
    drop_line(&mut prompt);
    leave(prompt);
    let before = fs::read(&file).expect("it is there");
    let mut prompt = ask(&home, &["--no-history"]);
    press(&mut prompt, "who requested DeepSeek\r");
    see(&mut prompt, "Evidence");
    ready(&mut prompt, "ask> ");
    leave(prompt);
    assert_eq!(fs::read(&file).expect("it is there"), before);
}

#[test]
fn a_history_that_cannot_be_written_breaks_nothing() {
    let home = home("no-history");
    // A file stands where the folder should be.
    fs::write(home.join("state"), "").expect("the folder can be written");
    let mut prompt = start(&home, &[]);
    see(&mut prompt, "not kept for the next time");
    ready(&mut prompt, "ask> ");
    press(&mut prompt, "who requested DeepSeek\r");
    see(&mut prompt, "Evidence");
    ready(&mut prompt, "ask> ");
    leave(prompt);
}
