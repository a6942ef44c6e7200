//! DOT, the language of Graphviz: a drawing that reads in color, in grey and aloud.

use crate::export::look::{self, Look};
use crate::export::text::{compact, printable, wrap};
use crate::model::{local_name, vocab};
use crate::view::{Link, Node, Subgraph};
use oxrdf::NamedNode;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

/// How a subgraph is drawn.
///
/// Shape, fill and border of a node tell its class. An edge is labelled with its relation in words
/// and its date; what rests only on a withdrawn notice is grey, dashed and says so. Nodes of the
/// same rank stand in one column. Nodes link to their address, edges to their first source; the
/// tooltips name IRIs, sources and events. Nodes are named by their id, so a name stays the same in
/// every drawing.
///
/// The drawing opens in Graphviz without a warning: `dot -Tsvg route.dot -o route.svg`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Drawing {
    title: Option<String>,
    legend: Legend,
}

/// Whether a drawing explains its shapes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Legend {
    /// No legend.
    #[default]
    Hidden,
    /// A legend of the classes that stand in the drawing.
    Shown,
}

/// The first font that the reader's computer has is taken; the second covers Chinese.
const FONT: &str = "Noto Sans, Noto Sans CJK SC, sans-serif";
/// Where labels break, in Latin letters.
const WIDTH: usize = 24;
/// Grey with enough contrast on white for lines, and for text.
const WITHDRAWN: [(&str, &str); 3] = [
    ("style", "dashed"),
    ("color", "#767676"),
    ("fontcolor", "#595959"),
];

impl Drawing {
    /// Puts a title above the drawing.
    #[must_use]
    pub fn with_title(mut self, title: impl Into<String>) -> Self {
        self.title = Some(title.into());
        self
    }

    /// Shows or hides the legend.
    #[must_use]
    pub fn with_legend(mut self, legend: Legend) -> Self {
        self.legend = legend;
        self
    }

    /// Writes the drawing of a subgraph.
    ///
    /// # Errors
    ///
    /// What the output says.
    ///
    /// # Panics
    ///
    /// If a link points at a node that is not there.
    pub fn write(&self, subgraph: &Subgraph, mut out: impl Write) -> io::Result<()> {
        let Subgraph { nodes, links, .. } = subgraph;
        writeln!(out, "digraph actorgraph {{")?;
        let mut graph = vec![("rankdir", "LR"), ("fontname", FONT), ("fontsize", "14")];
        if let Some(title) = &self.title {
            graph.extend([("label", title.as_str()), ("labelloc", "t")]);
        }
        write_statement(&mut out, "graph", &graph)?;
        for (what, size) in [("node", "11"), ("edge", "9")] {
            let defaults = [("fontname", FONT), ("fontsize", size), ("color", "#333333")];
            write_statement(&mut out, what, &defaults)?;
        }

        blank_before(&mut out, nodes.len())?;
        for node in nodes {
            write_node(&mut out, node, subgraph.measure)?;
        }
        write_ranks(&mut out, subgraph)?;
        blank_before(&mut out, links.len())?;
        for link in links {
            let ends = [&nodes[link.from], &nodes[link.to]];
            write_link(&mut out, ends, link, subgraph.measure)?;
        }
        if self.legend == Legend::Shown {
            write_legend(&mut out, subgraph)?;
        }
        writeln!(out, "}}")
    }
}

fn write_node(out: &mut impl Write, node: &Node, measure: Option<&str>) -> io::Result<()> {
    let mut label = wrap(&node.label, WIDTH);
    if let Some(chinese) = node.label_zh.as_deref().filter(|zh| *zh != node.label) {
        label = format!("{label}\n{}", wrap(chinese, WIDTH));
    }
    let class = local_name(node.class.as_str());
    let what = class.map_or_else(|| compact(node.class.as_str()).into_owned(), look::words);
    let mut tooltip = format!("{what}\n{}", node.iri.as_str());
    let value = measured(measure, node.value);
    if let Some((measure, value)) = &value {
        tooltip.push_str(&format!("\n{measure}: {value}"));
    }
    let url = node.url.as_deref().unwrap_or(node.iri.as_str());
    let mut attributes = vec![("label", label.as_str())];
    attributes.extend(shape(look::of_class(class)));
    attributes.extend([("URL", url), ("tooltip", &tooltip)]);
    attributes.extend(
        value
            .as_ref()
            .map(|(measure, value)| (measure.as_str(), value.as_str())),
    );
    write_statement(out, &quoted(name(node)), &attributes)
}

fn write_link(
    out: &mut impl Write,
    [from, to]: [&Node; 2],
    link: &Link,
    measure: Option<&str>,
) -> io::Result<()> {
    let mut label = wrap(&link.label, WIDTH);
    if let Some(date) = link.date {
        label = format!("{label}\n{date}");
    }
    let mut told = vec![format!("{} {} {}", from.label, link.label, to.label)];
    if link.withdrawn {
        label.push_str("\nwithdrawn");
        told.push("rests only on a notice that was withdrawn before it took effect".to_owned());
    }
    for (what, iris) in [("sources", &link.sources), ("events", &link.events)] {
        if !iris.is_empty() {
            told.push(format!("{what}: {}", ids(iris)));
        }
    }
    let tooltip = told.join("\n");
    let mut attributes = vec![("label", label.as_str())];
    if link.withdrawn {
        attributes.extend(WITHDRAWN);
    }
    if let Some(source) = link.sources.first() {
        attributes.push(("URL", source.as_str()));
    }
    attributes.push(("tooltip", &tooltip));
    let value = measured(measure, link.value);
    attributes.extend(
        value
            .as_ref()
            .map(|(measure, value)| (measure.as_str(), value.as_str())),
    );
    if from.rank > to.rank && to.rank.is_some() {
        // A step read backwards keeps its direction but does not pull its ends apart.
        attributes.push(("constraint", "false"));
    }
    let statement = format!("{} -> {}", quoted(name(from)), quoted(name(to)));
    write_statement(out, &statement, &attributes)
}

/// Returns what was measured of a node or link as an attribute. Names of attributes have no hyphens.
fn measured(measure: Option<&str>, value: Option<f64>) -> Option<(String, String)> {
    Some((measure?.replace('-', "_"), value?.to_string()))
}

/// Puts nodes of the same rank into one column, and the columns in order where no edge does.
fn write_ranks(out: &mut impl Write, subgraph: &Subgraph) -> io::Result<()> {
    let mut ranks: BTreeMap<usize, Vec<&Node>> = BTreeMap::new();
    for node in &subgraph.nodes {
        if let Some(rank) = node.rank {
            ranks.entry(rank).or_default().push(node);
        }
    }
    blank_before(out, ranks.len())?;
    for nodes in ranks.values() {
        let names: Vec<String> = nodes.iter().map(|node| quoted(name(node))).collect();
        writeln!(out, "  {{ rank=same; {}; }}", names.join("; "))?;
    }
    let links = subgraph.links.iter();
    let ends = |link: &Link| [link.from, link.to].map(|end| subgraph.nodes[end].rank);
    let joined: BTreeSet<[Option<usize>; 2]> = links.map(ends).collect();
    for (before, after) in ranks.values().zip(ranks.values().skip(1)) {
        let (first, second) = (before[0], after[0]);
        if !joined.contains(&[first.rank, second.rank]) {
            let statement = format!("{} -> {}", quoted(name(first)), quoted(name(second)));
            write_statement(out, &statement, &[("style", "invis")])?;
        }
    }
    Ok(())
}

fn write_legend(out: &mut impl Write, subgraph: &Subgraph) -> io::Result<()> {
    let nodes = subgraph.nodes.iter();
    let looks = nodes.map(|node| look::of_class(local_name(node.class.as_str())));
    let looks: BTreeMap<&str, &Look> = looks.map(|look| (look.words, look)).collect();
    let frame = [
        ("label", "legend"),
        ("fontsize", "11"),
        ("color", "#767676"),
    ];
    writeln!(out, "\n  subgraph cluster_legend {{")?;
    write!(out, "  ")?;
    write_statement(out, "graph", &frame)?;
    for (words, look) in looks {
        let mut attributes = vec![("label", words)];
        attributes.extend(shape(look));
        write!(out, "  ")?;
        // No IRI has a space, so no node of the graph has such a name.
        write_statement(out, &quoted(&format!("legend {words}")), &attributes)?;
    }
    writeln!(out, "  }}")
}

fn shape(look: &Look) -> impl Iterator<Item = (&str, &str)> {
    let border = (look.borders > 1).then_some(("peripheries", "2"));
    [("shape", look.shape)]
        .into_iter()
        .chain(border)
        .chain([("style", look.style), ("fillcolor", look.fill)])
}

fn write_statement(
    out: &mut impl Write,
    subject: &str,
    attributes: &[(&str, &str)],
) -> io::Result<()> {
    let attributes = attributes.iter();
    let pairs: Vec<String> = attributes
        .map(|(key, value)| format!("{key}={}", quoted(value)))
        .collect();
    writeln!(out, "  {subject} [{}];", pairs.join(", "))
}

/// Writes an empty line before a group of statements, if there are any.
fn blank_before(out: &mut impl Write, count: usize) -> io::Result<()> {
    match count {
        0 => Ok(()),
        _ => writeln!(out),
    }
}

/// Returns the name of a node: its id, or its IRI if it is none of ours.
fn name(node: &Node) -> &str {
    let iri = node.iri.as_str();
    let id = iri.strip_prefix(vocab::AGID);
    id.filter(|id| !id.is_empty() && !id.contains(':'))
        .unwrap_or(iri)
}

fn ids(iris: &[NamedNode]) -> String {
    let iris = iris.iter().map(NamedNode::as_str);
    let ids = iris.map(|iri| local_name(iri).unwrap_or(iri));
    ids.collect::<Vec<_>>().join(", ")
}

/// Returns a text in double quotes, such that Graphviz shows just this text.
///
/// Graphviz reads `\n` and the like after a backslash, and HTML entities after an ampersand.
fn quoted(text: &str) -> String {
    let text = printable(text).replace("\r\n", "\n");
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for (at, c) in text.char_indices() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' | '\r' => quoted.push_str("\\n"),
            '&' if is_entity(&text[at + 1..]) => quoted.push_str("&amp;"),
            _ => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Tells whether an ampersand before this text begins an HTML entity.
fn is_entity(text: &str) -> bool {
    let end = text.find(|c: char| !c.is_ascii_alphanumeric() && c != '#');
    end.is_some_and(|end| end > 0 && text[end..].starts_with(';'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::export::sample;
    use proptest::prelude::*;
    use std::process::{Command, Stdio};

    fn draw(drawing: &Drawing, subgraph: &Subgraph) -> String {
        let mut out = Vec::new();
        drawing.write(subgraph, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// Draws with Graphviz; `None` where it is not installed.
    fn svg(dot: &str) -> Option<String> {
        let mut command = Command::new("dot");
        command.arg("-Tsvg").stdin(Stdio::piped());
        let child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut child) = child else {
            #[expect(clippy::print_stderr, reason = "a skipped test says so")]
            {
                eprintln!("skipped: `dot` of Graphviz is not installed");
            }
            return None;
        };
        child
            .stdin
            .take()
            .unwrap()
            .write_all(dot.as_bytes())
            .unwrap();
        let output = child.wait_with_output().unwrap();
        assert_eq!(String::from_utf8(output.stderr).unwrap(), "", "{dot}");
        assert!(output.status.success());
        Some(String::from_utf8(output.stdout).unwrap())
    }

    /// Reads what Graphviz would show of a quoted text.
    fn shown(quoted: &str) -> String {
        let mut shown = String::new();
        let mut chars = quoted[1..quoted.len() - 1].chars();
        while let Some(c) = chars.next() {
            assert_ne!(c, '"', "{quoted}");
            shown.push(match c {
                '\\' => match chars.next().unwrap() {
                    'n' => '\n',
                    c @ ('\\' | '"') => c,
                    c => panic!("escape of {c} in {quoted}"),
                },
                c => c,
            });
        }
        let parts: Vec<&str> = shown.split("&amp;").collect();
        assert!(parts.iter().all(|part| {
            part.match_indices('&')
                .all(|(at, _)| !is_entity(&part[at + 1..]))
        }));
        parts.join("&")
    }

    #[test]
    fn graphviz_draws_it_without_a_warning() {
        let full = Drawing::default()
            .with_title("“A” & <B>")
            .with_legend(Legend::Shown);
        let Some(svg) = svg(&draw(&full, &sample::subgraph())) else {
            return;
        };
        // Graphviz writes hyphens as references.
        let svg = svg.replace("&#45;", "-");
        for text in [
            "DeepSeek",
            "深度求索",
            "2026-02-13",
            ">withdrawn<",
            "&lt;B&gt;",
            "legend",
        ] {
            assert!(svg.contains(text), "{text}");
        }
        assert!(self::svg(&draw(&full, &Subgraph::default())).is_some());
    }

    #[test]
    fn graphviz_knows_every_shape() {
        let classes = vocab::ALL.iter().filter(|term| {
            local_name(term.as_str()).is_some_and(|name| name.starts_with(char::is_uppercase))
        });
        let nodes = classes.map(|class| Node {
            class: class.into_owned(),
            ..sample::node(class.as_str(), "A thing of this class", None)
        });
        let subgraph = Subgraph {
            nodes: nodes.collect(),
            links: Vec::new(),
            measure: None,
        };
        let full = Drawing::default().with_legend(Legend::Shown);
        svg(&draw(&full, &subgraph));
    }

    #[test]
    fn backslashes_quotes_lines_and_entities_are_shown_as_they_are() {
        assert_eq!(quoted("a\"b\\c\r\nd"), r#""a\"b\\c\nd""#);
        assert_eq!(quoted("AT&T &lt; &"), "\"AT&T &amp;lt; &\"");
        assert_eq!(quoted("\u{0}"), "\"\u{FFFD}\"");
    }

    #[test]
    fn columns_keep_their_order_against_the_edges() {
        let dot = draw(&Drawing::default(), &sample::subgraph());
        assert!(dot.contains("{ rank=same; \"deepseek\"; }"));
        assert!(dot.contains("constraint=\"false\""));
    }

    proptest! {
        #[test]
        fn quoting_loses_nothing(text in sample::text()) {
            let expected = printable(&text).replace("\r\n", "\n").replace('\r', "\n");
            prop_assert_eq!(shown(&quoted(&text)), expected);
        }

        #[test]
        fn entities_are_not_read(text in "[&#a-z0-9;\\\\\" ]{0,12}") {
            prop_assert_eq!(shown(&quoted(&text)), text);
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(8))]
        #[test]
        fn graphviz_reads_any_text(subgraph in sample::any_subgraph()) {
            let full = Drawing::default().with_legend(Legend::Shown);
            svg(&draw(&full, &subgraph));
        }
    }
}
