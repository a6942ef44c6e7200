//! The stories of `examples/` end as they say they do.

use std::error::Error;
use std::io::Write;

macro_rules! stories {
    ($($name:ident = $path:literal;)+) => {$(
        #[path = $path]
        #[expect(dead_code, reason = "the story is told here, not by its own `main`")]
        mod $name;
    )+};
}

stories! {
    clear_a_supplier = "../../examples/clear-a-supplier.rs";
    compare_editions = "../../examples/compare-editions.rs";
    draw_neighborhood = "../../examples/draw-neighborhood.rs";
    own_data = "../../examples/own-data.rs";
}

type Story = fn(&mut dyn Write) -> Result<(), Box<dyn Error>>;

/// Returns what a story tells.
fn told(story: Story) -> String {
    let mut out = Vec::new();
    story(&mut out).expect("the story ends as it says");
    String::from_utf8(out).expect("stories are UTF-8")
}

#[test]
fn a_supplier_is_cleared_or_not() {
    let text = told(clear_a_supplier::tell);
    for part in [
        "On the 1260H list on 2026-03-01?",
        "YMTC (Yangtze Memory Technologies Co., Ltd.): yes",
        "withdrawn and without effect: Removal of Yangtze Memory",
        "Alibaba (Alibaba Group Holding Limited): no",
        "not printed in the 1260H list of 7 January 2025",
        "Umbrella Bolts Ltd: not in the data",
    ] {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

#[test]
fn editions_are_compared() {
    let text = told(compare_editions::tell);
    for part in [
        "1260H list of 13 February 2026: 68 or 72 or 154 companies announced, withdrawn",
        "From January 2025 to June 2026\n  66 added: ",
    ] {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}

#[test]
fn a_neighborhood_is_drawn() {
    let text = told(draw_neighborhood::tell);
    assert!(
        text.starts_with("digraph actorgraph {") && text.trim_end().ends_with('}'),
        "{text}"
    );
}

#[test]
fn own_tables_answer_every_question() {
    let text = told(own_data::tell);
    for part in [
        "<https://w3id.org/actorgraph/id/zenda> <https://w3id.org/actorgraph/id/war-ministry> <https://w3id.org/actorgraph/id/herald>",
        "Ministry of War",
        "Yes: Zenda Optics Works has been on the Grey List since 1 March 2025.",
        "designations.csv:2: column `company`: `zeda` is not an id of companies.csv",
    ] {
        assert!(text.contains(part), "`{part}` is not in:\n{text}");
    }
}
