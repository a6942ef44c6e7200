//! `actorgraph ask`: questions in plain words.

use crate::app::{self, AppError, Reply, Session};
use crate::cli::args::{Format, Global};
use crate::cli::error::UsageError;
use crate::cli::exit::Exit;
use crate::cli::ui::{Grid, Page, Show};
use crate::cli::words::cited;
use clap::Args;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Write};

/// Answer a question in plain words, with the source and date of every claim
///
/// What the data do not say is said to be unknown; what cannot be read is refused with the nearest
/// readings. Nothing is guessed.
///
/// --batch reads one question a line and writes one JSON object a line, whatever --format says;
/// empty lines are passed over.
#[derive(Args, Debug)]
#[command(after_long_help = "\
The rows of csv and tsv are the answers.

Exit codes: 0 found or yes; 1 nothing found, no, or not known; 2 a name in the question may mean
several things. A batch that was answered to the end gives 0.

Examples:
  actorgraph ask \"who requested DeepSeek\"
  actorgraph ask is Tencent on the 1260H list
  actorgraph ask --explain \"which companies sued the Pentagon\"
  actorgraph ask \"is Alibaba on the 1260H list\" --source seed-article
  actorgraph ask --batch questions.txt > answers.jsonl")]
pub(crate) struct Ask {
    /// The question; several words need no quotes
    #[arg(value_name = "QUESTION", required_unless_present = "batch")]
    question: Vec<String>,
    /// Tell how the question was read, and the query that was run
    #[arg(long)]
    explain: bool,
    /// Answer the questions of this file, one a line; `-` is stdin
    #[arg(long, value_name = "FILE", conflicts_with = "question")]
    batch: Option<String>,
}

impl Ask {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        if let Some(path) = &self.batch {
            return batch(path, global);
        }
        let question = self.question.join(" ");
        if question.trim().is_empty() {
            let error = UsageError::new("no-question", "the question is empty");
            return Err(error
                .with_help("actorgraph ask \"who requested DeepSeek\"")
                .into());
        }
        let output = global.output()?;
        let reply = app::ask(&global.open()?, &question)?;
        match (output.format(), self.explain) {
            (Format::Table, true) => {
                let mut page = Page::new();
                reply.page(&mut page);
                explain(&reply, &mut page);
                page.print()?;
            }
            _ => output.show(&reply)?,
        }
        Ok(match reply.is_ambiguous() {
            true => Exit::Usage,
            false => Exit::found(reply.found()),
        })
    }
}

/// Answers one question a line; the dataset is loaded once.
fn batch(path: &str, global: &Global) -> anyhow::Result<Exit> {
    let failed = |source| AppError::Read {
        path: path.into(),
        source,
    };
    let lines: Box<dyn BufRead> = match path {
        "-" => Box::new(BufReader::new(io::stdin())),
        path => Box::new(BufReader::new(File::open(path).map_err(failed)?)),
    };
    let session: Session = global.open()?;
    let mut out = io::stdout().lock();
    for line in lines.lines() {
        let question = line.map_err(failed)?;
        if question.trim().is_empty() {
            continue;
        }
        let reply = app::ask(&session, question.trim())?;
        serde_json::to_writer(&mut out, &reply)?;
        out.write_all(b"\n")?;
        out.flush()?;
    }
    Ok(Exit::Found)
}

fn explain(reply: &Reply, page: &mut Page) {
    if !reply.words.is_empty() {
        page.heading("Words");
        let mut grid = Grid::new(["words", "read as"]);
        for word in &reply.words {
            grid.row([&word.words, &word.read_as]);
        }
        page.table(&grid);
    }
    if !reply.interpretation.is_empty() {
        page.heading("Read as");
        page.line(&reply.interpretation);
    }
    if !reply.rivals.is_empty() {
        page.heading("Other readings");
        for rival in &reply.rivals {
            let why = match rival.dearer {
                0.0 => "as good, but found nothing more".to_owned(),
                dearer => format!("dearer by {dearer}"),
            };
            page.line(&format!("{} ({why})", rival.interpretation));
        }
    }
    if !reply.sparql.is_empty() {
        page.heading("Query");
        for line in reply.sparql.lines() {
            page.code(line);
        }
    }
}

impl Show for Reply {
    fn page(&self, page: &mut Page) {
        page.line(&self.text);
        for caveat in &self.caveats {
            page.caveat(caveat);
        }
        if !self.candidates.is_empty() {
            let mut grid = Grid::new(["words", "may mean", "id"]);
            for meaning in &self.candidates {
                grid.row([&meaning.words, &meaning.label, &meaning.id]);
            }
            page.table(&grid);
        }
        if !self.evidence.is_empty() {
            page.heading("Evidence");
            let mut before = None;
            for evidence in &self.evidence {
                if before != Some(&evidence.event) {
                    page.line(&evidence.label);
                }
                before = Some(&evidence.event);
                cited(page, &evidence.source, evidence.date.as_deref());
            }
        }
        if !self.suggestions.is_empty() {
            page.heading("Try");
            for suggestion in &self.suggestions {
                page.line(suggestion);
            }
        }
    }

    fn grid(&self) -> Grid {
        let mut grid = Grid::new(["id", "label", "type"]);
        for found in &self.answers {
            grid.row([
                found.id.as_deref().unwrap_or_default(),
                &found.label,
                found.class.as_deref().unwrap_or_default(),
            ]);
        }
        let value = match (self.boolean, self.count) {
            (Some(true), _) => vec!["yes".to_owned()],
            (Some(false), _) => vec!["no".to_owned()],
            (_, Some(count)) => vec![count.to_string()],
            _ => self.dates.clone(),
        };
        if self.answers.is_empty() {
            for value in value {
                grid.row(["", &value, ""]);
            }
        }
        grid
    }
}
