//! `actorgraph ask`: questions in plain words.

use crate::app::{self, Reply};
use crate::cli::args::{Format, Global};
use crate::cli::batch;
use crate::cli::error::UsageError;
use crate::cli::exit::Exit;
use crate::cli::prompt::{self, History};
use crate::cli::ui::{Grid, Output, Page, Show};
use crate::cli::words::cited;
use clap::Args;
use std::io::{self, IsTerminal};

/// Answer a question in plain words, with the source and date of every claim
///
/// What the data do not say is said to be unknown; what cannot be read is refused with the nearest
/// readings. Nothing is guessed.
///
/// Without a question, on a terminal, a prompt asks for one after the other: `:help` there tells more.
/// TAB completes names. Questions are kept for the next time in the user's state folder.
///
/// --batch reads one question a line and writes one JSON object a line in the same order, whatever
/// --format says; empty lines are passed over. A line that cannot be read gets its object too.
///
/// --timeout holds for each question of a prompt or a batch; one that takes longer fails alone.
#[derive(Args, Debug)]
#[command(after_long_help = "\
The rows of csv and tsv are the answers.

Exit codes: 0 found or yes; 1 nothing found, no, or not known; 2 a name in the question may mean
several things; 3 a store failed, or the answer took longer than --timeout. A batch that was
answered to the end gives 0, and 3 if a question failed on the way. A prompt gives 0.

Examples:
  actorgraph ask
  actorgraph ask \"who requested DeepSeek\"
  actorgraph ask is Tencent on the 1260H list
  actorgraph ask --explain \"which companies sued the Pentagon\"
  actorgraph ask \"is Alibaba on the 1260H list\" --source seed-article
  actorgraph ask --batch questions.txt > answers.jsonl")]
pub(crate) struct Ask {
    /// The question; several words need no quotes. Without one, on a terminal, a prompt asks
    #[arg(value_name = "QUESTION")]
    question: Vec<String>,
    /// Tell how the question was read, and the query that was run
    #[arg(long)]
    explain: bool,
    /// Answer the questions of this file, one a line; `-` is stdin
    #[arg(long, value_name = "FILE", conflicts_with = "question")]
    batch: Option<String>,
    /// Keep no questions of the prompt for the next time, and recall none
    #[arg(long, conflicts_with_all = ["question", "batch"])]
    no_history: bool,
}

impl Ask {
    pub(crate) fn run(self, global: &Global) -> anyhow::Result<Exit> {
        if let Some(path) = &self.batch {
            return batch::run(path, global);
        }
        let is_terminal = io::stdin().is_terminal() && io::stdout().is_terminal();
        if self.question.is_empty() && is_terminal {
            let history = match self.no_history {
                true => History::Forgotten,
                false => History::Kept,
            };
            return prompt::run(global, self.explain, history);
        }
        let question = self.question.join(" ");
        if question.trim().is_empty() {
            let error = match self.question.is_empty() {
                true => UsageError::new(
                    "no-question",
                    "there is no question, and no terminal to ask for one",
                ),
                false => UsageError::new("no-question", "the question is empty"),
            };
            return Err(error
                .with_help("actorgraph ask \"who requested DeepSeek\"")
                .into());
        }
        let output = global.output()?;
        let asked = global.clone();
        let reply = app::within(global.timeout(), move || {
            app::ask(&asked.session()?, &question)
        })?;
        tell(&reply, output, self.explain)?;
        Ok(match reply.is_ambiguous() {
            true => Exit::Usage,
            false => Exit::found(reply.found()),
        })
    }
}

/// Writes a reply, with how the question was read if that is wanted.
pub(crate) fn tell(reply: &Reply, output: Output, explained: bool) -> anyhow::Result<()> {
    if output.format() != Format::Table || !explained {
        return output.show(reply);
    }
    let mut page = Page::new();
    reply.page(&mut page);
    explain(reply, &mut page);
    page.print()
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
                0.0 => "as good".to_owned(),
                dearer if dearer < 0.0 => "cheaper, but nothing was found so".to_owned(),
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
