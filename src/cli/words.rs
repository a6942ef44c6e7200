//! How things, ids and sources are told to people and to programs.

use crate::app::{Session, Source, Thing};
use crate::cli::ui::{self, Page};

/// Tells sources with their dates and addresses, each address on a line of its own.
pub(crate) fn sources(page: &mut Page, sources: &[Source]) {
    if sources.is_empty() {
        return;
    }
    page.heading(&format!("Sources ({})", sources.len()));
    for source in sources {
        let date = source.date.as_deref().unwrap_or("undated");
        let parts = [source.publisher.as_deref(), Some(&source.title), Some(date)];
        let parts: Vec<&str> = parts.into_iter().flatten().collect();
        page.line(&format!("[{}] {}", source.id, parts.join(", ")));
        if let Some(url) = &source.url {
            page.address(url);
        }
    }
}

/// Tells a source in one line below what it is cited for, with the date that it gives.
pub(crate) fn cited(page: &mut Page, source: &Source, date: Option<&str>) {
    let dated = date.map(|date| format!("{date}: ")).unwrap_or_default();
    let issued = source.date.as_deref().unwrap_or("undated");
    let parts = [
        source.publisher.as_deref(),
        Some(&source.title),
        Some(issued),
    ];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    page.item(&format!("{dated}{} [{}]", parts.join(", "), source.id));
    if let Some(url) = &source.url {
        page.address(url);
    }
}

/// Tells on stderr how names were read that stand nowhere so, and what else there is to note.
pub(crate) fn tell_names(session: &Session) {
    for note in session.notes() {
        ui::note(&note);
    }
    for read in session.names_read() {
        ui::note(&format!(
            "read `{}` as {} (`{}`)",
            read.words, read.label, read.id
        ));
    }
}

/// Returns the first ids of a list and how many more there are.
pub(crate) fn few(ids: &[String]) -> String {
    const SHOWN: usize = 3;
    match ids.len() {
        0..=SHOWN => ids.join(", "),
        count => format!("{} and {} more", ids[..SHOWN].join(", "), count - SHOWN),
    }
}

/// Returns the names of things for people.
pub(crate) fn labels(things: &[Thing]) -> String {
    let labels: Vec<&str> = things.iter().map(|thing| thing.label.as_str()).collect();
    labels.join("; ")
}

/// Returns the ids of things for a cell of csv.
pub(crate) fn ids(things: &[Thing]) -> String {
    let ids: Vec<&str> = things.iter().map(|thing| thing.id.as_str()).collect();
    ids.join(";")
}
